"""Arithmetic with days: where a term ends, how long it is, how old somebody is.

A day on which something starts is its first day; n days from S end on S + n - 1. Parts of a day are always given to
the term: days times a fraction are rounded up, exactly.
"""

import calendar
from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

YEAR: Final = 12
WEEK: Final = 7
FEBRUARY: Final = 2
DAYS_IN: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""The days in each month of a year that is no leap year."""


class Duration(NamedTuple):
    """A term as a court says it. What is not said is 0."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0


NOTHING: Final = Duration()


class Fraction(StrEnum):
    """The share of a term that counts, exact. The names are those of the published layout."""

    FULL = "FULL"
    TWO_THIRDS = "TWO_THIRDS"
    ONE_HALF = "ONE_HALF"
    FORTY_PERCENT = "FORTY_PERCENT"
    ONE_THIRD = "ONE_THIRD"
    THIRTY_PERCENT = "THIRTY_PERCENT"


PARTS: Final = {
    Fraction.FULL: (1, 1),
    Fraction.TWO_THIRDS: (2, 3),
    Fraction.ONE_HALF: (1, 2),
    Fraction.FORTY_PERCENT: (2, 5),
    Fraction.ONE_THIRD: (1, 3),
    Fraction.THIRTY_PERCENT: (3, 10),
}


def share(days: int, fraction: Fraction) -> int:
    """The days that a fraction of some days comes to, rounded up.

    >>> share(454, Fraction.FORTY_PERCENT)
    182
    """
    over, under = PARTS[fraction]
    return -(-days * over // under)


def plus(day: date, days: int) -> date:
    return day + timedelta(days=days)


def plus_months(day: date, months: int) -> date:
    """The same day of a later (or earlier) month, or the last one of a month that is too short.

    Raises:
        OverflowError: there is no such day in the calendar.

    >>> plus_months(date(2024, 1, 31), 1)
    datetime.date(2024, 2, 29)
    """
    year, month = divmod(day.year * YEAR + day.month - 1 + months, YEAR)
    month += 1
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError(f"There is no year {year} in the calendar.")
    return date(year, month, min(day.day, _days_in(year, month)))


def plus_years(day: date, years: int) -> date:
    return plus_months(day, years * YEAR)


def added(day: date, duration: Duration) -> date:
    """A day plus a duration by the calendar: years, then months, then weeks and days."""
    moved = plus_months(plus_years(day, duration.years), duration.months)
    return plus(moved, duration.weeks * WEEK + duration.days)


def end(start: date, duration: Duration) -> date:
    """The last day of a term of which `start` is the first.

    Years and months from the 1st of a month end with the last day of a month.

    >>> end(date(2023, 3, 1), Duration(years=4)), end(date(2025, 2, 14), Duration(months=15))
    (datetime.date(2027, 2, 28), datetime.date(2026, 5, 13))
    """
    years, months, weeks, days = duration
    if (years or months) and start.day == 1:
        last = plus_months(plus_years(start, years), months - 1)
        day = last.replace(day=_days_in(last.year, last.month))
    else:
        day = start - timedelta(days=1)
        if years:
            day = plus_years(day, years)
        if months:
            day = plus_months(day, months)
    return day + timedelta(days=weeks * WEEK + days)


def days_of(start: date, duration: Duration) -> int:
    """How many days a term has that begins on a day.

    >>> days_of(date(2023, 3, 1), Duration(years=4)), days_of(date(2025, 2, 14), Duration(months=15))
    (1461, 454)
    """
    return (end(start, duration) - start).days + 1


def days_in_runs(start: date, durations: Iterable[Duration]) -> int:
    """How many days some terms have that follow one another from a day.

    Runs of like units are added up before they are measured, months with years and days with weeks; each run is measured
    from where the last one ended.

    >>> days_in_runs(date(2025, 2, 14), [Duration(months=8), Duration(weeks=10), Duration(months=6)])
    494
    """
    day = start
    for run in _runs(durations):
        day = end(day, run) + timedelta(days=1)
    return (day - start).days


def _runs(durations: Iterable[Duration]) -> Iterable[Duration]:
    months = days = 0
    for duration in durations:
        in_months = duration.years * YEAR + duration.months
        in_days = duration.weeks * WEEK + duration.days
        if in_months and days:
            if months:
                yield Duration(months=months)
            yield Duration(days=days)
            months = days = 0
        months += in_months
        days += in_days
    if months:
        yield Duration(months=months)
    if days:
        yield Duration(days=days)


def total(durations: Iterable[Duration]) -> Duration:
    """Durations summed unit by unit, without carrying from one unit to the next."""
    summed = [sum(units) for units in zip(*durations, strict=True)]
    return Duration(*summed) if summed else NOTHING


def period(start: date, until: date) -> str:
    """The time from a day to a later one as the calendar is walked, in ISO 8601.

    >>> period(date(2025, 2, 14), date(2026, 6, 23)), period(date(2024, 2, 29), date(2024, 2, 29))
    ('P1Y4M9D', 'P0D')
    """
    months = (until.year - start.year) * YEAR + until.month - start.month
    days = until.day - start.day
    if months > 0 and days < 0:
        months -= 1
        days = (until - plus_months(start, months)).days
    years, months = divmod(months, YEAR)
    units = ((years, "Y"), (months, "M"), (days, "D"))
    return "P" + ("".join(f"{count}{unit}" for count, unit in units if count) or "0D")


def _days_in(year: int, month: int) -> int:
    return DAYS_IN[month - 1] + (month == FEBRUARY and calendar.isleap(year))
