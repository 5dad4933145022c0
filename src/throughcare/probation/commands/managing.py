"""Parts of a case that are given to somebody else than the case, or put back to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import Max
from django.http import Http404

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.commands.giving import reason_given, reasons_against_seat, seat_to_give
from throughcare.probation.commands.holding import (
    LONGEST_NOTES,
    Held,
    add_contact,
    who_has,
)
from throughcare.probation.commands.subjects import Subject
from throughcare.probation.events import ComponentAllocated, ContactRecorded
from throughcare.probation.models import (
    Case,
    ContactType,
    HeldApart,
    HeldApartAssignment,
    Requirement,
)
from throughcare.probation.queries import managing, transferring
from throughcare.probation.queries.managing import Component
from throughcare.restructure import queries as restructure

TOLD_AS: Final = {
    "sentence": "ETOS",
    "requirement": "ETRC",
    "condition": "ETRC",
    "supervision": "PTRS",
    "nsi": "NTRS",
}
"""Types of the entries by which the log tells that a part has another manager."""
REFERRED: Final = "AROM"


@dataclass(frozen=True, kw_only=True)
class _Part:
    case_id: int
    crn: str
    is_open: bool
    is_written_whole: bool
    """Whether the account writes to the whole case, or to the part alone."""
    component: Component


@transaction.atomic
def give_component(
    *, account_id: int, case_id: int, key: str, post_id: int, reason_code: str, now: datetime
) -> bool:
    """Give a part of a case to a post of the provider that has the part; False where that post has it already.

    Where the case is with the same post, the part goes with the case again.

    Raises:
        Http404: the case has no such part in force.
        PermissionDenied: the account may write neither to the case nor to the part, or not allocate in the unit of the post.
        Refused: the rules do not allow it; carries every reason.
    """
    part = _held_part(case_id, key=key, now=now)
    seat = seat_to_give(case_id=case_id, post_id=post_id, now=now)
    if (part.component.holder_id, part.component.post_id) == (seat.holder_id, post_id):
        return False
    why, reasons = reason_given(reason_code)
    reasons += [
        *reasons_against_seat(seat, owner_id=part.component.owner_id),
        *_reasons_against_moving(part, now=now),
    ]
    if reasons or why is None:
        raise Refused(reasons)
    _tell(part, account_id=account_id, now=now, post_id=post_id)
    place = Held(owner_id=seat.owner_id, holder_id=seat.holder_id, post_id=post_id)
    put_part(
        part.component,
        case_id=case_id,
        place=place,
        whole=who_has(case_id, now=now),
        now=now,
        reason_code=why.code,
    )
    return True


@transaction.atomic
def rejoin_component(*, account_id: int, case_id: int, key: str, now: datetime) -> bool:
    """Put a part back to its case, whose provider is that of the part; False where it is there already.

    Raises:
        Http404: the case has no such part in force.
        PermissionDenied: the account may write neither to the case nor to the part, or not allocate there.
        Refused: it is with another provider, waits to be transferred or is frozen.
    """
    part = _held_part(case_id, key=key, now=now)
    apart_id = part.component.apart_id
    if apart_id is None:
        return False
    whole = who_has(case_id, now=now)
    access.require(action=Action.ALLOCATE, unit_id=whole.holder_id)
    reasons = _reasons_against_moving(part, now=now)
    if whole.owner_id != part.component.owner_id:
        sentence = "Another provider has this part: ask for a transfer instead."
        reasons.append(Reason("another-provider", sentence))
    if reasons:
        raise Refused(reasons)
    _tell(part, account_id=account_id, now=now, post_id=whole.post_id)
    put_part(part.component, case_id=case_id, place=whole, whole=whole, now=now)
    _trail(
        part, account_id=account_id, action="component.rejoined", now=now, altered=_apart(apart_id)
    )
    return True


def _apart(apart_id: int) -> str:
    """What is held apart, as the trail names it."""
    number = HeldApart.objects.values_list("number", flat=True).get(id=apart_id)
    return f"{HeldApart._meta.label}/{number}"


def put_part(
    part: Component,
    *,
    case_id: int,
    place: Held,
    whole: Held,
    now: datetime,
    reason_code: str | None = None,
) -> None:
    """Have a part of a case that is held be somewhere from now on; with the case where that is in the same place."""
    if place == whole:
        if part.apart_id is not None:
            HeldApart.objects.filter(id=part.apart_id, ended_at=None).update(ended_at=now)
        return
    item_id = part.apart_id
    if item_id is None:
        last = HeldApart.objects.filter(case_id=case_id).aggregate(last=Max("number"))["last"]
        item_id = HeldApart.objects.create(
            case_id=case_id, number=(last or 0) + 1, starts_at=now, recorded_at=now, **part.of
        ).pk
    HeldApartAssignment.objects.create(
        item_id=item_id,
        owner_id=place.owner_id,
        holder_id=place.holder_id,
        post_id=place.post_id,
        reason_id=reason_code,
        starts_at=now,
        recorded_at=now,
        basis="recorded",
    )


@transaction.atomic
def write_about_component(
    *, account_id: int, case_id: int, key: str, type_code: str, notes: str, now: datetime
) -> int:
    """Write into the log what the manager of a part that is held apart has to say of it; the number of the entry.

    What needs an outcome counts for compliance, and is recorded by whoever has the case.

    Raises:
        Http404: nothing of the case that the account writes to as its manager has this name.
        Refused: nothing is said, or the type cannot be written so; carries every reason.
    """
    kind = ContactType.objects.filter(code=type_code, is_offered=True, is_system=False).first()
    reasons = []
    if kind is None or kind.needs_outcome == "yes" or kind.is_sensitive:
        reasons.append(Reason("type-not-offered", "Select a type of entry from the list."))
    return _write(
        account_id=account_id,
        case_id=case_id,
        key=key,
        type_code=type_code,
        notes=notes,
        now=now,
        reasons=reasons,
        alerts=kind is not None and kind.alerts_officer is True,
    )


@transaction.atomic
def refer_to_officer(*, account_id: int, case_id: int, key: str, notes: str, now: datetime) -> int:
    """Tell the officer of the case of a failure, which stays on their list until it is answered (14.2); the number of the entry.

    Raises:
        Http404: nothing of the case that the account writes to as its manager has this name.
        Refused: nothing is said.
    """
    return _write(
        account_id=account_id,
        case_id=case_id,
        key=key,
        type_code=REFERRED,
        notes=notes,
        now=now,
        reasons=[],
        alerts=True,
    )


def _write(
    *,
    account_id: int,
    case_id: int,
    key: str,
    type_code: str,
    notes: str,
    now: datetime,
    reasons: list[Reason],
    alerts: bool,
) -> int:
    part = _held_part(case_id, key=key, now=now)
    if not part.component.is_mine:
        raise Http404
    if not notes.strip():
        reasons.append(Reason("nothing-said", "Say what happened."))
    if len(notes) > LONGEST_NOTES:
        reasons.append(Reason("notes-too-long", "Notes can be 12,000 characters at most."))
    if reasons:
        raise Refused(reasons)
    number = _write_as_manager(
        part.component, type_code, notes=notes.strip(), now=now, alerts=alerts
    )
    outbox.publish(
        ContactRecorded(crn=part.crn, case_id=case_id, number=number, type=type_code, outcome=None),
        now=now,
    )
    _trail(part, account_id=account_id, action="contact.recorded", now=now, number=number)
    return number


def note_part(case: Case, part: Component, *, notes: str, account_id: int, now: datetime) -> None:
    """Tell the log of a case that is held that a part has another manager."""
    add_contact(
        case,
        account_id=account_id,
        type_code=TOLD_AS[part.part],
        starts_at=now,
        notes=notes,
        subject=_subject_of(part),
        now=now,
    )


def _subject_of(part: Component) -> Subject:
    if part.requirement_id is None:
        return Subject(sentence_id=part.sentence_id)
    sentence_id = Requirement.objects.values_list("sentence_id", flat=True).get(
        id=part.requirement_id
    )
    return Subject(sentence_id=sentence_id, requirement_id=part.requirement_id)


def _write_as_manager(
    part: Component, type_code: str, *, notes: str, now: datetime, alerts: bool = False
) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT probation_write_about_part(%s, %s, %s, %s, %s)",
            [part.apart_id, type_code, now, notes, alerts],
        )
        (number,) = cursor.fetchone()
        return int(number)


def hold_for_part(case_id: int) -> Case:
    """Lock a case until commit for whoever may write to it or to a part of it.

    Raises:
        PermissionDenied: the account may write to neither.
        Http404: it may not know that there is such a case.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT probation_hold_for_part(%s)", [case_id])
        if cursor.fetchone() != (True,):
            access.require(action=Action.WRITE_CASE, case_id=case_id)
    return Case.objects.select_related("person").get(id=case_id)


