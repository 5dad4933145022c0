"""The day itself: the clock, what waits, who pressed what, and what was found after the switch."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core.cache import cache
from django.db.models import QuerySet

from throughcare.restructure.choices import Phase, RunState, Step
from throughcare.restructure.models import Plan, Run
from throughcare.restructure.queries import fitting, plans, results
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
    return _pressed(list(_runs_of_the_day(plan).select_related("plan")), step=step)


@dataclass(frozen=True, kw_only=True)
class Presses:
    """Who has pressed what on the day, and the first checks since with what they found."""

    switch: Run | None
    abort: Run | None
    checks: tuple[Run, smoke.Smoke] | None


def presses(plan: Plan) -> Presses:
    runs = list(_runs_of_the_day(plan))
    return Presses(
        switch=_pressed(runs, step=Step.SWITCH),
        abort=_pressed(runs, step=Step.ABORT),
        checks=_first_checks(plan, runs),
    )


def _runs_of_the_day(plan: Plan) -> QuerySet[Run]:
    found = Run.objects.filter(plan=plan, step__in=[Step.SWITCH, Step.ABORT, Step.SMOKE])
    return found.defer("result").order_by("-id")


def _pressed(latest_first: list[Run], *, step: Step) -> Run | None:
    other = Step.ABORT if step == Step.SWITCH else Step.SWITCH
    last = _last_done(latest_first, other)
    since = [run for run in latest_first if run.step == step and run.pk > last]
    return next((run for run in since if run.state == RunState.DONE or is_under_way(run)), None)


def _last_done(latest_first: list[Run], step: Step) -> int:
    """The number of the last run of a step that was done; 0 where there is none."""
    done = (run.pk for run in latest_first if (run.step, run.state) == (step, RunState.DONE))
    return next(done, 0)


def staged_counts(plan: Plan) -> list[tuple[str, str, dict[str, int]]]:
    """For each new provider its code, its name, and how many items of each kind were answered for it."""
    found: dict[str, tuple[str, dict[str, int]]] = {}
    for code, name, kind, count in results.given(plan):
        found.setdefault(code, (name, {}))[1][kind] = count
    return [(code, name, counts) for code, (name, counts) in sorted(found.items())]


def first_checks(plan: Plan) -> tuple[Run, smoke.Smoke] | None:
    """The newest first checks since the plan became live, and what they found; None: none are made yet."""
    return _first_checks(plan, list(_runs_of_the_day(plan)))


def _first_checks(plan: Plan, latest_first: list[Run]) -> tuple[Run, smoke.Smoke] | None:
    number = _last_done(latest_first, Step.SMOKE)
    if plan.phase not in plans.GONE_LIVE or number <= _last_done(latest_first, Step.SWITCH):
        return None
    run = next(run for run in latest_first if run.pk == number)
    return run, smoke.read(run.result)


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


def given_since(plan: Plan) -> tuple[int, int]:
    """How many items people gave to new bodies since the switch, which an abort gives back; and how many posts on them it ends."""
    return plans.given_to_new(plan) if may_be_aborted(plan) else (0, 0)


def why_not_aborted(plan: Plan, *, now: datetime) -> list[str]:
    """Why a plan that is live stays so, in sentences; none where it may be aborted, or is not live."""
    if not may_be_aborted(plan):
        return []
    reasons = fitting.reasons_not_to_abort(plan, now=now, with_items=False)
    return [each.sentence for each in reasons]
