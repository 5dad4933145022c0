"""Business days in England and Wales: weekends and bank holidays do not count.

Bank holidays follow the Banking and Financial Dealings Act 1971, Schedule 1, with New Year's Day
and the early May holiday by proclamation under section 1(3); days moved or added by
proclamation are named one by one.
"""

from datetime import date, timedelta
from functools import cache
from typing import Final

MONDAY: Final = 0
SATURDAY: Final = 5
FIRST_YEAR: Final = 1978  # the early May holiday began

# Moved by proclamation: the day it would have been, the day it was.
MOVED: Final = {
    date(1995, 5, 1): date(1995, 5, 8),  # fifty years after victory in Europe
    date(2002, 5, 27): date(2002, 6, 4),  # golden jubilee
    date(2012, 5, 28): date(2012, 6, 4),  # diamond jubilee
    date(2020, 5, 4): date(2020, 5, 8),  # seventy-five years after victory in Europe
    date(2022, 5, 30): date(2022, 6, 2),  # platinum jubilee
}
# Added by proclamation.
ADDED: Final = (
    date(1981, 7, 29),  # royal wedding
    date(1999, 12, 31),  # millennium
    date(2002, 6, 3),  # golden jubilee
    date(2011, 4, 29),  # royal wedding
    date(2012, 6, 5),  # diamond jubilee
    date(2022, 6, 3),  # platinum jubilee
    date(2022, 9, 19),  # state funeral
    date(2023, 5, 8),  # coronation
)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of a calendar year, 1978 or later."""
    if year < FIRST_YEAR:
        raise ValueError(f"Bank holidays are known from {FIRST_YEAR}, not for {year}.")
    easter = _easter(year)
    new_year = _next_weekday(date(year, 1, 1))
    christmas = date(year, 12, 25)
    usual = {
        new_year,
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _first_monday(date(year, 5, 1)),
        _first_monday(date(year, 5, 25)),
        _first_monday(date(year, 8, 25)),
    }
    moved = {MOVED.get(day, day) for day in usual}
    added = {day for day in ADDED if day.year == year}
    return frozenset(moved | added | _christmas(christmas))


def is_business_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def after(day: date, *, days: int) -> date:
    """The nth business day after a day. The day itself never counts, so n is at least one.

    An act due "two full business days after sentence" is due by the end of the day returned.

    >>> after(date(2014, 8, 22), days=2)
    datetime.date(2014, 8, 27)
    """
    if days < 1:
        raise ValueError("Count at least one business day.")
    while days:
        day += timedelta(days=1)
        days -= is_business_day(day)
    return day


def between(start: date, end: date) -> int:
    """How many business days follow `start`, up to and including `end`; none if it is not later."""
    length = (end - start).days
    return sum(is_business_day(start + timedelta(days=n)) for n in range(1, length + 1))


def _easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian algorithm."""
    century, of_century = divmod(year, 100)
    leap_centuries, over_leap = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * (year % 19) + century - leap_centuries - shift + 15) % 30
    leaps, over = divmod(of_century, 4)
    sunday = (32 + 2 * over_leap + 2 * leaps - moon - over) % 7
    late = (year % 19 + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _first_monday(day: date) -> date:
    return day + timedelta(days=(MONDAY - day.weekday()) % 7)


def _next_weekday(day: date) -> date:
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


def _christmas(christmas: date) -> set[date]:
    """Christmas and Boxing Day, each replaced by the next free weekday when at a weekend."""
    days: set[date] = set()
    pair = (christmas, christmas + timedelta(days=1))
    days.update(day for day in pair if day.weekday() < SATURDAY)
    for day in pair:
        substitute = day
        while day.weekday() >= SATURDAY and (
            substitute.weekday() >= SATURDAY or substitute in days
        ):
            substitute += timedelta(days=1)
        days.add(substitute)
    return days
