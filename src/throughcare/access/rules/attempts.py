"""How many wrong proofs are borne before nobody is heard for a while. By the machine's clock."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FOR_A_NAME = 5
FROM_AN_ADDRESS = 100
"""An office has one address and a hundred people, of whom some mistype every morning."""
WINDOW = timedelta(minutes=15)
LOCKED_FOR = timedelta(minutes=15)
KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Count:
    failures: int
    since: datetime
    locked_until: datetime | None = None


def is_locked(count: Count, *, now: datetime) -> bool:
    return count.locked_until is not None and now < count.locked_until


def after_failure(count: Count, *, limit: int, now: datetime) -> Count:
    """The count with one failure more. Those of an earlier quarter of an hour are forgotten.

    >>> from datetime import UTC
    >>> nine = datetime(2026, 5, 1, 9, tzinfo=UTC)
    >>> after_failure(Count(failures=4, since=nine), limit=5, now=nine).locked_until == nine + LOCKED_FOR
    True
    >>> after_failure(Count(failures=4, since=nine), limit=5, now=nine + WINDOW).failures
    1
    """
    if now - count.since >= WINDOW:
        count = Count(failures=0, since=now)
    count = replace(count, failures=count.failures + 1)
    return count if count.failures < limit else replace(count, locked_until=now + LOCKED_FOR)
