"""Applications for housing: as lines of lists, and one with all that became of it. Row security decides what is found."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

from throughcare.housing import terms
from throughcare.housing.choices import StayState
from throughcare.housing.models import Application, Premises, Stay
from throughcare.housing.queries.lists import names
from throughcare.housing.rules import applications as rules
from throughcare.housing.rules.applications import Known, Refusal
from throughcare.kernel.days import HERE
from throughcare.kernel.refusals import Reason
from throughcare.kernel.ways import Way

_LINE: Final = """
    SELECT a.id, a.case_id, a.reference, a.kind, a.state_id, s.title, s.acts, a.is_urgent, a.arrives_on, a.nights, a.recorded_at,
        a.submitted_at, a.stands_since, a.due_on, a.ended_at, t.premises_unit_id, t.starts_on, t.ends_on, t.state
    FROM housing_application a
    JOIN housing_step s ON s.code = a.state_id
    LEFT JOIN LATERAL (
        SELECT p.unit_id AS premises_unit_id, y.starts_on, y.ends_on, y.state FROM housing_stay y
        JOIN housing_bed b ON b.id = y.bed_id JOIN housing_premises p ON p.id = b.premises_id
        WHERE y.application_id = a.id AND y.state <> 'cancelled' ORDER BY y.number DESC LIMIT 1
    ) t ON true
"""


@dataclass(frozen=True, kw_only=True)
class Line:
    """An application as a line of a list, with the last stay that was not cancelled."""

    application_id: int
    case_id: int
    reference: str
    kind: str
    state: str
    title: str
    acts: str
    is_urgent: bool
    arrives_on: date | None
    nights: int | None
    drafted_at: datetime
    submitted_at: datetime | None
    since: datetime
    due_on: date | None
    ended_at: datetime | None
    premises_unit_id: int | None
    starts_on: date | None
    ends_on: date | None
    stay: str | None

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None

    def days_here(self, now: datetime) -> int:
        return (now - self.since).days

    def is_late(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today


@dataclass(frozen=True, kw_only=True)
class Taken:
    step: str
    title: str
    at: datetime
    note: str
    author_id: int | None
    author: str


@dataclass(frozen=True, kw_only=True)
class File:
    """An application with all that became of it; stays are the latest first, each with its bed and premises."""

    application: Application
    steps: tuple[Taken, ...]
    stays: tuple[Stay, ...]
    premises: dict[int, str]
    """Names of the premises of the stays, by unit."""

    @property
    def stay(self) -> Stay | None:
        """The stay that is booked or goes on; of two, the one that is booked."""
        return next((each for each in self.stays if each.state in GOES_ON), None)

    @property
    def living(self) -> Stay | None:
        """The stay of somebody who lives there now, whatever is booked next."""
        return next((each for each in self.stays if each.state == StayState.ARRIVED), None)

    @property
    def is_moving(self) -> bool:
        """Whether another bed is booked for somebody who lives in one."""
        return self.application.state_id == "moving"

    @property
    def refusal(self) -> Refusal | None:
        """The last refusal, if there was one."""
        last = next((each for each in self.steps if each.step == "refused"), None)
        if last is None:
            return None
        return Refusal(
            on=last.at.astimezone(HERE).date(),
            by_id=last.author_id,
            appeals=sum(1 for each in self.steps if each.step == "appealed"),
        )

    def name_of(self, premises: Premises) -> str:
        return self.premises.get(premises.unit_id, premises.code)


GOES_ON: Final = (StayState.BOOKED, StayState.ARRIVED)


@dataclass(frozen=True, kw_only=True)
class Home:
    """Where somebody lives, or is to live from `starts_on`, and until before which day."""

    reference: str
    premises: str
    kind: str
    is_there: bool
    starts_on: date
    ends_on: date


def count_of_case(case_id: int) -> int:
    return Application.objects.filter(case_id=case_id).count()


def of_case(case_id: int, *, part: slice) -> tuple[Line, ...]:
    """A part of the applications of a case: those that go on first, then the latest; one query."""
    return _lines(
        "WHERE a.case_id = %s ORDER BY a.ended_at IS NOT NULL, a.recorded_at DESC, a.id DESC LIMIT %s OFFSET %s",
        [case_id, part.stop - part.start, part.start],
    )


def going_on(case_ids: Collection[int]) -> tuple[Line, ...]:
    """Those of some cases that go on, what the officer has to do first, then by when; one query."""
    return _lines(
        "WHERE a.case_id = ANY (%s) AND a.ended_at IS NULL"
        " ORDER BY s.acts <> 'The officer', a.due_on NULLS LAST, a.id LIMIT 500",
        [list(case_ids)],
    )


def home_of(case_id: int) -> Home | None:
    """The stay of a case that goes on or is booked, the former first; two queries at most."""
    found = (
        Stay.objects.filter(case_id=case_id, state__in=GOES_ON)
        .select_related("application", "bed__premises")
        .order_by("state", "starts_on", "id")
        .first()
    )
    if found is None:
        return None
    house = found.bed.premises
    return Home(
        reference=found.application.reference,
        premises=names([house.unit_id]).get(house.unit_id, house.code),
        kind=found.application.get_kind_display(),
        is_there=found.state == StayState.ARRIVED,
        starts_on=found.arrived_on or found.starts_on,
        ends_on=found.ends_on,
    )


def file_of(reference: str) -> File | None:
    """An application under its reference that the viewer may read, as officer, assessor or premises; four queries at most."""
    found = (
        Application.objects.filter(reference=reference)
        .select_related("state", "end_reason")
        .first()
    )
    if found is None:
        return None
    stays = tuple(
        Stay.objects.filter(application=found)
        .select_related("bed__premises", "reason", "move_on")
        .order_by("-number")
    )
    return File(
        application=found,
        steps=_steps(found.pk),
        stays=stays,
        premises=names({each.bed.premises.unit_id for each in stays}) if stays else {},
    )


def known_of(file: File, *, is_case_open: bool) -> Known:
    application = file.application
    return Known(
        arrives_on=application.arrives_on,
        nights=application.nights,
        purpose=application.purpose,
        risk=application.risk,
        is_case_open=is_case_open,
        lengths=terms.lengths(application.kind),
        appeals=terms.appeals(),
        refusal=file.refusal,
    )


def reasons_against_appeal(file: File, way: Way, *, account_id: int, on: date) -> list[Reason]:
    """What is against a move that appeals against a refusal or decides an appeal, by whoever would make it; of others, nothing."""
    known = known_of(file, is_case_open=True)
    return rules.reasons_against_appeal(way, known=known, by_id=account_id, today=on)


def _steps(application_id: int) -> tuple[Taken, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.step_id, s.title, t.recorded_at, t.note, t.author_id, coalesce(u.display_name, '')"
            " FROM housing_steptaken t"
            " JOIN housing_step s ON s.code = t.step_id LEFT JOIN access_account u ON u.id = t.author_id"
            " WHERE t.application_id = %s ORDER BY t.number DESC",
            [application_id],
        )
        return tuple(
            Taken(**dict(zip(Taken.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )


def _lines(condition: str, values: list[Any]) -> tuple[Line, ...]:  # Any: what a query takes
    with connection.cursor() as cursor:
        cursor.execute(f"{_LINE} {condition}", values)
        return tuple(
            Line(**dict(zip(Line.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )
