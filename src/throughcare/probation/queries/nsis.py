"""Interventions outside the sentence: those of a case, and one with all that became of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from throughcare.probation.models import NsiOutcome, NsiStatus, NsiSubtype, NsiType

_LISTED = """
    SELECT n.number, n.type_id, y.description, coalesce(b.description, ''), y.purpose, e.number, n.referred_on,
        n.expected_start_on, n.starts_on, n.expected_end_on, n.ended_on, coalesce(o.description, ''),
        coalesce(s.description, ''), f.reference
    FROM probation_nsi n
    JOIN probation_nsitype y ON y.code = n.type_id
    LEFT JOIN probation_nsisubtype b ON b.code = n.subtype_id
    LEFT JOIN probation_sentence e ON e.id = n.sentence_id
    LEFT JOIN probation_nsioutcome o ON o.code = n.outcome_id
    LEFT JOIN probation_enforcement f ON f.id = n.enforcement_id
    LEFT JOIN LATERAL (
        SELECT t.description FROM probation_nsistanding g JOIN probation_nsistatus t ON t.code = g.status_id
        WHERE g.nsi_id = n.id AND g.recorded_at <= %(at)s ORDER BY g.recorded_at DESC, g.id DESC LIMIT 1
    ) s ON true
    WHERE n.case_id = %(case)s AND n.recorded_at <= %(at)s
"""


@dataclass(frozen=True, kw_only=True)
class Intervention:
    """One of a case, as a line of a list. `sentence` is the number of the sentence; `enforcement` what steps it goes by."""

    number: int
    type_code: str
    type: str
    subtype: str
    purpose: str
    sentence: int | None
    referred_on: date
    expected_start_on: date | None
    starts_on: date | None
    expected_end_on: date | None
    ended_on: date | None
    outcome: str
    status: str
    enforcement: str | None

    @property
    def is_active(self) -> bool:
        return self.ended_on is None

    @property
    def is_by_steps(self) -> bool:
        """Whether it is a breach or a recall, which goes on by steps of its own."""
        return self.enforcement is not None


@dataclass(frozen=True, kw_only=True)
class StoodAt:
    """Where an intervention came to stand, from a day on."""

    status: str
    on: date
    note: str
    author: str
    contact: int | None


@dataclass(frozen=True, kw_only=True)
class ManagedBy:
    unit: str
    officer: str
    starts_at: datetime


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """An appointment of an intervention."""

    starts_at: datetime
    type: str
    outcome: str
    is_cancelled: bool


@dataclass(frozen=True, kw_only=True)
class NsiRecord:
    """All of one intervention: where it stood and who managed it, the latest first, and its appointments by time."""

    intervention: Intervention
    requirement: str
    intended_provider: str
    external_reference: str
    notes: str
    standings: tuple[StoodAt, ...]
    managers: tuple[ManagedBy, ...]
    appointments: tuple[Ahead, ...]


def nsis_in_all(case_id: int, *, at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM probation_nsi WHERE case_id = %s AND recorded_at <= %s",
            [case_id, at],
        )
        (count,) = cursor.fetchone()
        return int(count)


def nsis(case_id: int, *, at: datetime, part: slice) -> tuple[Intervention, ...]:
    """Some of the interventions of a case: the active ones first, in each part the latest referral first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_LISTED} ORDER BY n.ended_on IS NOT NULL, n.referred_on DESC, n.number DESC"
            " LIMIT %(limit)s OFFSET %(offset)s",
            {
                "case": case_id,
                "at": at,
                "limit": part.stop - part.start,
                "offset": part.start,
            },
        )
        return tuple(_intervention(row) for row in cursor.fetchall())


def nsi(case_id: int, *, number: int, at: datetime) -> NsiRecord | None:
    """One intervention with its history; five queries at most."""
    asked: dict[str, int | datetime] = {"case": case_id, "number": number, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(f"{_LISTED} AND n.number = %(number)s", asked)
        row = cursor.fetchone()
        if row is None:
            return None
        cursor.execute(
            """
            SELECT coalesce(y.description, ''),
                coalesce(organisation_fact(n.intended_provider_id, 'name', %(at)s, tc_live()), ''),
                n.external_reference, n.notes
            FROM probation_nsi n
            LEFT JOIN probation_requirement r ON r.id = n.requirement_id
            LEFT JOIN probation_requirementtype y ON y.code = r.type_id
            WHERE n.case_id = %(case)s AND n.number = %(number)s
            """,
            asked,
        )
        requirement, provider, reference, notes = cursor.fetchone()
        cursor.execute(_STANDINGS, asked)
        standings = tuple(
            StoodAt(**dict(zip(StoodAt.__dataclass_fields__, each, strict=True)))
            for each in cursor.fetchall()
        )
        cursor.execute(_MANAGERS, asked)
        managers = tuple(
            ManagedBy(**dict(zip(ManagedBy.__dataclass_fields__, each, strict=True)))
            for each in cursor.fetchall()
        )
        cursor.execute(_APPOINTMENTS, asked)
        appointments = tuple(
            Ahead(**dict(zip(Ahead.__dataclass_fields__, each, strict=True)))
            for each in cursor.fetchall()
        )
    return NsiRecord(
        intervention=_intervention(row),
        requirement=requirement,
        intended_provider=provider,
        external_reference=reference,
        notes=notes,
        standings=standings,
        managers=managers,
        appointments=appointments,
    )


def nsi_types() -> list[NsiType]:
    """Those that somebody can be referred to, by what they are called."""
    return list(NsiType.objects.filter(is_offered=True).order_by("description", "code"))


def nsi_subtypes() -> list[NsiSubtype]:
    return list(NsiSubtype.objects.filter(is_offered=True).order_by("type", "description", "code"))


def nsi_statuses() -> list[NsiStatus]:
    return list(NsiStatus.objects.filter(is_offered=True).order_by("description", "code"))


def nsi_outcomes(type_code: str) -> list[NsiOutcome]:
    return list(
        NsiOutcome.objects.filter(type_id=type_code, is_offered=True).order_by(
            "description", "code"
        )
    )


_STANDINGS = """
    SELECT t.description, g.stands_on, g.note, coalesce(u.display_name, ''), c.number
    FROM probation_nsistanding g
    JOIN probation_nsistatus t ON t.code = g.status_id
    LEFT JOIN access_account u ON u.id = g.author_id
    LEFT JOIN probation_contact c ON c.id = g.contact_id
    JOIN probation_nsi n ON n.id = g.nsi_id
    WHERE n.case_id = %(case)s AND n.number = %(number)s AND g.recorded_at <= %(at)s
    ORDER BY g.recorded_at DESC, g.id DESC LIMIT 100
"""
# What is held apart; what was kept of managers before that; and whoever has the case, where it goes with the case.
_MANAGERS = """
    SELECT coalesce(organisation_fact(g.unit_id, 'name', g.starts_at, tc_live()), ''),
        coalesce(u.display_name, ''), g.starts_at
    FROM probation_nsi n
    CROSS JOIN LATERAL (
        SELECT a.holder_id AS unit_id, a.post_id, a.starts_at, a.id FROM probation_heldapartassignment a
        JOIN probation_heldapart h ON h.id = a.item_id
        WHERE h.nsi_id = n.id AND a.superseded_at IS NULL AND (a.change_id IS NULL OR a.change_id = ANY (tc_live()))
        UNION ALL
        SELECT m.unit_id, m.post_id, m.starts_at, m.id FROM probation_nsimanager m WHERE m.nsi_id = n.id
        UNION ALL
        SELECT c.holder_id, c.post_id, greatest(c.since, n.recorded_at), 0 FROM probation_components(n.case_id, %(at)s, tc_live()) c
        WHERE c.nsi_id = n.id AND c.apart_id IS NULL
    ) g
    LEFT JOIN access_post p ON p.id = g.post_id
    LEFT JOIN access_account u ON u.id = p.account_id
    WHERE n.case_id = %(case)s AND n.number = %(number)s AND g.starts_at <= %(at)s
    ORDER BY g.starts_at DESC, g.id DESC LIMIT 100
"""
_APPOINTMENTS = """
    SELECT p.starts_at, y.description, coalesce(o.description, p.outcome), p.is_cancelled
    FROM probation_nsiappointment g
    JOIN probation_appointment p ON p.id = g.appointment_id AND p.recorded_at <= %(at)s
    JOIN probation_contacttype y ON y.code = p.type_id
    LEFT JOIN probation_outcome o ON o.code = p.outcome
    JOIN probation_nsi n ON n.id = g.nsi_id
    WHERE n.case_id = %(case)s AND n.number = %(number)s
    ORDER BY p.starts_at, p.id LIMIT 100
"""


def _intervention(row: tuple[object, ...]) -> Intervention:
    return Intervention(**dict(zip(Intervention.__dataclass_fields__, row, strict=True)))  # type: ignore[arg-type]  # a row of the database
