"""Clocks of an allocation: by when each step is due, how much time is left, and which step a lateness is due to.

They run on the facts, not on a form, and no change of organisation stops or restarts one (allocation rules, section 2).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from throughcare.allocation.time_limits import time_limits
from throughcare.kernel import business_days

DECISION: Final = "decision"
ESCALATION: Final = "escalation"
IMMINENT: Final = "escalation-imminent"
SECOND_OPINION: Final = "second-opinion"
PUBLIC_INTEREST: Final = "public-interest"
MEETING: Final = "meeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """A step that somebody waited for, over `[since, until)`; None while it is waited for still."""

    step: str
    since: date
    until: date | None


def due_on(step: str, *, since: date) -> date:
    """The day by whose end a step is due; the day that it runs from never counts as one of its business days.

    Raises:
        KeyError: there is no such step.
    """
    days = time_limits(on=since).steps[step].days
    return business_days.after(since, days=days) if days else since


def days_left(due: date, *, today: date) -> int:
    """Business days from today until a day, today not counted; below nothing by as many as it is overdue."""
    if today <= due:
        return business_days.between(today, due)
    return -max(business_days.between(due, today), 1)


def late_because_of(waits: Sequence[Waited], *, due: date, done_on: date) -> str | None:
    """The step that was waited for as the time ran out; None where it was in time, or nothing was waited for then."""
    if done_on <= due:
        return None
    running = [
        each for each in waits if each.since <= due and (each.until is None or each.until > due)
    ]
    return max(running, key=lambda each: each.since).step if running else None
