"""Transfers between providers: those that wait for the viewer's units, and those that the viewer knows of otherwise."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from throughcare.probation.models import RejectionReason
from throughcare.probation.queries.transferring import answer_due

_LISTED = """
    SELECT t.id, t.number, t.crn, concat_ws(', ', n.last, n.first),
        coalesce(organisation_code(t.from_unit_id, t.asked_at, tc_live(), 'infinity'), ''),
        coalesce(organisation_code(t.to_unit_id, t.asked_at, tc_live(), 'infinity'), ''),
        t.reason, t.state, t.asked_at, coalesce(u.display_name, ''), t.answer, t.answered_at,
        t.gap_reason, t.gaps_mended_by,
        coalesce(organisation_fact(t.from_unit_id, 'name', t.asked_at, tc_live()), ''),
        coalesce(organisation_fact(t.to_unit_id, 'name', t.asked_at, tc_live()), '')
    FROM probation_transfers_known(%s) t
    LEFT JOIN people_name n ON n.person_id = t.person_id AND n.kind = 'legal'
    LEFT JOIN access_account u ON u.id = t.asked_by_id
"""
_PARTS = """
    SELECT p.id, p.key, p.words, p.state, p.reason, p.answer,
        coalesce(organisation_fact(p.unit_id, 'name', p.answered_at, tc_live()), ''), coalesce(u.display_name, ''), p.answered_at
    FROM probation_transfer_parts(%s) p
    LEFT JOIN access_post q ON q.id = p.post_id
    LEFT JOIN access_account u ON u.id = q.account_id
    ORDER BY p.id
"""
_ONE = "WHERE t.crn = %s AND t.number = %s"
_PART = "LIMIT %s OFFSET %s"
_PLACES = """
    SELECT p.unit_id, coalesce(organisation_code(p.unit_id, tc_now(), tc_live(), 'infinity'), ''),
        coalesce(organisation_fact(p.unit_id, 'name', tc_now(), tc_live()), '')
    FROM probation_transfer_places(%s) p ORDER BY 3, 1
"""


@dataclass(frozen=True, kw_only=True)
class Transferred:
    """A request to move a case, as both sides read it. Codes and names of units are those of when it was asked."""

    id: int
    number: int
    crn: str
    name: str
    from_unit: str
    to_unit: str
    reason: str
    state: str
    asked_at: datetime
    asker: str
    answer: str
    answered_at: datetime | None
    gap_reason: str
    gaps_mended_by: date | None
    from_name: str
    to_name: str

    @property
    def is_waiting(self) -> bool:
        return self.state == "pending"

    @property
    def due_on(self) -> date:
        """By which day it is to be answered."""
        return answer_due(self.asked_at)


@dataclass(frozen=True, kw_only=True)
class TransferredPart:
    """One part of what is asked for, as both sides read it. `key` names it within the case, and is `person` for the person."""

    id: int
    key: str
    words: str
    state: str
    reason: str
    answer: str
    unit: str
    officer: str
    answered_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        return self.state == "pending"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A unit that a case may be taken to by whoever answers."""

    unit_id: int
    code: str
    name: str


def transfers_to_answer(*, part: slice) -> tuple[Transferred, ...]:
    """A part of what waits for an answer of the viewer's units, or of what they follow, the oldest first; one query."""
    return _listed("to-answer", f"ORDER BY t.asked_at, t.id {_PART}", _part(part))


def transfers_asked(*, part: slice) -> tuple[Transferred, ...]:
    """A part of what the viewer asked for or answered, and of what waits about cases they may write to: the latest first; one query."""
    return _listed("asked", f"ORDER BY t.asked_at DESC, t.id DESC {_PART}", _part(part))


def transfers_refused(*, limit: int) -> tuple[Transferred, ...]:
    """The latest that the viewer asked for or answered of which something was refused; one query."""
    condition = "WHERE t.state IN ('rejected', 'partly') AND t.answer <> ''"
    return _listed("asked", f"{condition} ORDER BY t.answered_at DESC, t.id DESC LIMIT %s", [limit])


def transfer_to_answer(crn: str, *, number: int) -> Transferred | None:
    """A transfer of a person that waits for the viewer's units; None where there is none that they may know of."""
    return next(iter(_listed("to-answer", _ONE, [crn, number])), None)


def transfer_known(crn: str, *, number: int) -> Transferred | None:
    """A transfer of a person that the viewer knows of without being asked to answer it."""
    return next(
        iter((*_listed("known", _ONE, [crn, number]), *_listed("asked", _ONE, [crn, number]))), None
    )


def transfer_parts(transfer_id: int) -> tuple[TransferredPart, ...]:
    """The parts of a transfer that the viewer knows of; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTS, [transfer_id])
        return tuple(
            TransferredPart(**dict(zip(TransferredPart.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )


def rejection_reasons() -> tuple[RejectionReason, ...]:
    return tuple(RejectionReason.objects.filter(is_offered=True).order_by("description", "code"))


def places_for(transfer_id: int) -> tuple[Place, ...]:
    """Where the viewer may take the case of a transfer that waits for them, by name; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [transfer_id])
        return tuple(
            Place(unit_id=unit_id, code=code, name=name)
            for unit_id, code, name in cursor.fetchall()
        )


def _part(part: slice) -> list[int | str]:
    return [part.stop - part.start, part.start]


def _listed(part: str, condition: str, values: list[Any]) -> tuple[Transferred, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_LISTED} {condition}", [part, *values])
        return tuple(
            Transferred(**dict(zip(Transferred.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )
