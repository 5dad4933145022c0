"""Adding and ending projects, and who supervises a session."""

from collections.abc import Mapping
from datetime import date, datetime, time

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.unpaidwork import queries
from throughcare.unpaidwork.models import (
    Opening,
    Project,
    ProjectType,
    Session,
)

MOST_PLACES = 100
Hours = tuple[time, time]


@transaction.atomic
def add_project(
    *,
    account_id: int,
    unit_id: int,
    name: str,
    type_code: str,
    beneficiary: str,
    places: int,
    starts_on: date,
    hours: Mapping[int, Hours],
    now: datetime,
) -> Project:
    """Add a project of a unit; `hours` has the start and end of each day of the week on which it runs, Monday as 1.

    Raises:
        PermissionDenied: the account may not write to cases in the unit.
        Refused: the rules do not allow it; carries every reason.
    """
    access.require(action=Action.WRITE_CASE, unit_id=unit_id)
    reasons = []
    if not ProjectType.objects.filter(code=type_code, is_offered=True).exists():
        reasons.append(Reason("type-not-offered", "Select a type of project."))
    if not 1 <= places <= MOST_PLACES:
        reasons.append(
            Reason("places", f"The number of places must be between 1 and {MOST_PLACES}.")
        )
    if not hours:
        reasons.append(Reason("no-days", "Enter the hours of at least one day of the week."))
    if any(ends <= starts for starts, ends in hours.values()):
        reasons.append(Reason("ends-before-start", "On each day the end must be after the start."))
    if reasons:
        raise Refused(reasons)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'UPW' || nextval('unpaidwork_project_code')")
        (code,) = cursor.fetchone()
    project = Project.objects.create(
        code=code,
        name=name.strip(),
        type_id=type_code,
        unit_id=unit_id,
        beneficiary=beneficiary.strip(),
        places=places,
        starts_on=starts_on,
        recorded_at=now,
    )
    Opening.objects.bulk_create(
        Opening(project=project, weekday=weekday, starts=starts, ends=ends)
        for weekday, (starts, ends) in sorted(hours.items())
    )
    _write_trail(project, account_id=account_id, action="project.added", now=now)
    return project


@transaction.atomic
def end_project(*, account_id: int, code: str, ends_on: date, now: datetime) -> Project:
    """End a project: from `ends_on` on it does not run.

    Raises:
        PermissionDenied: the account may not keep the project.
        Refused: it ended before, the day is over, or somebody has a place or is booked then.
    """
    project = _kept(code)
    reasons = []
    if project.ends_on is not None and project.ends_on <= local_day(now):
        reasons.append(Reason("ended", "The project has ended already."))
    if ends_on < max(local_day(now), project.starts_on):
        reasons.append(
            Reason(
                "ends-too-early", "The project can end today or later, and not before it begins."
            )
        )
    if taken := sum(queries.taken_places(project.pk, on=ends_on).values()):
        reasons.append(
            Reason(
                "places-taken",
                f"{taken} {'place is' if taken == 1 else 'places are'} taken on that day or later. End them first.",
            )
        )
    if Session.objects.filter(project=project, day__gte=ends_on, booked__gt=0).exists():
        reasons.append(Reason("booked", "Somebody is booked on that day or later."))
    if reasons:
        raise Refused(reasons)
    project.ends_on = ends_on
    project.save(update_fields=["ends_on"])
    _write_trail(project, account_id=account_id, action="project.ended", now=now)
    return project


@transaction.atomic
def arrange_session(
    *,
    account_id: int,
    code: str,
    day: date,
    supervisor_post_id: int | None,
    pick_up_place: str,
    pick_up: time | None,
    now: datetime,
) -> Session:
    """Say who supervises a session, and where and when people are picked up.

    Raises:
        PermissionDenied: the account may not keep the project.
        Refused: there is no session on that day, or a time without a place.
    """
    project = _kept(code)
    session = (
        Session.objects.select_for_update(no_key=True).filter(project=project, day=day).first()
    )
    if session is None:
        raise Refused.because("no-session", "There is no session on that day.")
    if pick_up is not None and not pick_up_place.strip():
        raise Refused.because("no-place", "Enter where people are picked up.")
    session.supervisor_post_id = supervisor_post_id
    session.pick_up_place = pick_up_place.strip()
    session.pick_up = pick_up
    session.save(update_fields=["supervisor_post_id", "pick_up_place", "pick_up"])
    _write_trail(project, account_id=account_id, action="session.arranged", now=now)
    return session


def _kept(code: str) -> Project:
    project = Project.objects.filter(code=code).first()
    if project is None:
        raise Refused.because("no-project", "There is no project with this code.")
    if not queries.may_keep(project):
        raise PermissionDenied("the account may not keep this project")
    return Project.objects.select_for_update(no_key=True).get(id=project.pk)


def _write_trail(project: Project, *, account_id: int, action: str, now: datetime) -> None:
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="unpaid-work-project",
        subject_reference=project.code,
        now=now,
    )
