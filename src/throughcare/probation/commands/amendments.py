"""What is kept of a change to what a court ordered: what it was, why it was changed, and that whoever has the case is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason
from throughcare.probation import queries
from throughcare.probation.commands.holding import add_contact, who_has
from throughcare.probation.commands.subjects import Subject
from throughcare.probation.models import (
    Case,
    Requirement,
    RequirementAmendment,
    Sentence,
    SentenceAmendment,
)

OF_SENTENCE: Final = ("length", "length_unit", "is_under_review", "entered_ends_on")
"""What of a sentence a change is about; its other days follow from these."""
ENDS: Final = ("notional_ends_on", "entered_ends_on", "ends_on")
SENTENCE_CHANGED, REQUIREMENT_CHANGED = "CSAM", "CRAM"
LONGEST_REASON: Final = 500


@dataclass(frozen=True, kw_only=True)
class Change:
    """On which day a court ordered something otherwise, why it is changed, and by whose account."""

    amended_on: date
    reason: str
    account_id: int


def reasons_against(change: Change, *, after: date | None, now: datetime) -> list[Reason]:
    """What of the day and the reason of a change cannot be; `after` is the day of what was ordered before."""
    reasons = []
    if change.amended_on > local_day(now):
        said = "The day of the order must be today or in the past."
        reasons.append(Reason("amended-in-future", said))
    if after is not None and change.amended_on < after:
        said = "The day must not be before the sentence, or before the order before this one."
        reasons.append(Reason("amended-before", said))
    if not change.reason.strip():
        reasons.append(Reason("no-reason", "Enter why it was changed."))
    if len(change.reason) > LONGEST_REASON:
        reasons.append(Reason("reason-too-long", "The reason can be 500 characters at most."))
    return reasons


def keep_sentence(
    sentence: Sentence, before: Sentence, change: Change, *, now: datetime, with_: int | None = None
) -> None:
    """Keep what a sentence was `before`. One that only moved along did so `with_` another."""
    SentenceAmendment.objects.create(
        case_id=sentence.case_id,
        sentence=sentence,
        number=1 + SentenceAmendment.objects.filter(sentence=sentence).count(),
        amended_on=change.amended_on,
        reason=change.reason.strip(),
        moved_with=with_,
        amended_by_id=change.account_id,
        recorded_at=now,
        **{name: getattr(before, name) for name in {*OF_SENTENCE, *ENDS}},
    )


def keep_requirement(
    held: Requirement, change: Change, *, names: Sequence[str], now: datetime
) -> None:
    """Keep what a requirement is, that is about to be changed."""
    was = Requirement.objects.get(id=held.pk)
    RequirementAmendment.objects.create(
        case_id=held.case_id,
        requirement=held,
        number=1 + RequirementAmendment.objects.filter(requirement=held).count(),
        amended_on=change.amended_on,
        reason=change.reason.strip(),
        amended_by_id=change.account_id,
        recorded_at=now,
        **{name: getattr(was, name) for name in names},
    )


def tell_officer(
    case: Case, type_code: str, *, subject: Subject, what: str, change: Change, now: datetime
) -> None:
    """Write a change into the log: where it is not by whoever has the case, it stays on their list until they saw it."""
    post_id, on = who_has(case.pk, now=now).post_id, change.amended_on
    seat = None if post_id is None else queries.seat_of(post_id, at=now)
    add_contact(
        case,
        account_id=change.account_id,
        type_code=type_code,
        starts_at=now,
        subject=subject,
        notes=f"{what}, ordered on {on.day} {on:%B %Y}. {change.reason.strip()}",
        is_alert=seat is not None and seat.account_id != change.account_id,
        now=now,
    )