def _held_part(case_id: int, *, key: str, now: datetime) -> _Part:
    """A part of a case, locked until commit for whoever may write to the case or to a part of it."""
    case = hold_for_part(case_id)
    component = managing.component(case_id, key=key, at=now)
    if component is None:
        raise Http404
    return _Part(
        case_id=case_id,
        crn=case.person.crn,
        is_open=case.closed_at is None,
        is_written_whole=access.may_write(case_id),
        component=component,
    )


def _reasons_against_moving(part: _Part, *, now: datetime) -> list[Reason]:
    reasons = []
    if not part.is_open:
        reasons.append(Reason("case-closed", "The case is closed."))
    if part.component.key in transferring.keys_waiting(part.case_id):
        reasons.append(Reason("transfer-pending", "A transfer of this part waits for an answer."))
    if frozen := restructure.why_item_is_frozen(kind="case", item_id=part.case_id, now=now):
        reasons.append(Reason("frozen", frozen))
    return reasons


def _tell(part: _Part, *, account_id: int, now: datetime, post_id: int | None) -> None:
    words = f"{part.component.words}: another manager."
    if part.is_written_whole:
        note_part(
            Case.objects.get(id=part.case_id),
            part.component,
            notes=words,
            account_id=account_id,
            now=now,
        )
    else:
        _write_as_manager(part.component, TOLD_AS[part.component.part], notes=words, now=now)
    outbox.publish(
        ComponentAllocated(
            crn=part.crn, case_id=part.case_id, component=part.component.key, post_id=post_id
        ),
        now=now,
    )
    _trail(
        part,
        account_id=account_id,
        action="component.allocated",
        now=now,
        component=part.component.key,
        post=post_id,
    )


def _trail(
    part: _Part, *, account_id: int, action: str, now: datetime, **detail: str | int | None
) -> None:
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="case",
        subject_reference=part.crn,
        now=now,
        detail=detail,
    )
