"""A day somebody asks about, as the moment whose facts are shown."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def moment_of(*, day: date, now: datetime) -> datetime:
    """The last moment of a day in London, or now if the day is today's.

    >>> from datetime import UTC
    >>> moment_of(day=date(2014, 5, 31), now=datetime(2014, 6, 2, tzinfo=UTC)).isoformat()
    '2014-05-31T22:59:59.999999+00:00'
    """
    if now.astimezone(LONDON).date() == day:
        return now
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=LONDON)
    return midnight.astimezone(now.tzinfo) - timedelta(microseconds=1)
