"""Appointments as diaries show them: time that is taken, and by whom where the viewer may know."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Q

from throughcare.probation.models import Appointment

__all__ = [
    "Appointment",
    "OpenSlot",
    "Slot",
    "diary",
    "key_of",
    "moment_of",
    "open_slots",
    "slot_of",
    "slots_without_outcome",
    "who_and_where",
]

KEY_OF_A_SLOT = "%Y-%m-%dT%H%MZ"
"""How an appointment is known outside, beside its CRN: no two of a case start at one moment."""


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One appointment. Of a case that the viewer may not open, only its CRN and its time are given."""

    appointment_id: int
    case_id: int
    crn: str
    is_limited: bool
    first: str | None
    last: str | None
    starts_at: datetime
    ends_at: datetime
    type: str | None
    description: str | None
    post_id: int | None
    officer: str | None
    office: str | None
    outcome: str | None
    contact_number: int | None
    rosh: str | None

    @property
    def name(self) -> str:
        return ", ".join(part for part in (self.last, self.first) if part)

    @property
    def key(self) -> str:
        return key_of(self.starts_at)


@dataclass(frozen=True, kw_only=True)
class OpenSlot:
    """An appointment of one case that has come to nothing yet: ahead, or over without an outcome."""

    starts_at: datetime
    ends_at: datetime
    description: str

    @property
    def key(self) -> str:
        return key_of(self.starts_at)


def key_of(starts_at: datetime) -> str:
    return starts_at.astimezone(UTC).strftime(KEY_OF_A_SLOT)


def moment_of(key: str) -> datetime | None:
    """The start that a key names, or None for what is no key.

    >>> moment_of("2014-06-02T0900Z")
    datetime.datetime(2014, 6, 2, 9, 0, tzinfo=datetime.timezone.utc)
    """
    try:
        return datetime.strptime(key, KEY_OF_A_SLOT).replace(tzinfo=UTC)
    except ValueError:
        return None


def diary(
    *,
    starts_at: datetime,
    ends_at: datetime,
    post_ids: Collection[int] = (),
    office_id: int | None = None,
) -> tuple[Slot, ...]:
    """Appointments of posts, or at an office, that start in a period, by time; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM probation_diary(%s::bigint[], %s, %s, %s)",
            [list(post_ids), office_id, starts_at, ends_at],
        )
        return tuple(
            Slot(**dict(zip(Slot.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )


def open_slots(case_id: int, *, at: datetime, limit: int) -> tuple[OpenSlot, ...]:
    """What of a case had no outcome at a moment, first those that were over and then those ahead, by time; one query."""
    found = (
        Appointment.objects.filter(case_id=case_id, is_cancelled=False, recorded_at__lte=at)
        .filter(Q(outcome="") | Q(contact__recorded_at__gt=at))
        .order_by("starts_at", "id")
        .values_list("starts_at", "ends_at", "type__description")[:limit]
    )
    return tuple(
        OpenSlot(starts_at=starts_at, ends_at=ends_at, description=description)
        for starts_at, ends_at, description in found
    )


def slots_without_outcome(
    case_id: int, *, sentence: int, at: datetime, limit: int
) -> tuple[OpenSlot, ...]:
    """Appointments about a sentence that were over at a moment and of which nobody has said what came; one query."""
    found = (
        Appointment.objects.filter(
            case_id=case_id, sentence__number=sentence, is_cancelled=False, outcome=""
        )
        .filter(ends_at__lte=at)
        .order_by("starts_at", "id")
        .values_list("starts_at", "ends_at", "type__description")[:limit]
    )
    return tuple(
        OpenSlot(starts_at=starts_at, ends_at=ends_at, description=description)
        for starts_at, ends_at, description in found
    )


def who_and_where(slot: Appointment) -> tuple[str, str]:
    """Whom an appointment is with, and at which office; empty where that is open. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT coalesce((SELECT u.display_name FROM access_post q JOIN access_account u ON u.id = q.account_id
                             WHERE q.id = %s), ''),
                   coalesce(organisation_fact(%s, 'name', %s, tc_live()), '')
            """,
            [slot.post_id, slot.office_id, slot.starts_at],
        )
        row: tuple[str, str] = cursor.fetchone()
    return row


def slot_of(case_id: int, *, key: str) -> Appointment | None:
    """The appointment of a case that starts at the moment of a key, one that stands before one that was let go."""
    starts_at = moment_of(key)
    if starts_at is None:
        return None
    return (
        Appointment.objects.filter(case_id=case_id, starts_at=starts_at)
        .select_related("type", "office", "contact")
        .order_by("is_cancelled", "-id")
        .first()
    )
