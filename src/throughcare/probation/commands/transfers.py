"""Transfers between providers, part by part: asking, answering, withdrawing. Until a part is accepted it stays where it is."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from django.db import connection, transaction
from django.http import Http404

from throughcare.audit import commands as audit
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.organisation import queries as organisation
from throughcare.outbox import commands as outbox
from throughcare.probation.choices import PartState
from throughcare.probation.commands.holding import who_has
from throughcare.probation.commands.managing import hold_for_part
from throughcare.probation.events import TransferAnswered, TransferAsked
from throughcare.probation.models import Case, RejectionReason, Transfer, TransferPart
from throughcare.probation.queries import (
    handing_over,
    managing,
    processes,
    reference,
    transferring,
    transfers,
)
from throughcare.probation.rules.handing_over import Item, missing
from throughcare.restructure import queries as restructure

PERSON: Final = "person"
DEFAULT_TEAM: Final = "DTX"
"""What the code of a provider's default transfer team ends with (4)."""


@transaction.atomic
def ask_for_transfer(
    *,
    account_id: int,
    case_id: int,
    code: str,
    reason: str,
    keys: Collection[str],
    now: datetime,
    gap_reason: str = "",
    gaps_mended_by: date | None = None,
) -> int:
    """Ask a unit of another provider to take on a person, or parts of a case; the number of the request within the case.

    `keys` name the parts, `person` the person. Whoever has a part answers for it until it is accepted. A record with gaps is
    not sent unless it is said why it cannot wait, and by when whoever asks mends them.

    Raises:
        PermissionDenied: the account may write neither to the case nor to any part of it.
        Refused: the rules do not allow it; carries every reason.
    """
    case = hold_for_part(case_id)
    found = _owners(case_id, now=now)
    to, reasons = _wanted(code, owner_ids={found[key] for key in keys if key in found})
    reasons += _reasons_against_asking(case, keys=keys, known=found, now=now)
    reasons += _reasons_against_reports(to, keys=keys)
    if not reason.strip():
        reasons.append(Reason("no-reason", "Say why it is to move."))
    gaps = missing(handing_over.handover_items(case_id))
    reasons += reasons_against_gaps(gaps, why=gap_reason.strip(), by=gaps_mended_by, now=now)
    if reasons or to is None:
        raise Refused(reasons)
    is_sent_with_gaps = bool(gaps)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT probation_ask_transfer(%s, %s, %s, %s, %s, %s)",
            [
                case_id,
                to.unit_id,
                reason.strip(),
                sorted(set(keys)),
                gap_reason.strip() if is_sent_with_gaps else "",
                gaps_mended_by if is_sent_with_gaps else None,
            ],
        )
        (number,) = cursor.fetchone()
    if number is None:
        raise Refused.because(
            "not-yours", "Select parts of one provider that your unit has, and no others."
        )
    outbox.publish(TransferAsked(crn=case.person.crn, case_id=case.pk, unit=to.code), now=now)
    _trail(case, "asked", number=number, account_id=account_id, now=now, unit=to.code)
    return int(number)


@transaction.atomic
def accept_transfer(
    *,
    account_id: int,
    crn: str,
    number: int,
    keys: Collection[str],
    unit_code: str,
    now: datetime,
    post_code: str = "",
) -> None:
    """Take on the parts that are named: from now on they are with the unit, and the officer if one is named.

    What went with the case and is not taken on stays with those who have it.

    Raises:
        Http404: no transfer of this person under this number waits for an answer of the account.
        Refused: the parts cannot be taken to that unit or officer, or somebody was quicker.
    """
    found = _to_answer(crn, number)
    reasons = []
    place = next((p for p in transfers.places_for(found.id) if p.code == unit_code), None)
    if place is None:
        sentence = "Select a unit of yours that is asked, or is under one that is."
        reasons.append(Reason("no-such-place", sentence))
    seat = reference.seat(code=post_code, at=now) if post_code else None
    if post_code and (seat is None or place is None or seat.holder_id != place.unit_id):
        reasons.append(Reason("no-such-post", "Select an officer of the unit that takes it."))
    parts, more = _chosen(found, keys)
    if place is not None:
        (unit,) = organisation.named((place.unit_id,), moment=organisation.pinned())
        more += _reasons_against_reports(unit, keys=keys)
    if reasons or more or place is None:
        raise Refused([*reasons, *more])
    _answer(
        found,
        parts,
        PartState.ACCEPTED,
        unit_id=place.unit_id,
        post_id=seat.post_id if seat else None,
        account_id=account_id,
        now=now,
    )


@transaction.atomic
def refuse_transfer(
    *,
    account_id: int,
    crn: str,
    number: int,
    keys: Collection[str],
    reason_code: str,
    now: datetime,
    words: str = "",
) -> None:
    """Leave the parts that are named where they are, saying why.

    Raises:
        Http404: no transfer of this person under this number waits for an answer of the account.
        Refused: no reason is given, no part of it is named, or somebody was quicker.
    """
    found = _to_answer(crn, number)
    parts, reasons = _chosen(found, keys)
    if not RejectionReason.objects.filter(code=reason_code, is_offered=True).exists():
        reasons.append(Reason("no-reason", "Select why you do not take it on."))
    if reasons:
        raise Refused(reasons)
    _answer(
        found,
        parts,
        PartState.REJECTED,
        reason_code=reason_code,
        words=words.strip(),
        account_id=account_id,
        now=now,
    )


@transaction.atomic
def withdraw_transfer(*, account_id: int, case_id: int, number: int, now: datetime) -> None:
    """Take back what is not answered of a request.

    Raises:
        PermissionDenied: the account may write neither to the case nor to any part of it.
        Refused: nothing of it that is theirs waits for an answer.
    """
    case = hold_for_part(case_id)
    found = transfers.transfer_known(case.person.crn, number=number)
    waiting = _waiting(found) if found else {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT probation_withdraw_transfer(%s, %s)", [case_id, number])
        (withdrawn,) = cursor.fetchone()
    if not withdrawn or found is None:
        raise Refused.because("none-waits", "No transfer of this case waits for an answer.")
    state = PartState.WITHDRAWN.value
    answered = TransferAnswered(
        crn=case.person.crn, case_id=case_id, state=state, about=_about(waiting)
    )
    outbox.publish(answered, now=now)
    _write_answer(found, sorted(waiting.values()), state, account_id=account_id, now=now)


def _owners(case_id: int, *, now: datetime) -> dict[str, int | None]:
    """What may be asked for of a case, and which provider has it: the person, parts in force, and reports that are with the account."""
    found: dict[str, int | None] = {PERSON: who_has(case_id, now=now).owner_id}
    found |= {each.key: each.owner_id for each in managing.components(case_id, at=now)}
    return found | {each.key: each.owner_id for each in transferring.reports_to_move(case_id)}


def _reasons_against_reports(
    to: organisation.Named | None, *, keys: Collection[str]
) -> list[Reason]:
    """A report for a court goes to those alone that write such reports."""
    has_report = any(key.startswith(transferring.REPORT) for key in keys)
    if to is None or not has_report or processes.presenting(to) is not None:
        return []
    return [Reason("writes-no-reports", f"{to.name} writes no reports for courts.")]


def _wanted(
    code: str, *, owner_ids: Collection[int | None]
) -> tuple[organisation.Named | None, list[Reason]]:
    """The unit of a code, or why it cannot be asked."""
    moment = organisation.pinned()
    try:
        to = organisation.open_unit(code=code, moment=moment)
    except Refused as refused:
        return None, list(refused.reasons)
    line = (to, *organisation.chain_above(to.unit_id, hierarchy="line", moment=moment))
    if {each.unit_id for each in line}.intersection(owner_ids):
        sentence = f"{to.name} is of the provider that has it. Give it to an officer there."
        return to, [Reason("same-provider", sentence)]
    providers = {each.code for each in organisation.kinds().values() if each.is_provider}
    if not any(each.kind in providers for each in line):
        return to, [Reason("no-provider", f"{to.name} is of no provider, and can have no case.")]
    return (default_team(to, moment) if to.kind in providers else to), []


def default_team(provider: organisation.Named, moment: organisation.Moment) -> organisation.Named:
    """Where a provider has its transfers sent whose team is not known; the provider itself where it has no such team."""
    try:
        team = organisation.open_unit(code=f"{provider.code}{DEFAULT_TEAM}", moment=moment)
    except Refused:
        return provider
    return team


def _reasons_against_asking(
    case: Case, *, keys: Collection[str], known: Collection[str], now: datetime
) -> list[Reason]:
    reasons = []
    if case.closed_at is not None:
        reasons.append(Reason("case-closed", "The case is closed."))
    if not keys:
        reasons.append(Reason("nothing-asked", "Select what is to move."))
    if any(key not in known for key in keys):
        reasons.append(Reason("no-such-part", "Select parts of the case that are in force."))
    if transferring.keys_waiting(case.pk).intersection(keys):
        reasons.append(
            Reason("transfer-pending", "A transfer of the same part waits for an answer already.")
        )
    if frozen := restructure.why_item_is_frozen(kind="case", item_id=case.pk, now=now):
        reasons.append(Reason("frozen", frozen))
    return reasons


def reasons_against_gaps(
    gaps: Collection[Item], *, why: str, by: date | None, now: datetime
) -> list[Reason]:
    """Each gap, unless it is said why the record cannot wait for it and by when it is mended."""
    if not gaps:
        return []
    if not why:
        return [Reason(f"missing-{each.code}", f"{each.words}.") for each in gaps]
    if by is None or by < local_day(now):
        return [Reason("no-day", "Say by which day you mend what is missing: today or later.")]
    return []


def _to_answer(crn: str, number: int) -> transfers.Transferred:
    found = transfers.transfer_to_answer(crn, number=number)
    if found is None:
        raise Http404
    return found


def _chosen(found: transfers.Transferred, keys: Collection[str]) -> tuple[list[int], list[Reason]]:
    """The parts of a request that are named, or why they cannot be answered."""
    waiting = _waiting(found)
    if not keys or not waiting.keys() >= set(keys):
        return [], [Reason("no-such-part", "Select what you answer, of the parts that wait.")]
    return [waiting[key] for key in sorted(set(keys))], []


def _waiting(found: transfers.Transferred) -> dict[str, int]:
    """The parts of a request that wait, by what names them in the case."""
    return {each.key: each.id for each in transfers.transfer_parts(found.id) if each.is_waiting}


def _answer(
    found: transfers.Transferred,
    parts: list[int],
    state: PartState,
    *,
    account_id: int,
    now: datetime,
    reason_code: str | None = None,
    words: str = "",
    unit_id: int | None = None,
    post_id: int | None = None,
) -> None:
    """The answer of a side that may not open the case is written by the database, which asks again whether it may."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT probation_answer_transfer(%s, %s, %s, %s, %s, %s, %s)",
            [found.id, parts, state.value, reason_code, words, unit_id, post_id],
        )
        (is_written,) = cursor.fetchone()
        if not is_written:
            raise Refused.because(
                "none-waits",
                "This cannot be answered so: it waits no longer, or the officer cannot have it.",
            )
        cursor.execute(
            "SELECT t.case_id FROM probation_transfers_known('asked') t WHERE t.id = %s", [found.id]
        )
        (case_id,) = cursor.fetchone()
    named = {each.key for each in transfers.transfer_parts(found.id) if each.id in parts}
    answered = TransferAnswered(
        crn=found.crn, case_id=case_id, state=state.value, about=_about(named)
    )
    outbox.publish(answered, now=now)
    _write_answer(found, parts, state.value, account_id=account_id, now=now)


def _about(keys: Collection[str]) -> str:
    return PERSON if PERSON in keys else "parts"


def _write_answer(
    found: transfers.Transferred, parts: list[int], state: str, *, account_id: int, now: datetime
) -> None:
    """Write to the trail what was answered: the request, as both lists of records know it, and each part."""
    request, part = Transfer._meta.label, TransferPart._meta.label
    named = [(f"transfer.{state}", f"{request}/{found.id}")]
    if found.number != found.id:
        named.append((f"transfer-record.{state}", f"{request}/{found.number}"))
    named += [(f"transfer-record.{state}", f"{part}/{each}") for each in parts]
    for action, altered in named:
        audit.record(
            account_id=account_id,
            action=action,
            subject_kind="case",
            subject_reference=found.crn,
            now=now,
            detail={"altered": altered},
        )


def _trail(
    case: Case, what: str, *, number: int, account_id: int, now: datetime, **detail: str
) -> None:
    audit.record(
        account_id=account_id,
        action=f"transfer.{what}",
        subject_kind="case",
        subject_reference=case.person.crn,
        now=now,
        detail={"altered": f"{Transfer._meta.label}/{number}", **detail},
    )
