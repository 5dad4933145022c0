"""By which day somebody who asks for their record has to have it."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from throughcare.kernel.business_days import is_business_day


@dataclass(frozen=True, kw_only=True)
class Clock:
    """What a law gives from a day on, in days or in calendar months, and where it says so."""

    starts_on: date
    source: str
    days: int = 0
    months: int = 0


def due_on(received_on: date, *, clocks: tuple[Clock, ...]) -> date:
    """The day so many days later; or the corresponding one of a later month, or its last, and of a day off the next business day.

    Periods of months: Regulation (EEC, Euratom) 1182/71, art 3(2)(c) and (4), which the UK GDPR counts by.

    Raises:
        LookupError: no law gave a right to a copy on that day.

    >>> month = (Clock(starts_on=date(2018, 5, 25), months=1, source="UK GDPR, art 12(3)"),)
    >>> due_on(date(2026, 1, 31), clocks=month).isoformat()
    '2026-03-02'
    >>> due_on(date(2026, 6, 1), clocks=month).isoformat()
    '2026-07-01'
    """
    begun = [each for each in clocks if each.starts_on <= received_on]
    if not begun:
        raise LookupError(received_on)
    law = max(begun, key=lambda each: each.starts_on)
    if law.days:
        return received_on + timedelta(days=law.days)
    years, month = divmod(received_on.month - 1 + law.months, 12)
    year = received_on.year + years
    day = date(year, month + 1, min(received_on.day, monthrange(year, month + 1)[1]))
    while not is_business_day(day):
        day += timedelta(days=1)
    return day
