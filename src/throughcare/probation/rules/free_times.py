"""Times at which an appointment could be instead: near the one that was asked for, in the hours of the working day."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import count
from typing import Final

OPENS: Final = time(9)
CLOSES: Final = time(17)
STEP: Final = timedelta(minutes=15)
DAYS_TO_LOOK: Final = 5
"""Working days that are looked at, the day that was asked for among them: practice of this house, as the hours are."""
_SATURDAY: Final = 5

Busy = tuple[datetime, datetime]


def overlaps(one: Busy, other: Busy) -> bool:
    """Whether two times clash. Touching end to start is no clash (13.2, 1).

    >>> ten, half, eleven = (datetime(2026, 6, 1, 10), datetime(2026, 6, 1, 10, 30), datetime(2026, 6, 1, 11))
    >>> overlaps((ten, half), (half, eleven)), overlaps((ten, eleven), (half, eleven))
    (False, True)
    """
    return one[0] < other[1] and other[0] < one[1]


def nearest_free(
    *,
    starts_at: datetime,
    length: timedelta,
    busy: Iterable[Busy],
    now: datetime,
    here: tzinfo,
    most: int = 3,
) -> list[datetime]:
    """The free starts nearest to one that was asked for, in order of time; fewer where the days looked at have no more.

    Hours and weekends are of `here`; the starts that are told are in its time.
    """
    taken = list(busy)
    asked = starts_at.astimezone(here)
    free = [
        start
        for day in _working_days(asked.date())
        for start in _starts(day, length=length, here=here)
        if start > now and not any(overlaps((start, start + length), each) for each in taken)
    ]
    nearest = sorted(free, key=lambda start: (abs(start - asked), start))[:most]
    return sorted(nearest)


def at_the_same_hour(
    *,
    like: Busy,
    days: Iterable[int],
    busy: Iterable[Busy],
    now: datetime,
    here: tzinfo,
) -> list[datetime]:
    """Free starts at the hour of another time and as long as it, so many days on: each once, in order, and the nearest where it is taken.

    Days are counted from the day of that other time, or from today where it is over by then.
    """
    taken = list(busy)
    began = like[0].astimezone(here)
    first = max(began.date(), now.astimezone(here).date())
    starts = {
        start
        for number in days
        for start in nearest_free(
            starts_at=datetime.combine(first + timedelta(days=number), began.time(), tzinfo=here),
            length=like[1] - like[0],
            busy=taken,
            now=now,
            here=here,
            most=1,
        )
    }
    return sorted(starts)


def _working_days(first: date) -> Iterator[date]:
    found = 0
    for number in count():
        day = first + timedelta(days=number)
        if day.weekday() < _SATURDAY:
            yield day
            found += 1
        if found == DAYS_TO_LOOK:
            return


def _starts(day: date, *, length: timedelta, here: tzinfo) -> Iterator[datetime]:
    start = datetime.combine(day, OPENS, tzinfo=here)
    closes = datetime.combine(day, CLOSES, tzinfo=here)
    while start + length <= closes:
        yield start
        start += STEP
