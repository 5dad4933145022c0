"""Decisions of probation that need no database."""

import calendar
from datetime import date
from typing import Final

DAYS_TO_ANSWER_A_REFERRAL: Final = 7
"""Until a referral is to be answered: practice of this house, not law."""


def months_later(day: date, *, months: int) -> date:
    """The same day some months later, or the last day of that month where it has none such.

    >>> months_later(date(2014, 8, 31), months=6)
    datetime.date(2015, 2, 28)
    """
    month = day.month - 1 + months
    year, number = day.year + month // 12, month % 12 + 1
    return date(year, number, min(day.day, calendar.monthrange(year, number)[1]))
