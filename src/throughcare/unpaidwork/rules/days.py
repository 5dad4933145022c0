"""When somebody may work (domain rules of unpaid work 3, 6 and 8)."""

import calendar
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from throughcare.kernel.days import HERE
from throughcare.kernel.refusals import Reason
from throughcare.unpaidwork.rules.terms import Terms


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where somebody works on a day of the week (Monday is 1), from `starts_on` until before `ends_on`."""

    project_id: int
    weekday: int
    starts: time
    ends: time
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A day at a project, and how long it is."""

    project_id: int
    day: date
    starts_at: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


Span = tuple[datetime, datetime]


def slot_on(place: Place, day: date) -> Slot:
    """The hours of a place on a day, in civil time: on the night that clocks change it is longer or shorter."""
    return Slot(
        project_id=place.project_id,
        day=day,
        starts_at=datetime.combine(day, place.starts, tzinfo=HERE).astimezone(UTC),
        ends_at=datetime.combine(day, place.ends, tzinfo=HERE).astimezone(UTC),
    )


def slots_ahead(
    places: Iterable[Place],
    *,
    remaining: Decimal,
    first: date,
    last: date,
    taken: Sequence[Span],
    full: Collection[tuple[int, date]],
    is_working_day: Callable[[date], bool],
) -> list[Slot]:
    """The days to book, soonest first, until they are enough for what remains (rule 6).

    Left out are bank holidays, days that clash with what is `taken`, and those on which a project is `full`.
    """
    chosen: list[Slot] = []
    enough = Decimal(0)
    for slot in _candidates(places, first=first, last=last):
        if enough >= remaining:
            break
        busy = (*taken, *((each.starts_at, each.ends_at) for each in chosen))
        is_clash = any(slot.starts_at < ends and starts < slot.ends_at for starts, ends in busy)
        if is_clash or (slot.project_id, slot.day) in full or not is_working_day(slot.day):
            continue
        chosen.append(slot)
        enough += slot.minutes
    return chosen


def _candidates(places: Iterable[Place], *, first: date, last: date) -> list[Slot]:
    found = []
    for place in places:
        day = max(first, place.starts_on)
        day += timedelta(days=(place.weekday - day.isoweekday()) % 7)
        while day <= last and (place.ends_on is None or day < place.ends_on):
            found.append(slot_on(place, day))
            day += timedelta(days=7)
    return sorted(found, key=lambda slot: (slot.starts_at, slot.project_id))


def reasons_against_day(
    *,
    day: date,
    weekdays: Collection[int],
    project_starts_on: date,
    project_ends_on: date | None,
    sentenced_on: date,
) -> list[Reason]:
    """Why nobody may be booked at a project on a day (rule 3). The day on which a project ends is the first it does not run.

    >>> tuesdays = {"weekdays": {2}, "project_starts_on": date(2014, 1, 1), "project_ends_on": None}
    >>> [r.code for r in reasons_against_day(day=date(2014, 6, 4), sentenced_on=date(2014, 5, 1), **tuesdays)]
    ['not-that-weekday']
    """
    reasons = []
    if day.isoweekday() not in weekdays:
        reasons.append(
            Reason(
                "not-that-weekday",
                f"The project does not run on a {calendar.day_name[day.weekday()]}.",
            )
        )
    if day < project_starts_on:
        reasons.append(Reason("project-not-begun", "The project has not begun by then."))
    if project_ends_on is not None and day >= project_ends_on:
        reasons.append(Reason("project-ended", "The project has ended by then."))
    if day < sentenced_on:
        reasons.append(Reason("before-sentence", "The day is before the sentence."))
    return reasons


def to_be_worked_by(*, sentenced_on: date, terms: Terms) -> date | None:
    """The last day on which the hours are to be worked, or None where the law sets none (rule 8). A test, not a limit.

    >>> from throughcare.unpaidwork.terms import in_force
    >>> to_be_worked_by(sentenced_on=date(2014, 3, 9), terms=in_force(date(2014, 6, 1)))
    datetime.date(2015, 3, 8)
    >>> to_be_worked_by(sentenced_on=date(2025, 9, 9), terms=in_force(date(2026, 6, 1))) is None
    True
    """
    if terms.months_to_complete is None:
        return None
    month = sentenced_on.month - 1 + terms.months_to_complete
    year, number = sentenced_on.year + month // 12, month % 12 + 1
    number_of_days = calendar.monthrange(year, number)[1]
    return date(year, number, min(sentenced_on.day, number_of_days)) - timedelta(days=1)
