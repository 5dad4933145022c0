"""Accredited programmes: who is referred and where they stand, the groups, and who is in them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q, QuerySet

from throughcare.probation import queries as probation
from throughcare.services import terms
from throughcare.services.models import (
    GroupSession,
    ProgrammeGroup,
    ProgrammeMove,
    ProgrammeReferral,
    ProgrammeStatus,
)
from throughcare.services.rules.programmes import Follows, Status


@dataclass(frozen=True, kw_only=True)
class Stood:
    status: str
    at: datetime
    note: str
    author: str


@dataclass(frozen=True, kw_only=True)
class Attended:
    """A session of somebody. `key` names its appointment beside the CRN."""

    number: int
    starts_at: datetime
    ends_at: datetime
    outcome: str
    outcome_words: str
    is_cancelled: bool


@dataclass(frozen=True, kw_only=True)
class OnProgramme:
    """A referral to a programme with all that became of it."""

    referral: ProgrammeReferral
    standings: tuple[Stood, ...]
    sessions: tuple[Attended, ...]

    @property
    def attended(self) -> int:
        return sum(each.outcome == "ATTC" for each in self.sessions)

    def untold(self, now: datetime) -> int:
        """How many sessions are over without a word in the register."""
        return sum(
            each.ends_at <= now and not each.outcome and not each.is_cancelled
            for each in self.sessions
        )


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody in a group. Of a case that the viewer may not read only the number is told."""

    case_id: int
    crn: str
    is_limited: bool
    referral_id: int | None


def programmes_of(case_id: int) -> list[ProgrammeReferral]:
    """The referrals of a case to programmes, those that go on first; one query."""
    return list(
        ProgrammeReferral.objects.filter(case_id=case_id)
        .select_related("state", "requirement__sub_type", "requirement__type", "group")
        .order_by("closed_at", "-recorded_at", "-id")[:100]
    )


def programmes_ordered(case_id: int) -> list[probation.Requirement]:
    """The live requirements of a programme of which nobody has referred the person yet; one query."""
    open_ones = ProgrammeReferral.objects.filter(case_id=case_id, closed_at=None)
    return list(
        probation.Requirement.objects.filter(
            case_id=case_id, ended_on=None, type_id__in=terms.programme_types()
        )
        .exclude(id__in=open_ones.values("requirement_id"))
        .select_related("type", "sub_type", "sentence")
        .order_by("starts_on", "id")
    )


def on_programme(reference: str) -> OnProgramme | None:
    """A referral to a programme under its reference, or None where there is none that the viewer may read; three queries."""
    found = (
        ProgrammeReferral.objects.filter(reference=reference)
        .select_related(
            "state", "requirement__sub_type", "requirement__type", "sentence", "group__programme"
        )
        .first()
    )
    if found is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.description, t.recorded_at, t.note, coalesce(u.display_name, '') FROM services_programmestanding t"
            " JOIN services_programmestatus s ON s.code = t.status_id LEFT JOIN access_account u ON u.id = t.author_id"
            " WHERE t.referral_id = %s ORDER BY t.number DESC",
            [found.pk],
        )
        standings = tuple(
            Stood(status=status, at=at, note=note, author=author)
            for status, at, note, author in cursor.fetchall()
        )
        cursor.execute(
            "SELECT x.number, a.starts_at, a.ends_at, a.outcome, coalesce(o.description, ''), a.is_cancelled"
            " FROM services_attendance t JOIN services_groupsession x ON x.id = t.session_id"
            " JOIN probation_appointment a ON a.id = t.slot_id LEFT JOIN probation_outcome o ON o.code = a.outcome"
            " WHERE t.referral_id = %s ORDER BY a.starts_at, t.id",
            [found.pk],
        )
        sessions = tuple(
            Attended(**dict(zip(Attended.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )
    return OnProgramme(referral=found, standings=standings, sessions=sessions)


def follows() -> tuple[Follows, ...]:
    """Every move between statuses that there was or is; one query."""
    return tuple(
        Follows(
            here=each.from_status_id,
            to=_status(each.to_status),
            starts_on=each.starts_on,
            ends_on=each.ends_on,
        )
        for each in ProgrammeMove.objects.select_related("to_status").order_by("id")
    )


def groups(*, unit_ids: Collection[int], on: date) -> QuerySet[ProgrammeGroup]:
    """The groups of some units that run or are to run, by name; to be cut into pages."""
    return (
        ProgrammeGroup.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), unit_id__in=unit_ids)
        .select_related("programme")
        .order_by("name", "id")
    )


def group(code: str) -> ProgrammeGroup | None:
    return ProgrammeGroup.objects.filter(code=code).select_related("programme").first()


def may_keep_group(found: ProgrammeGroup) -> bool:
    """Whether the account that is pinned may arrange sessions of a group."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_may('case.write', %s)", [found.unit_id])
        row: tuple[bool] = cursor.fetchone()
    return row[0]


def places_taken(group_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT services_places_taken(%s)", [group_id])
        row: tuple[int] = cursor.fetchone()
    return row[0]


def members(group_id: int) -> tuple[Member, ...]:
    """Who is in a group, by number of their case; one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM services_members_of(%s)", [group_id])
        return tuple(
            Member(**dict(zip(Member.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )


def group_sessions(group_id: int) -> QuerySet[GroupSession]:
    """The sessions of a group, the latest first; to be cut into pages."""
    return GroupSession.objects.filter(group_id=group_id).order_by("-starts_at", "-id")


def group_session(group_id: int, *, number: int) -> GroupSession | None:
    return GroupSession.objects.filter(group_id=group_id, number=number).first()


def programmes() -> list[tuple[str, str]]:
    """The programmes that a requirement can name, each once by its words."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(t.code), t.description FROM probation_requirementsubtype t WHERE t.type_id = ANY (%s)"
            " GROUP BY t.description ORDER BY t.description",
            [list(terms.programme_types())],
        )
        return list(cursor.fetchall())


def _status(each: ProgrammeStatus) -> Status:
    return Status(
        code=each.code,
        position=each.position,
        description=each.description,
        is_closed=each.is_closed,
        is_grouped=each.is_grouped,
    )


@dataclass(frozen=True, kw_only=True)
class InRegister:
    """Somebody on a session whose case the viewer may read, with what is written of them."""

    case_id: int
    referral_id: int
    outcome: str
    outcome_words: str


def attended_of(session: GroupSession) -> tuple[InRegister, ...]:
    """Who has a time in a session that was not let go, by case; one query. Others' people are not told of."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.case_id, t.referral_id, a.outcome, coalesce(o.description, '') FROM services_attendance t"
            " JOIN probation_appointment a ON a.id = t.slot_id AND NOT a.is_cancelled"
            " LEFT JOIN probation_outcome o ON o.code = a.outcome WHERE t.session_id = %s ORDER BY t.case_id",
            [session.pk],
        )
        return tuple(
            InRegister(**dict(zip(InRegister.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )


def register_outcomes() -> list[tuple[str, str]]:
    """What a register may say, as code and description, in its order; one query."""
    known = {each.code: each.description for each in probation.outcomes()}
    return [(code, known[code]) for code in terms.programme_outcomes() if code in known]
