"""What no reversal takes back (restructure rules, section 9): how much has gone out of the house so far, and what it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from throughcare.kernel.holdings import REGISTER, GoneOut
from throughcare.restructure.choices import Phase
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import plans, sql

BEFORE_THE_DAY: Final = timedelta(days=30)
"""How far back is counted of a plan that is not live, to show how much goes out in such a time."""


@dataclass(frozen=True, kw_only=True)
class Period:
    """The time that is counted. `is_new` where it is that of the new structure."""

    since: datetime
    until: datetime
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class Sort:
    """One sort of what cannot be taken back, with how many there are."""

    name: str
    words: str
    means: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Gone:
    """One of them, by identifiers and codes."""

    at: datetime
    reference: str
    says: str


def period_of(plan: Plan, *, now: datetime) -> Period:
    """From the instant of a plan that went live until now, or until it was reversed; of a reversal, what the plan it reverses has.

    Before that, the days just past.
    """
    asked = plan.reverses or plan
    until = now
    if asked.phase == Phase.REVERSED:
        reversal = asked.reversals.filter(phase__in=plans.GONE_LIVE).order_by("-id").first()
        until = min(now, reversal.effective_at) if reversal is not None else now
    if asked.phase in {*plans.GONE_LIVE, Phase.REVERSED}:
        return Period(since=asked.effective_at, until=until, is_new=True)
    return Period(since=now - BEFORE_THE_DAY, until=now, is_new=False)


def sorts() -> tuple[GoneOut, ...]:
    """Every sort that some room declared."""
    return tuple(each for each in REGISTER.holdings if isinstance(each, GoneOut))


def counted(period: Period, *, only: Iterable[GoneOut] | None = None) -> list[Sort]:
    """How many of each sort, for whoever may see plans everywhere; one query for each."""
    return [
        Sort(
            name=each.name,
            words=each.words,
            means=each.means,
            count=int(
                sql.value(f"select count(*) from {each.rows}(%s, %s)", [period.since, period.until])
            ),
        )
        for each in (sorts() if only is None else only)
    ]


def listed(sort: GoneOut, period: Period, *, part: slice) -> list[Gone]:
    """A part of one sort, the latest first."""
    first, last = int(part.start), int(part.stop)
    return [
        Gone(at=at, reference=reference, says=says)
        for at, reference, says in sql.rows(
            f"select at, reference, says from {sort.rows}(%s, %s) order by at desc, reference limit %s offset %s",
            [period.since, period.until, last - first, first],
        )
    ]
