"""What becomes of a failure that was taken further: presented to a court, ended with a result, or withdrawn."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
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
from throughcare.probation.commands.holding import hold_case, local_day, write_trail
from throughcare.probation.events import EnforcementChanged
from throughcare.probation.models import Case, Enforcement

GOES_ON: Final = (EnforcementState.OPEN, EnforcementState.PRESENTED)


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
    return _change(
        case,
        found,
        EnforcementState.CONCLUDED,
        result=EnforcementResult(result),
        concluded_on=local_day(now),
        account_id=account_id,
        now=now,
    )


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
