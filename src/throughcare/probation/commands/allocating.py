"""Giving a case to an officer of the provider that has it."""

from datetime import datetime

from django.db import transaction

from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.choices import TransferState
from throughcare.probation.commands.giving import reasons_against_seat, seat_to_give
from throughcare.probation.commands.holding import hold_case, who_has, write_trail
from throughcare.probation.commands.prison_managers import note_responsible
from throughcare.probation.events import CaseAllocated
from throughcare.probation.models import Case, CaseAssignment, Transfer
from throughcare.probation.queries import managing
from throughcare.restructure import queries as restructure


@transaction.atomic
def give_case(*, account_id: int, case_id: int, post_id: int, reason: str, now: datetime) -> bool:
    """Give a case to a post of the provider that answers for it; False where that post holds it already.

    Raises:
        PermissionDenied: the account may not allocate in the unit of the post.
        Refused: the rules do not allow it; carries every reason.
    """
    case = hold_case(case_id)
    seat = seat_to_give(case_id=case_id, post_id=post_id, now=now)
    before = who_has(case_id, now=now)
    if before.post_id == post_id:
        return False
    reasons = [
        *reasons_against_seat(seat, owner_id=before.owner_id),
        *_reasons_against_giving(case),
    ]
    if not reason.strip():
        reasons.append(Reason("no-reason", "Say why the case is given to this officer."))
    if frozen := restructure.why_item_is_frozen(kind="case", item_id=case_id, now=now):
        reasons.append(Reason("frozen", frozen))
    if reasons:
        raise Refused(reasons)
    responsible = managing.responsible_officer(case_id, at=now)
    CaseAssignment.objects.create(
        item_id=case_id,
        owner_id=seat.owner_id,
        holder_id=seat.holder_id,
        post_id=post_id,
        starts_at=now,
        recorded_at=now,
        basis="recorded",
    )
    outbox.publish(CaseAllocated(crn=case.person.crn, case_id=case_id, post_id=post_id), now=now)
    write_trail(case, account_id=account_id, action="case.allocated", now=now, post=post_id)
    note_responsible(case, responsible, account_id=account_id, now=now)
    return True


def _reasons_against_giving(case: Case) -> list[Reason]:
    reasons = []
    if case.closed_at is not None:
        reasons.append(Reason("case-closed", "The case is closed."))
    if Transfer.objects.filter(case=case, state=TransferState.PENDING).exists():
        reasons.append(Reason("transfer-pending", "A transfer of this case waits for an answer."))
    return reasons
