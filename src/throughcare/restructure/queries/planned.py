"""The moments of the plans that come with the program: where the clock of a demonstration may be moved to."""

from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from throughcare.kernel.days import HERE
from throughcare.restructure.rules import reading
from throughcare.restructure.rules.plan import Plan as ReadPlan

MORNING: Final = time(9)
AFTER_THE_INSTANT: Final = timedelta(seconds=5)
MONDAYS: Final = 7


@cache
def moments_planned(place: Path) -> tuple[tuple[str, datetime], ...]:
    """What each plan file of a folder has happen, in words, and when, in order of time. A file that is no plan is left out."""
    found = [
        moment
        for path in place.glob("*.yaml")
        if (read := reading.read(path.read_text(encoding="utf-8")).plan) is not None
        for moment in _moments(read)
    ]
    return tuple(sorted(found, key=lambda each: each[1]))


def _moments(read: ReadPlan) -> list[tuple[str, datetime]]:
    day = read.instant.astimezone(HERE).date()
    monday = day + timedelta(days=(-day.weekday()) % MONDAYS)
    ends = {each.legal_until for each in read.old_units if each.legal_until is not None}
    return [
        (f"The eve: {read.title}", _morning_of(day - timedelta(days=1))),
        (f"The first minute: {read.title}", read.instant + AFTER_THE_INSTANT),
        (f"The first Monday: {read.title}", _morning_of(monday)),
        *((f"Old bodies cease in law: {read.title}", end) for end in sorted(ends)),
    ]


def _morning_of(day: date) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=HERE)
