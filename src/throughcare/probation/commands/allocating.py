"""Giving a case to an officer of the provider that has it: one commit for the person and all that goes with the case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from throughcare.kernel.refusals import Reason, Refused
from throughcare.notify import commands as notify
from throughcare.notify.choices import Channel, RecipientKind
from throughcare.organisation import queries as organisation
from throughcare.outbox import commands as outbox
from throughcare.probation.commands.giving import (
    Seat,
    reason_given,
    reasons_against_seat,
    seat_to_give,
)
from throughcare.probation.commands.holding import (
    LONGEST_NOTES,
    Held,
    add_contact,
    hold_case,
    who_has,
    write_trail,
)
from throughcare.probation.commands.managing import note_part, put_part
from throughcare.probation.commands.prison_managers import note_responsible
from throughcare.probation.events import CaseAllocated
from throughcare.probation.models import Case, CaseAssignment, Sentence
from throughcare.probation.queries import managing, transferring
from throughcare.probation.queries.managing import Component
from throughcare.restructure import queries as restructure

MOVED, OVERSIGHT, ALLOCATED = "ETOM", "C002", "C070"
"""Types of the entries: the person has another officer, why the manager decided so, and what the officer is to do."""
TEMPLATE: Final = "case-allocated"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Why a case goes to an officer, what they are to do first, and what of it is not to be disclosed to the person."""

    reason_code: str
    justification: str
    instructions: str = ""
    is_sensitive: bool = False


@transaction.atomic
def give_case(
    *, account_id: int, case_id: int, post_id: int, decision: Decision, now: datetime
) -> bool:
    """Give a case to a post of the provider that answers for it; False where that post holds it already.

    Everything that goes with the case goes to the officer too, and what is held apart with no officer comes back to it;
    what has an officer of its own stays there.

    Raises:
        PermissionDenied: the account may not allocate in the unit of the post.
        Refused: the rules do not allow it; carries every reason.
    """
    case = hold_case(case_id)
    seat = seat_to_give(case_id=case_id, post_id=post_id, now=now)
    before = who_has(case_id, now=now)
    if before.post_id == post_id:
        return False
    why, reasons = reason_given(decision.reason_code)
    reasons += [
        *reasons_against_seat(seat, owner_id=before.owner_id),
        *_reasons_against_giving(case, now=now),
        *_reasons_against_words(decision),
    ]
    if reasons or why is None:
        raise Refused(reasons)
    responsible = managing.responsible_officer(case_id, at=now)
    parts = managing.components(case_id, at=now)
    CaseAssignment.objects.create(
        item_id=case_id,
        owner_id=seat.owner_id,
        holder_id=seat.holder_id,
        post_id=post_id,
        reason=why,
        starts_at=now,
        recorded_at=now,
        basis="recorded",
    )
    _take_along(case, parts, seat=seat, account_id=account_id, now=now)
    _write_why(case, decision, account_id=account_id, now=now)
    outbox.publish(CaseAllocated(crn=case.person.crn, case_id=case_id, post_id=post_id), now=now)
    write_trail(
        case,
        account_id=account_id,
        action="case.allocated",
        now=now,
        post=post_id,
        reason=why.code,
    )
    note_responsible(case, responsible, account_id=account_id, now=now)
    _tell_the_officer(case, seat, now=now)
    return True


def _reasons_against_giving(case: Case, *, now: datetime) -> list[Reason]:
    reasons = []
    if case.closed_at is not None:
        reasons.append(Reason("case-closed", "The case is closed."))
    events = Sentence.objects.filter(case=case)
    if events.exists() and not events.filter(terminated_on=None).exists():
        reasons.append(Reason("no-event", "No event of this case is active."))
    if any(
        key == "person" or key.startswith("event-") for key in transferring.keys_waiting(case.pk)
    ):
        reasons.append(Reason("transfer-pending", "A transfer of this case waits for an answer."))
    if frozen := restructure.why_item_is_frozen(kind="case", item_id=case.pk, now=now):
        reasons.append(Reason("frozen", frozen))
    return reasons


def _reasons_against_words(decision: Decision) -> list[Reason]:
    reasons = []
    if not decision.justification.strip():
        reasons.append(Reason("no-reason", "Say why the case is given to this officer."))
    if max(len(decision.justification), len(decision.instructions)) > LONGEST_NOTES:
        reasons.append(Reason("notes-too-long", "Notes can be 12,000 characters at most."))
    return reasons


def _take_along(
    case: Case, parts: tuple[Component, ...], *, seat: Seat, account_id: int, now: datetime
) -> None:
    """Tell the log of the person and of each part that goes along; one apart that no officer has comes back to the case."""
    add_contact(
        case,
        account_id=account_id,
        type_code=MOVED,
        starts_at=now,
        notes="The case is given to another officer.",
        now=now,
    )
    whole = Held(owner_id=seat.owner_id, holder_id=seat.holder_id, post_id=seat.post_id)
    for part in parts:
        if part.is_apart and (part.post_id is not None or part.owner_id != seat.owner_id):
            continue
        if part.is_apart:
            put_part(part, case_id=case.pk, place=whole, whole=whole, now=now)
        note_part(
            case, part, notes=f"{part.words}: goes with the case.", account_id=account_id, now=now
        )


def _write_why(case: Case, decision: Decision, *, account_id: int, now: datetime) -> None:
    add_contact(
        case,
        account_id=account_id,
        type_code=OVERSIGHT,
        starts_at=now,
        notes=decision.justification.strip(),
        is_sensitive=decision.is_sensitive,
        now=now,
    )
    add_contact(
        case,
        account_id=account_id,
        type_code=ALLOCATED,
        starts_at=now,
        notes=decision.instructions.strip(),
        is_sensitive=decision.is_sensitive,
        is_alert=True,
        now=now,
    )


def _tell_the_officer(case: Case, seat: Seat, *, now: datetime) -> None:
    """A message for the officer in the house, and an e-mail where somebody carries them; neither names the person."""
    owner = organisation.named([seat.owner_id], moment=organisation.pinned())[0].code
    for channel in (Channel.IN_APP, Channel.EMAIL):
        if channel is Channel.EMAIL and not notify.is_carried(channel):
            continue
        notify.accept(
            channel=channel,
            recipient=notify.Recipient(kind=RecipientKind.ACCOUNT, reference=str(seat.account_id)),
            template=TEMPLATE,
            parameters={"crn": case.person.crn},
            owner=owner,
            now=now,
            about=notify.About(kind="case", reference=case.person.crn),
        )
