"""How long somebody stays signed in. Measured by the machine's clock, whatever a demonstration's says."""

from datetime import datetime, timedelta

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)
HALF_PROVED_FOR = timedelta(minutes=10)
FRESH_FOR = timedelta(minutes=15)


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


def is_signed_out(*, signed_in_at: datetime, signed_out_at: datetime | None) -> bool:
    """Whether everybody who was signed in as the account has been signed out since."""
    return signed_out_at is not None and signed_in_at < signed_out_at


def is_half_proved(*, at: datetime, now: datetime) -> bool:
    """Whether a password that was right still waits for its code."""
    return at <= now < at + HALF_PROVED_FOR


def is_fresh(*, signed_in_at: datetime, now: datetime) -> bool:
    """Whether somebody signed in so lately that how they sign in may be changed."""
    return signed_in_at <= now < signed_in_at + FRESH_FOR
