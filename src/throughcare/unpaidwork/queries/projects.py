"""Projects, their days, and who is on a session."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet

from throughcare.unpaidwork.models import (
    AdjustmentReason,
    Opening,
    Project,
    ProjectType,
    Session,
)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody booked on a session. Of a case that the viewer may not see only the number of the case is to be told."""

    session_id: int
    case_id: int
    is_limited: bool
    appointment_id: int | None
    slot_id: int | None
    starts_at: datetime
    ends_at: datetime
    offered_minutes: int | None
    credited_minutes: int | None
    penalty_minutes: int | None
    wore_hi_vis: bool | None
    work_quality: str | None
    behaviour: str | None
    outcome: str | None
    outcome_words: str | None


def projects(*, unit_ids: Collection[int], on: date, ended: bool) -> QuerySet[Project]:
    """The projects of some units that run or are to run, or those that ended, by name; to be cut into pages."""
    found = Project.objects.filter(unit_id__in=unit_ids).select_related("type")
    over = Q(ends_on__lte=on)
    return found.filter(over if ended else ~over | Q(ends_on=None)).order_by("name", "id")


def project(code: str) -> Project | None:
    return Project.objects.filter(code=code).select_related("type").first()


def may_keep(project: Project) -> bool:
    """Whether the account that is pinned may change a project and take people on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT unpaidwork_may_keep(%s)", [project.pk])
        row: tuple[bool] = cursor.fetchone()
    return row[0]


def openings(project_ids: Collection[int]) -> list[Opening]:
    """The days of the week on which projects run, Monday first."""
    return list(Opening.objects.filter(project_id__in=project_ids).order_by("weekday", "id"))


def taken_places(project_id: int, *, on: date) -> dict[int, int]:
    """How many people have a place on a day or later, by weekday, whoever has their cases; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT weekday, people FROM unpaidwork_places_taken(%s, %s)", [project_id, on]
        )
        return dict(cursor.fetchall())


def sessions(project_id: int, *, monday: date) -> list[Session]:
    """The sessions of a project in a week, by day; one query."""
    return list(
        Session.objects.filter(
            project_id=project_id, day__gte=monday, day__lt=monday + timedelta(days=7)
        ).order_by("day")
    )


def session(project_id: int, *, day: date) -> Session | None:
    return Session.objects.filter(project_id=project_id, day=day).first()


def full_days(project_ids: Collection[int], *, since: date) -> set[tuple[int, date]]:
    """The days on which projects have no place left; one query."""
    found = Session.objects.filter(
        project_id__in=project_ids, day__gte=since, booked__gte=F("places")
    )
    return set(found.values_list("project_id", "day"))


def people_of(session_ids: Collection[int]) -> list[Person]:
    """Who is booked on some sessions, for those who keep the project; one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM unpaidwork_people_of(%s::bigint[])", [list(session_ids)])
        return [_person(row) for row in cursor.fetchall()]


def project_types() -> list[ProjectType]:
    """The types that are offered, by what they are called."""
    return list(ProjectType.objects.filter(is_offered=True).order_by("description", "code"))


def adjustment_reasons() -> list[AdjustmentReason]:
    return list(AdjustmentReason.objects.order_by("description", "code"))


def _person(row: tuple[Any, ...]) -> Person:  # Any: a row of the database
    return Person(**dict(zip(Person.__dataclass_fields__, row, strict=True)))
