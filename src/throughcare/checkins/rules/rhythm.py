"""When a check-in is due, and until when its link answers."""

from datetime import UTC, date, datetime, time, timedelta

from throughcare.kernel.days import HERE

"""Days of the service are days in England and Wales."""


def due_from(day: date, *, first_due_on: date, every: int) -> date:
    """The first day of a rhythm of so many days that is not before `day`.

    >>> due_from(date(2014, 6, 10), first_due_on=date(2014, 6, 2), every=7)
    datetime.date(2014, 6, 16)
    >>> due_from(date(2014, 5, 1), first_due_on=date(2014, 6, 2), every=7)
    datetime.date(2014, 6, 2)
    """
    late = max(0, (day - first_due_on).days)
    return first_due_on + timedelta(days=-(-late // every) * every)


def next_due(day: date, *, first_due_on: date, every: int) -> date:
    """The first day of a rhythm after `day`, on which one was due or asked for.

    >>> next_due(date(2014, 6, 2), first_due_on=date(2014, 6, 2), every=7)
    datetime.date(2014, 6, 9)
    """
    return due_from(day + timedelta(days=1), first_due_on=first_due_on, every=every)


def expires_at(sent_on: date, *, days_to_answer: int) -> datetime:
    """The midnight with which a link ends: that of the last of its days, of which the one it is sent on is the first.

    >>> expires_at(date(2014, 6, 2), days_to_answer=3).isoformat()
    '2014-06-04T23:00:00+00:00'
    """
    last = sent_on + timedelta(days=days_to_answer)
    return datetime.combine(last, time(), tzinfo=HERE).astimezone(UTC)
