"""Transfers between providers: asking for one, answering it, withdrawing it. Until it is accepted nothing moves."""

from datetime import datetime

from django.db import connection, transaction
from django.http import Http404

from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Reason, Refused
from throughcare.organisation import queries as organisation
from throughcare.outbox import commands as outbox
from throughcare.probation.choices import TransferState
from throughcare.probation.commands.holding import hold_case, write_trail
from throughcare.probation.events import TransferAnswered, TransferAsked
from throughcare.probation.models import Case, Transfer
from throughcare.probation.queries import transfers
from throughcare.restructure import queries as restructure


@transaction.atomic
def ask_for_transfer(
    *, account_id: int, case_id: int, code: str, reason: str, now: datetime
) -> Transfer:
    """Ask a unit of another provider to take a case on. Whoever has it answers for it until then.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case = hold_case(case_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT owner_id FROM probation_held_by(%s, %s, tc_live())", [case_id, now])
        (owner_id,) = cursor.fetchone()
    to, reasons = _wanted(code, owner_id=owner_id)
    reasons += _reasons_against_asking(case, now=now)
    if not reason.strip():
        reasons.append(Reason("no-reason", "Say why the case is to move."))
    if reasons or to is None:
        raise Refused(reasons)
    made = Transfer.objects.create(
        case=case,
        from_unit_id=owner_id,
        to_unit_id=to.unit_id,
        state=TransferState.PENDING,
        reason=reason.strip(),
        asked_by_id=account_id,
        asked_at=now,
        answer="",
        recorded_at=now,
    )
    outbox.publish(TransferAsked(crn=case.person.crn, case_id=case.pk, unit=to.code), now=now)
    write_trail(case, account_id=account_id, action="transfer.asked", now=now, unit=to.code)
    return made


@transaction.atomic
def accept_transfer(*, account_id: int, crn: str, unit_code: str, now: datetime) -> Transfer:
    """Take a case on: from now on it is with the unit that is named, and given to no officer yet.

    Raises:
        Http404: no transfer of this person waits for an answer of the account.
        Refused: the case cannot be taken to that unit, or somebody was quicker.
    """
    found = _to_answer(crn)
    place = next((p for p in transfers.places_for(found.id) if p.code == unit_code), None)
    if place is None:
        raise Refused.because(
            "no-such-place", "Select a unit of yours that is asked, or is under one that is."
        )
    return _answer(
        found, TransferState.ACCEPTED, unit_id=place.unit_id, account_id=account_id, now=now
    )


@transaction.atomic
def refuse_transfer(*, account_id: int, crn: str, reason: str, now: datetime) -> Transfer:
    """Leave a case where it is, saying why.

    Raises:
        Http404: no transfer of this person waits for an answer of the account.
        Refused: no reason is given, or somebody was quicker.
    """
    found = _to_answer(crn)
    if not reason.strip():
        raise Refused.because("no-reason", "Say why the case is not taken on.")
    return _answer(
        found, TransferState.REJECTED, words=reason.strip(), account_id=account_id, now=now
    )


@transaction.atomic
def withdraw_transfer(*, account_id: int, case_id: int, now: datetime) -> Transfer:
    """Take back a request that is not answered.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: none waits for an answer.
    """
    case = hold_case(case_id)
    waiting = Transfer.objects.select_for_update(no_key=True)
    transfer = waiting.filter(case=case, state=TransferState.PENDING).first()
    if transfer is None:
        raise Refused.because("none-waits", "No transfer of this case waits for an answer.")
    transfer.state = TransferState.WITHDRAWN
    transfer.answered_by_id, transfer.answered_at = account_id, now
    transfer.save(update_fields=["state", "answered_by_id", "answered_at"])
    _tell(transfer, crn=case.person.crn, account_id=account_id, now=now)
    return transfer


def _wanted(code: str, *, owner_id: int) -> tuple[organisation.Named | None, list[Reason]]:
    """The unit of a code, or why it cannot be asked."""
    moment = organisation.pinned()
    try:
        to = organisation.open_unit(code=code, moment=moment)
    except Refused as refused:
        return None, list(refused.reasons)
    line = (to, *organisation.chain_above(to.unit_id, hierarchy="line", moment=moment))
    if owner_id in {each.unit_id for each in line}:
        sentence = f"{to.name} is of the provider that has the case. Give it to an officer there."
        return to, [Reason("same-provider", sentence)]
    providers = {each.code for each in organisation.kinds().values() if each.is_provider}
    if not any(each.kind in providers for each in line):
        return to, [Reason("no-provider", f"{to.name} is of no provider, and can have no case.")]
    return to, []


def _reasons_against_asking(case: Case, *, now: datetime) -> list[Reason]:
    reasons = []
    if case.closed_at is not None:
        reasons.append(Reason("case-closed", "The case is closed."))
    if Transfer.objects.filter(case=case, state=TransferState.PENDING).exists():
        reasons.append(
            Reason("transfer-pending", "A transfer of this case waits for an answer already.")
        )
    if frozen := restructure.why_item_is_frozen(kind="case", item_id=case.pk, now=now):
        reasons.append(Reason("frozen", frozen))
    return reasons


def _to_answer(crn: str) -> transfers.Transferred:
    found = transfers.transfer_to_answer(crn)
    if found is None:
        raise Http404
    return found


def _answer(
    found: transfers.Transferred,
    state: TransferState,
    *,
    account_id: int,
    now: datetime,
    words: str = "",
    unit_id: int | None = None,
) -> Transfer:
    """The answer of a side that may not open the case is written by the database, which asks again whether it may."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT probation_answer_transfer(%s, %s, %s, %s)",
            [found.id, state.value, words, unit_id],
        )
        (is_written,) = cursor.fetchone()
        if not is_written:
            raise Refused.because("none-waits", "This transfer waits for your answer no longer.")
        cursor.execute(
            "SELECT t.case_id FROM probation_transfers_known('asked') t WHERE t.id = %s", [found.id]
        )
        (case_id,) = cursor.fetchone()
    transfer = Transfer(id=found.id, case_id=case_id, state=state, answer=words)
    _tell(transfer, crn=found.crn, account_id=account_id, now=now)
    return transfer


def _tell(transfer: Transfer, *, crn: str, account_id: int, now: datetime) -> None:
    state = TransferState(transfer.state).value
    outbox.publish(TransferAnswered(crn=crn, case_id=transfer.case_id, state=state), now=now)
    audit.record(
        account_id=account_id,
        action=f"transfer.{state}",
        subject_kind="case",
        subject_reference=crn,
        now=now,
        detail={"altered": f"{Transfer._meta.label}/{transfer.pk}"},
    )
