"""When enough people were told what a reform does to them, and for how long it is news."""

from datetime import datetime, timedelta
from typing import Final

NEWS_LASTS: Final = timedelta(days=7)
"""How long after a reform everybody's first page says what is new for them."""


def is_news(*, took_effect_at: datetime, now: datetime) -> bool:
    """Whether a reform took effect in the last days.

    >>> day = datetime(2014, 6, 1)
    >>> [is_news(took_effect_at=day, now=day + timedelta(days=n)) for n in (-1, 0, 6, 7)]
    [False, True, True, False]
    """
    return timedelta(0) <= now - took_effect_at < NEWS_LASTS


def percent(told: int, *, of: int) -> int:
    """How many in a hundred, rounded down: 99.9 percent are not all.

    >>> percent(999, of=1000), percent(0, of=0)
    (99, 0)
    """
    return told * 100 // of if of else 0


def is_enough(told: int, *, of: int, percent_needed: int) -> bool:
    """Whether at least so many in a hundred were told; of nobody, never.

    >>> is_enough(9, of=10, percent_needed=90), is_enough(8, of=10, percent_needed=90), is_enough(0, of=0, percent_needed=1)
    (True, False, False)
    """
    return bool(of) and told * 100 >= percent_needed * of
