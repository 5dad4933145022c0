"""Passing a case to another provider at once, with all that goes with it: nobody there has to take it on first.

What it rests on is of the room that decides it, whose function of the database puts the case there (`probation_put_case`).
"""

from dataclasses import dataclass
from datetime import date, datetime

from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.commands.holding import hold_case, write_trail
from throughcare.probation.commands.transfers import PERSON, reasons_against_gaps
from throughcare.probation.events import TransferAnswered
from throughcare.probation.models import Case
from throughcare.probation.queries import handing_over, transferring
from throughcare.probation.rules.handing_over import missing
from throughcare.restructure import queries as restructure


@dataclass(frozen=True, kw_only=True)
class Gaps:
    """Why a record with gaps cannot wait, and by which day whoever sends it mends them."""

    reason: str = ""
    mended_by: date | None = None


def check_passing(*, case_id: int, gaps: Gaps, now: datetime) -> tuple[str, ...]:
    """Whether a case may be passed to another provider now; the codes of what is missing of the record.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the record has gaps that are not answered for, a transfer waits, or a reform holds it; carries every reason.
    """
    case = hold_case(case_id)
    lacking = missing(handing_over.handover_items(case_id))
    reasons = reasons_against_passing(case, now=now)
    reasons += reasons_against_gaps(lacking, why=gaps.reason.strip(), by=gaps.mended_by, now=now)
    if reasons:
        raise Refused(reasons)
    return tuple(each.code for each in lacking)


def tell_passed(case: Case, *, to: str, account_id: int, now: datetime) -> None:
    """Tell whoever listens, and the trail, that a case is with another provider."""
    told = TransferAnswered(crn=case.person.crn, case_id=case.pk, state="accepted", about=PERSON)
    outbox.publish(told, now=now)
    write_trail(case, account_id=account_id, action="case.passed", now=now, unit=to)


def reasons_against_passing(case: Case, *, now: datetime) -> list[Reason]:
    """Why a case cannot go anywhere now, whatever its record lacks."""
    reasons = []
    if case.closed_at is not None:
        reasons.append(Reason("case-closed", "The case is closed."))
    if PERSON in transferring.keys_waiting(case.pk):
        reasons.append(Reason("transfer-pending", "A transfer of this case waits for an answer."))
    if frozen := restructure.why_item_is_frozen(kind="case", item_id=case.pk, now=now):
        reasons.append(Reason("frozen", frozen))
    return reasons
