"""How an order is kept: counting failures and days of activity, and what an outcome says (domain rules 8, 13.2, 14.1).

The count of failures is practice of the service; that there is one warning in any twelve months, and a court after the next failure without
reasonable excuse, is law: Sentencing Act 2020, Sch 10, Part 2 (community orders) and Sch 16, Part 2 (suspended sentence orders).
How many failures a sentence allows is told with its type.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from throughcare.kernel.refusals import Reason

TIME_TO_UNDO: Final = timedelta(minutes=1)
"""For how long whoever recorded something may take it back without anybody's leave: practice of this house."""
_LONGEST: Final = timedelta(days=1)
_HOUR: Final = Decimal(3600)
_HUNDREDTHS: Final = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Activity:
    """A contact or appointment that counts towards a rehabilitation activity requirement.

    `has_outcome` is false of one that is ahead or not yet recorded; `is_attended` is None where its outcome does not say.
    """

    on: date
    has_outcome: bool
    is_attended: bool | None


def counted_from(*, imposed_on: date, breach_ended_on: date | None) -> date:
    """The first day on which a failure counts: the count begins anew when an order comes out of breach (14.1).

    >>> counted_from(imposed_on=date(2026, 1, 1), breach_ended_on=date(2026, 3, 15))
    datetime.date(2026, 3, 15)
    """
    return max(imposed_on, breach_ended_on) if breach_ended_on else imposed_on


def failures(days: Iterable[date], *, since: date) -> int:
    """How many failures count: two on one day are one (14.1).

    >>> failures([date(2026, 1, 10), date(2026, 1, 10), date(2025, 12, 31)], since=date(2026, 1, 1))
    1
    """
    return len({day for day in days if day >= since})


def needs_review(*, count: int, limit: int | None, is_under_review: bool) -> bool:
    """Whether the officer is to be told to review enforcement: once, when the limit is passed (14.1).

    Where no limit is known nobody is told.

    >>> needs_review(count=2, limit=1, is_under_review=False)
    True
    """
    return limit is not None and count > limit and not is_under_review


def activity_days(activities: Iterable[Activity]) -> int:
    """Days of rehabilitation activity: days with one that was attended, or of which nobody has said yet (8).

    >>> day = date(2026, 5, 1)
    >>> activity_days([Activity(on=day, has_outcome=True, is_attended=True)] * 2)
    1
    """
    return len({each.on for each in activities if not each.has_outcome or each.is_attended})


def reasons_against_length(*, starts_at: datetime, ends_at: datetime) -> list[Reason]:
    """Why something cannot begin and end so: the end is after the start (13.2, 6), and within a day of it.

    What lasts longer is several entries: each day of an activity counts once (8).

    >>> nine = datetime(2026, 5, 1, 9)
    >>> [each.code for each in reasons_against_length(starts_at=nine, ends_at=nine)]
    ['ends-before-start']
    >>> reasons_against_length(starts_at=nine, ends_at=nine + timedelta(days=1))
    []
    """
    if ends_at <= starts_at:
        return [Reason("ends-before-start", "The end must be after the start.")]
    if ends_at - starts_at > _LONGEST:
        said = "The end must be within a day of the start: record each day by itself."
        return [Reason("too-long", said)]
    return []


def hours_credited(
    *,
    starts_at: datetime,
    ends_at: datetime | None,
    is_attended: bool | None,
    is_complied: bool | None,
) -> Decimal | None:
    """The length in hours, to two places, of what was attended and complied with; else nothing is credited (13.2, 5).

    >>> nine = datetime(2026, 5, 1, 9)
    >>> ten_to_ten = datetime(2026, 5, 1, 9, 50)
    >>> hours_credited(starts_at=nine, ends_at=ten_to_ten, is_attended=True, is_complied=True)
    Decimal('0.83')
    """
    if ends_at is None or not is_attended or not is_complied:
        return None
    seconds = Decimal((ends_at - starts_at) // timedelta(seconds=1))
    return (seconds / _HOUR).quantize(_HUNDREDTHS, rounding=ROUND_HALF_UP)


def is_active(day: date, *, starts_on: date, ended_on: date | None) -> bool:
    """Whether a sentence or requirement is in force on a day; the day on which it ended is its last (13.2, 7).

    >>> is_active(date(2026, 5, 2), starts_on=date(2026, 1, 1), ended_on=date(2026, 5, 1))
    False
    """
    return starts_on <= day and (ended_on is None or day <= ended_on)


def may_undo(*, recorded_at: datetime, now: datetime, is_own: bool) -> bool:
    """Whether what was recorded may still be taken back by whoever recorded it.

    >>> noon = datetime(2026, 5, 1, 12)
    >>> may_undo(recorded_at=noon, now=noon + timedelta(seconds=61), is_own=True)
    False
    """
    return is_own and now - recorded_at <= TIME_TO_UNDO


def answer_due(*, today: date, days: int | None) -> date | None:
    """The day by which a failure is to be answered: today and the days of the action (14.2).

    >>> answer_due(today=date(2026, 5, 1), days=7)
    datetime.date(2026, 5, 8)
    """
    return None if days is None else today + timedelta(days=days)
