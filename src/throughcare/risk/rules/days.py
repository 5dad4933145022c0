"""From days to the whole years and months that scores are made from."""

from datetime import date
from typing import Final

MONTHS_OF_A_YEAR: Final = 12


def age_on(day: date, *, born_on: date) -> int:
    """Whole years elapsed: a birthday on the day counts. Whoever was born on 29 February has theirs on 1 March in other years.

    Raises:
        ValueError: the day is before the birth.

    >>> age_on(date(2014, 6, 2), born_on=date(1990, 6, 2))
    24
    """
    if day < born_on:
        raise ValueError("Nobody has an age before their birth.")
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def free_months(*, starts_on: date, assessed_on: date) -> int:
    """Whole months elapsed from the start of follow-up; none where that is still to come.

    Of two calculators one took the difference of calendar months whatever the day, the other months elapsed; no published example
    tells them apart, and this takes the second [D].

    >>> free_months(starts_on=date(2014, 1, 31), assessed_on=date(2014, 3, 1))
    1
    """
    months = (
        (assessed_on.year - starts_on.year) * MONTHS_OF_A_YEAR
        + (assessed_on.month - starts_on.month)
        - (assessed_on.day < starts_on.day)
    )
    return max(months, 0)
