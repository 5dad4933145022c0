"""How long somebody stays signed in. Measured by the machine's clock, whatever a demonstration's says."""

from datetime import datetime, timedelta

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)


def is_over(*, signed_in_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a session has ended: nothing was asked for half an hour, or it is half a day old.

    A clock that was put back ends it too.

    >>> from datetime import UTC
    >>> nine = datetime(2026, 5, 1, 9, tzinfo=UTC)
    >>> is_over(signed_in_at=nine, seen_at=nine, now=nine + IDLE)
    True
    >>> is_over(signed_in_at=nine, seen_at=nine + IDLE, now=nine + IDLE)
    False
    """
    return now < seen_at or now - seen_at >= IDLE or now - signed_in_at >= LONGEST


def is_worth_noting(*, seen_at: datetime, now: datetime) -> bool:
    """Whether a visit is noted: once a minute, so that reading a page rarely writes."""
    return now - seen_at >= NOTED_EVERY
