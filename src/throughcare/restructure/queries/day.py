"""The day itself: the clock, what waits, who pressed what, and what was found after the switch."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core.cache import cache

from throughcare.restructure.choices import Phase, RunState, Step
from throughcare.restructure.models import Plan, Run
from throughcare.restructure.queries import plans, results
from throughcare.restructure.queries import smoke as counting
from throughcare.restructure.queries.turns import is_under_way
from throughcare.restructure.rules import smoke

FRESH: Final = 15
"""Seconds for which a process counts nothing again."""
KEPT: Final = 120
"""Seconds for which it shows what it counted while one of its threads counts again."""


@dataclass(frozen=True, kw_only=True)
class Clock:
    """The time, as people here say it, and how long it is to the instant of a plan; `left` is empty once it has come."""

    now: datetime
    instant: datetime
    left: str

    @property
    def is_come(self) -> bool:
        return self.now >= self.instant


def clock(plan: Plan, *, now: datetime) -> Clock:
    return Clock(now=now, instant=plan.effective_at, left=in_words(plan.effective_at - now))


def in_words(left: timedelta) -> str:
    """How long is left, its two largest parts; empty where nothing is.

    >>> in_words(timedelta(days=1, hours=2, minutes=3)), in_words(timedelta(seconds=61)), in_words(timedelta(0))
    ('1 day 2 hours', '1 minute 1 second', '')
    """
    seconds = int(left.total_seconds())
    if seconds <= 0:
        return ""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    parts = [(days, "day"), (hour, "hour"), (minute, "minute"), (second, "second")]
    first = next(at for at, (number, _) in enumerate(parts) if number)
    return " ".join(
        f"{number} {name if number == 1 else f'{name}s'}"
        for number, name in parts[first : first + 2]
        if number
    )


def pressed(plan: Plan, *, step: Step) -> Run | None:
    """Who has had the plan switched or aborted since it last came to the side from which that is done; None: nobody.

    A press that was refused, or stopped, leaves the button to the next.
    """
    other = Step.ABORT if step == Step.SWITCH else Step.SWITCH
    last = Run.objects.filter(plan=plan, step=other, state=RunState.DONE).order_by("-id").first()
    found = Run.objects.select_related("plan").filter(plan=plan, step=step)
    found = found.exclude(state=RunState.FAILED)
    if last is not None:
        found = found.filter(id__gt=last.pk)
    runs = found.order_by("-id")
    return next((run for run in runs if run.state == RunState.DONE or is_under_way(run)), None)


def staged_counts(plan: Plan) -> list[tuple[str, str, dict[str, int]]]:
    """For each new provider its code, its name, and how many items of each kind were answered for it."""
    found: dict[str, tuple[str, dict[str, int]]] = {}
    for code, name, kind, count in results.given(plan):
        found.setdefault(code, (name, {}))[1][kind] = count
    return [(code, name, counts) for code, (name, counts) in sorted(found.items())]


def first_checks(plan: Plan) -> tuple[Run, smoke.Smoke] | None:
    """The newest first checks since the plan became live, and what they found; None: none are made yet."""
    if plan.phase not in plans.GONE_LIVE:
        return None
    switched = (
        Run.objects.filter(plan=plan, step=Step.SWITCH, state=RunState.DONE).order_by("-id").first()
    )
    runs = Run.objects.filter(plan=plan, step=Step.SMOKE, state=RunState.DONE)
    if switched is not None:
        runs = runs.filter(id__gt=switched.pk)
    run = runs.order_by("-id").first()
    return None if run is None else (run, smoke.read(run.result))


def may_be_aborted(plan: Plan) -> bool:
    """Until the books agree; from then on a reversal is the way back."""
    return plan.phase == Phase.LIVE


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What each provider has of what was written ahead for it, as it was counted at `at`."""

    at: datetime
    providers: list[smoke.Provider]


def counts_now(plan: Plan, *, now: datetime) -> Counted | None:
    """What every provider has now, or had some seconds ago; None unless the plan is live and its books are not closed.

    For those who see all of a plan: every process keeps one answer for all of them. All items are counted for it, which at the
    size of a nation takes longer than the page.
    """
    if plan.phase != Phase.LIVE:
        return None
    key = f"restructure-counts-{plan.pk}"
    found: Counted | None = cache.get(key)
    # A clock that was moved, or another switch, makes what is kept a count of another day.
    is_stale = found is None or not timedelta(0) <= now - found.at < timedelta(seconds=KEPT)
    if cache.add(f"{key}-are-fresh", value=True, timeout=FRESH) or is_stale:
        found = Counted(at=now, providers=counting.providers(plan))
        cache.set(key, found, KEPT)
    return found


def given_since(plan: Plan) -> int:
    """How many items people gave to new bodies since the switch: from the first on, an abort is refused."""
    return plans.given_to_new(plan) if may_be_aborted(plan) else 0
