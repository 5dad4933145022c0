"""What the house does by itself each night about licences and the supervision after them, and when law takes effect."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.http import Http404

from throughcare.audit import commands as audit
from throughcare.kernel.days import local_day
from throughcare.outbox import commands as outbox
from throughcare.probation import queries
from throughcare.probation.choices import (
    CustodyStatus,
    EndReason,
    KeyDateType,
    LicenceState,
)
from throughcare.probation.commands.endings import AT_ONCE, end_sentence, note_ended
from throughcare.probation.commands.licences import STATE
from throughcare.probation.events import LicenceChanged
from throughcare.probation.limits import SENTENCING_ACT_2026
from throughcare.probation.models import Commencement, KeyDate, Licence, Sentence
from throughcare.probation.rules import custody as custody_rules
from throughcare.probation.rules import licences as rules

RELEASE_DATES = (KeyDateType.CONDITIONAL_RELEASE, KeyDateType.EXPECTED_RELEASE)


@transaction.atomic
def commence(*, code: str, starts_on: date) -> Commencement:
    """Say on which day a change of law takes effect; for whoever runs the installation.

    Raises:
        Http404: there is no such change.
    """
    if not Commencement.objects.filter(code=code).update(starts_on=starts_on):
        raise Http404
    return Commencement.objects.get(code=code)


@transaction.atomic
def repeal_supervision(*, now: datetime) -> int:
    """End every post-sentence supervision once the law that ended it has commenced; for the engine, some at a time.

    Appointments without an outcome go; a breach begun before goes on. Gives how many ended: none before the day, and none
    once all have.
    """
    commenced_on = queries.commenced_on(SENTENCING_ACT_2026)
    if commenced_on is None or local_day(now) < commenced_on:
        return 0
    under = list(
        Sentence.objects.filter(terminated_on=None, custody__status=CustodyStatus.SUPERVISION)
        .select_for_update(no_key=True, skip_locked=True, of=("self",))
        .select_related("case__person", "type")
        .order_by("id")[:AT_ONCE]
    )
    for sentence in under:
        end_sentence(
            sentence.case,
            sentence,
            reason=EndReason.REPEALED,
            ended_on=max(commenced_on, sentence.imposed_on or commenced_on),
            status=CustodyStatus.ENDED,
            now=now,
        )
    note_ended(under, action="supervision.repealed", now=now)
    return len(under)


@transaction.atomic
def time_out_licences(*, now: datetime) -> int:
    """Time out licences that are not approved so shortly before release: the prison makes them then. For the engine, some at a time."""
    today = local_day(now)
    limits = queries.limits_now()
    waiting = list(
        Licence.objects.filter(
            state__in=rules.NOT_APPROVED,
            sentence__terminated_on=None,
            sentence__custody__status__in=custody_rules.IN_PRISON,
        )
        .select_for_update(no_key=True, skip_locked=True, of=("self",))
        .select_related("case__person", "sentence")
        .order_by("id")
    )
    releases = _releases([each.sentence_id for each in waiting])
    late = [
        each
        for each in waiting
        if each.sentence_id in releases
        and rules.is_too_late(release_on=releases[each.sentence_id], today=today, limits=limits)
    ][:AT_ONCE]
    for each in late:
        each.state, each.state_at = LicenceState.TIMED_OUT, now
        each.save(update_fields=("state", "state_at"))
        changed = LicenceChanged(
            crn=each.case.person.crn,
            case_id=each.case_id,
            number=each.sentence.number,
            state=LicenceState.TIMED_OUT.value,
            about=STATE,
        )
        outbox.publish(changed, now=now)
    if late:
        audit.record_many(
            account_id=None,
            action="licence.timed-out",
            subject_kind="case",
            subject_references=sorted({each.case.person.crn for each in late}),
            now=now,
        )
    return len(late)


def _releases(sentence_ids: list[int]) -> Mapping[int, date]:
    """The earliest day of release of each sentence, where one is known."""
    latest_first = KeyDate.objects.filter(
        custody__sentence_id__in=sentence_ids, type__in=RELEASE_DATES, superseded_at=None
    ).order_by("-day")
    # Of two days of one sentence the later row, which is the earlier day, is kept.
    return dict(latest_first.values_list("custody__sentence_id", "day"))
