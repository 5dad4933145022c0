"""Asking the constraints of a plan again, after its dry run: what changed meanwhile may break one that stops."""

from datetime import datetime, timedelta
from typing import Final

from throughcare.restructure.choices import Phase
from throughcare.restructure.models import ConstraintsAsked, Plan
from throughcare.restructure.queries import constraints, plans
from throughcare.restructure.queries.constraints import Told

NO_SOONER: Final = timedelta(minutes=2)
"""While changes come in all the time, constraints are asked no more often: over a nation it takes seconds."""


def ask_constraints(plan: Plan, *, now: datetime) -> list[Told]:
    """Ask every constraint of a plan and keep what was found. As the engine, in a transaction of the caller's."""
    found = constraints.constraints(plan)
    ConstraintsAsked.objects.update_or_create(
        plan=plan,
        defaults={"asked_at": now, "is_stale": False, "found": [vars(each) for each in found]},
    )
    return found


def ask_constraints_again(*, answered: int, now: datetime) -> int:
    """Ask those of every staged plan where items were answered again; how many plans.

    As the engine, each minute. `answered` is how many items were since the last time.
    """
    staged = list(Plan.objects.filter(phase=Phase.STAGED).order_by("id"))
    with_some = [plan for plan in staged if plans.read(plan).constraints]
    kept = {
        each.plan_id: each
        for each in ConstraintsAsked.objects.filter(plan__in=[plan.pk for plan in with_some])
    }
    if answered:
        ConstraintsAsked.objects.filter(plan__in=list(kept)).update(is_stale=True)
    due = [
        plan
        for plan in with_some
        if plan.pk not in kept
        or ((answered or kept[plan.pk].is_stale) and abs(now - kept[plan.pk].asked_at) >= NO_SOONER)
    ]
    for plan in due:
        ask_constraints(plan, now=now)
    return len(due)
