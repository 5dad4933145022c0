"""The days on which an appointment recurs."""

from datetime import date, timedelta
from typing import Final

from throughcare.probation.rules import months_later

WEEKLY: Final = "weekly"
FORTNIGHTLY: Final = "fortnightly"
MONTHLY: Final = "monthly"
_WEEKS = {WEEKLY: 1, FORTNIGHTLY: 2}


def days_of(*, first: date, every: str, times: int) -> list[date]:
    """So many days from the first, a week, a fortnight or a month apart; a month that is too short gives its last day.

    >>> [day.isoformat() for day in days_of(first=date(2026, 1, 31), every=MONTHLY, times=3)]
    ['2026-01-31', '2026-02-28', '2026-03-31']
    """
    if every == MONTHLY:
        return [months_later(first, months=number) for number in range(times)]
    return [first + timedelta(weeks=_WEEKS[every] * number) for number in range(times)]
