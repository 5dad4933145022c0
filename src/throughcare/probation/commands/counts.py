"""The counts that a change of the log moves: failures of a sentence, and days of a rehabilitation activity requirement."""

from datetime import datetime
from typing import Final

from throughcare.kernel.days import local_day
from throughcare.outbox import commands as outbox
from throughcare.probation.commands.holding import add_contact
from throughcare.probation.commands.subjects import Subject
from throughcare.probation.events import FailuresCounted
from throughcare.probation.models import (
    Appointment,
    Case,
    Compliance,
    Contact,
    Requirement,
    Sentence,
)
from throughcare.probation.rules import compliance
from throughcare.probation.rules.compliance import Activity

REVIEW: Final = "ARWS"
"""Review enforcement status: what the officer is told when the limit is passed (14.1)."""


def count_again(
    case: Case, subject: Subject, *, account_id: int, now: datetime, cause: Contact | None = None
) -> None:
    """Bring the counts of a case that is held up to what its log says of a sentence and a requirement.

    `cause` is the entry that moved them; a review that they ask for is linked to it.
    """
    if subject.sentence_id is not None:
        count_failures(
            case, sentence_id=subject.sentence_id, account_id=account_id, now=now, cause=cause
        )
    if subject.requirement_id is not None and subject.is_rar:
        count_activity(case, requirement_id=subject.requirement_id)


def count_failures(
    case: Case, *, sentence_id: int, account_id: int, now: datetime, cause: Contact | None = None
) -> int:
    """Count the failures of a sentence again (14.1), and have enforcement reviewed when the limit is passed."""
    sentence = Sentence.objects.select_related("type").get(id=sentence_id, case=case)
    if sentence.type is None or sentence.imposed_on is None:
        return 0  # nothing is ordered yet that could be failed
    kept = Compliance.objects.filter(sentence=sentence).first()
    since = compliance.counted_from(
        imposed_on=sentence.imposed_on, breach_ended_on=kept.breach_ended_on if kept else None
    )
    log = Contact.objects.filter(case=case, sentence=sentence, deleted_at=None)
    failed = log.filter(type__is_national_standard=True, outcome__is_complied=False)
    count = compliance.failures(
        map(local_day, failed.values_list("starts_at", flat=True)), since=since
    )
    if kept is None and count:
        Compliance.objects.create(case=case, sentence=sentence, failures=count, counted_at=now)
    elif kept is not None and kept.failures != count:
        Compliance.objects.filter(id=kept.pk).update(failures=count, counted_at=now)
    if count != (kept.failures if kept else 0):
        outbox.publish(
            FailuresCounted(crn=case.person.crn, case_id=case.pk, sentence=sentence.number),
            now=now,
        )
    reviews = log.filter(type_id=REVIEW, outcome=None).values_list("starts_at", flat=True)
    if compliance.needs_review(
        count=count,
        limit=sentence.type.failure_limit,
        is_under_review=any(local_day(each) >= since for each in reviews),
    ):
        add_contact(
            case,
            account_id=account_id,
            type_code=REVIEW,
            starts_at=now,
            subject=Subject(sentence_id=sentence.pk),
            is_alert=True,
            linked=cause,
            now=now,
        )
    return count


def count_activity(case: Case, *, requirement_id: int) -> int:
    """Count the days of rehabilitation activity of a requirement again (8)."""
    days = compliance.activity_days(activities_of(case, requirement_id=requirement_id))
    Requirement.objects.filter(id=requirement_id, case=case).update(done=days)
    return days


def activities_of(case: Case, *, requirement_id: int) -> list[Activity]:
    """What of a requirement was recorded as an activity, and what is booked and has no outcome."""
    about = {"case": case, "requirement_id": requirement_id, "is_rar": True}
    recorded = Contact.objects.filter(**about, deleted_at=None).values_list(
        "starts_at", "outcome_id", "outcome__is_attended"
    )
    booked = Appointment.objects.filter(**about, is_cancelled=False, outcome="")
    return [
        *(
            Activity(on=local_day(at), has_outcome=outcome is not None, is_attended=attended)
            for at, outcome, attended in recorded
        ),
        *(
            Activity(on=local_day(at), has_outcome=False, is_attended=None)
            for at in booked.values_list("starts_at", flat=True)
        ),
    ]
