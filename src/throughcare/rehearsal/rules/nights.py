"""When a nightly rehearsal is due, in civil time, through both changes of the clocks."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CIVIL = ZoneInfo("Europe/London")
PATIENCE = timedelta(hours=6)
"""A worker that was down at the time makes it up for so long, and no longer: by day people work."""


def night_of(now: datetime) -> date:
    return now.astimezone(CIVIL).date()


def is_due(*, at: time, begins_at: datetime, last_on: date | None, now: datetime) -> bool:
    """Whether a rehearsal that is to be made at a time of day is due and was not begun today.

    >>> from datetime import UTC
    >>> is_due(at=time(2), begins_at=datetime(2026, 7, 1, tzinfo=UTC), last_on=None, now=datetime(2026, 7, 2, 1, 3, tzinfo=UTC))
    True
    """
    today = night_of(now)
    due_at = datetime.combine(today, at, tzinfo=CIVIL)
    return last_on != today and begins_at <= due_at <= now < due_at + PATIENCE
