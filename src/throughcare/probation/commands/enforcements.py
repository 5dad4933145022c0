"""A failure that is taken further, and what becomes of it: presented to a court, ended with a result, or withdrawn."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.http import Http404

from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.choices import (
    RESULTS_OF,
    WITHDRAWN_FOR,
    EnforcementKind,
    EnforcementResult,
    EnforcementState,
)
from throughcare.probation.commands.counts import count_failures
from throughcare.probation.commands.holding import hold_case, local_day, write_trail
from throughcare.probation.events import EnforcementChanged, EnforcementOpened
from throughcare.probation.models import Case, Compliance, Enforcement, Sentence

DAYS_TO_ANSWER = {
    EnforcementKind.WARNING: 2,
    EnforcementKind.BREACH: 14,
    EnforcementKind.RECALL: 1,
}
"""Days until each is due, unless the case says otherwise: practice, not law (domain rules, 14.2)."""
GOES_ON: Final = (EnforcementState.OPEN, EnforcementState.PRESENTED)


@transaction.atomic
def open_enforcement(
    *,
    account_id: int,
    case_id: int,
    kind: EnforcementKind,
    now: datetime,
    due_on: date | None = None,
) -> Enforcement:
    """Take a failure further; its clock begins.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: one of the same kind is open.
    """
    case = hold_case(case_id)
    if Enforcement.objects.filter(case=case, kind=kind, state__in=GOES_ON).exists():
        raise Refused.because("already-open", f"A {kind.label.lower()} is open already.")
    return begin_enforcement(case, kind, account_id=account_id, due_on=due_on, now=now)


def begin_enforcement(
    case: Case,
    kind: EnforcementKind,
    *,
    account_id: int,
    now: datetime,
    due_on: date | None = None,
    sentence_id: int | None = None,
) -> Enforcement:
    """Open one of a case that is held, or give that of its kind that goes on already."""
    goes_on = Enforcement.objects.filter(case=case, kind=kind, state__in=GOES_ON).first()
    if goes_on is not None:
        return goes_on
    today = local_day(now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT probation_next_reference()")
        (reference,) = cursor.fetchone()
    made = Enforcement.objects.create(
        case=case,
        reference=reference,
        kind=kind,
        state=EnforcementState.OPEN,
        opened_on=today,
        due_on=due_on or today + timedelta(days=DAYS_TO_ANSWER[kind]),
        sentence_id=sentence_id,
        recorded_at=now,
    )
    outbox.publish(
        EnforcementOpened(crn=case.person.crn, case_id=case.pk, reference=reference), now=now
    )
    write_trail(case, account_id=account_id, action="enforcement.opened", now=now, kind=kind.value)
    return made


@transaction.atomic
def present_enforcement(*, account_id: int, crn: str, reference: str, now: datetime) -> Enforcement:
    """Say that a breach was put before a court. Its clock goes on.

    Raises:
        Http404: the case has none that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: it is no breach, or was presented or ended before.
    """
    case, found = _held(crn, reference)
    reasons = []
    if found.kind != EnforcementKind.BREACH:
        reasons.append(Reason("no-breach", "Only a breach is presented to a court."))
    if found.state != EnforcementState.OPEN:
        reasons.append(_already(found))
    if reasons:
        raise Refused(reasons)
    found.presented_on = local_day(now)
    return _change(case, found, EnforcementState.PRESENTED, account_id=account_id, now=now)


@transaction.atomic
def conclude_enforcement(
    *, account_id: int, crn: str, reference: str, result: str, now: datetime
) -> Enforcement:
    """Write what came of it. The court decides on a breach, so one is presented first.

    Raises:
        Http404: the case has none that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the result is none of its kind, it was not presented, or it ended before; carries every reason.
    """
    case, found = _held(crn, reference)
    reasons = []
    if found.state not in GOES_ON:
        reasons.append(_already(found))
    elif found.kind == EnforcementKind.BREACH and found.state != EnforcementState.PRESENTED:
        reasons.append(
            Reason("not-presented", "Present the breach to the court first, or withdraw it.")
        )
    if result not in RESULTS_OF[EnforcementKind(found.kind)]:
        reasons.append(Reason("no-result", "Select what came of it."))
    if reasons:
        raise Refused(reasons)
    ended = _change(
        case,
        found,
        EnforcementState.CONCLUDED,
        result=EnforcementResult(result),
        concluded_on=local_day(now),
        account_id=account_id,
        now=now,
    )
    if found.kind == EnforcementKind.BREACH:
        _count_anew(case, found, account_id=account_id, now=now)
    return ended


@transaction.atomic
def withdraw_enforcement(
    *, account_id: int, crn: str, reference: str, reason: str, now: datetime
) -> Enforcement:
    """Take it back, saying why.

    Raises:
        Http404: the case has none that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: no reason is given, or it ended before; carries every reason.
    """
    case, found = _held(crn, reference)
    reasons = []
    if found.state not in GOES_ON:
        reasons.append(_already(found))
    if reason not in WITHDRAWN_FOR:
        reasons.append(Reason("no-reason", "Select why it is withdrawn."))
    if reasons:
        raise Refused(reasons)
    return _change(
        case,
        found,
        EnforcementState.WITHDRAWN,
        result=EnforcementResult(reason),
        account_id=account_id,
        now=now,
    )


def end_with(
    case: Case, found: Enforcement, result: EnforcementResult, *, account_id: int, now: datetime
) -> None:
    """End one of a case that is held and that goes on: withdrawn for a reason that is one, concluded otherwise."""
    withdrawn = result in WITHDRAWN_FOR
    _change(
        case,
        found,
        EnforcementState.WITHDRAWN if withdrawn else EnforcementState.CONCLUDED,
        result=result,
        concluded_on=None if withdrawn else local_day(now),
        account_id=account_id,
        now=now,
    )


def _count_anew(case: Case, ended: Enforcement, *, account_id: int, now: datetime) -> None:
    """A sentence that comes out of breach has its failures counted from that day on (14.1).

    Of a breach that names no sentence it is the only one that is in force; among several nobody guesses.
    """
    live = Sentence.objects.filter(case=case, terminated_on=None)
    if ended.sentence_id is not None:
        live = Sentence.objects.filter(case=case, id=ended.sentence_id)
    found = list(live[:2])
    if len(found) != 1:
        return
    (sentence,) = found
    Compliance.objects.update_or_create(
        sentence=sentence,
        defaults={"breach_ended_on": local_day(now)},
        create_defaults={
            "case": case,
            "breach_ended_on": local_day(now),
            "failures": 0,
            "counted_at": now,
        },
    )
    count_failures(case, sentence_id=sentence.pk, account_id=account_id, now=now)


def _held(crn: str, reference: str) -> tuple[Case, Enforcement]:
    found = Enforcement.objects.filter(reference=reference, case__person__crn=crn).first()
    if found is None:
        raise Http404
    case = hold_case(found.case_id)
    found.refresh_from_db()
    return case, found


def _already(found: Enforcement) -> Reason:
    return Reason("is-over", f"{found.reference} is {found.get_state_display().lower()} already.")


def _change(
    case: Case,
    found: Enforcement,
    state: EnforcementState,
    *,
    account_id: int,
    now: datetime,
    result: EnforcementResult | None = None,
    concluded_on: date | None = None,
) -> Enforcement:
    found.state, found.result, found.concluded_on = state, result or "", concluded_on
    found.save(update_fields=["state", "result", "presented_on", "concluded_on"])
    outbox.publish(
        EnforcementChanged(
            crn=case.person.crn, case_id=case.pk, reference=found.reference, state=state.value
        ),
        now=now,
    )
    write_trail(
        case,
        account_id=account_id,
        action=f"enforcement.{state.value}",
        now=now,
        altered=found,
        reference=found.reference,
    )
    return found
