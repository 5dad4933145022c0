"""Pages of this system that show a result, each with how it is known that the result is there.

Rooms above say so of their own pages (`shown_by`), joined where every room is seen.
"""

from collections.abc import Callable
from typing import Any

from django.urls import Resolver404, resolve

from throughcare.restructure.choices import RunState, Step
from throughcare.restructure.models import Measurement, Plan, Run

Shows = Callable[..., str]
"""Asked with a plan and what the address names; says what is shown there of the plan, or nothing."""

_pages: dict[str, Shows] = {}


def shown_by(shows: Shows, *, page: str) -> None:
    """Have a page, by the name of its route, count as a result wherever `shows` says what it shows."""
    _pages[page] = shows


def shown_at(plan: Plan, address: str) -> str:
    """What result of a plan is shown at an address of this system, in words; nothing where none is."""
    try:
        found = resolve(address)
    except Resolver404:
        return ""
    shows = _pages.get(found.view_name)
    if shows is None or found.kwargs.get("reference", plan.reference) != plan.reference:
        return ""
    named = {name: value for name, value in found.kwargs.items() if name != "reference"}
    return shows(plan, **named)


def run_of(plan: Plan, number: int) -> Run | None:
    """A run of any version of a plan."""
    found = Run.objects.select_related("plan").filter(id=number, plan__reference=plan.reference)
    return found.first()


def _run(plan: Plan, number: int) -> str:
    run = run_of(plan, number)
    if run is None or run.plan_id != plan.pk or run.state != RunState.DONE:
        return ""
    return f"Run {run.pk}: {run.get_step_display()}"


def _done(step: Step, words: str) -> Shows:
    def shows(plan: Plan, **_: Any) -> str:  # Any: whatever else an address names
        done = Run.objects.filter(plan=plan, step=step, state=RunState.DONE)
        return words if done.exists() else ""

    return shows


def _measured(plan: Plan) -> str:
    is_there = Measurement.objects.filter(reference=plan.reference).exists()
    return "Measurements of the first hour" if is_there else ""


shown_by(_run, page="restructure:run")
shown_by(_done(Step.PLAN, "What the dry run found"), page="restructure:results")
shown_by(_done(Step.SMOKE, "First checks after the switch"), page="restructure:day")
shown_by(_done(Step.RECONCILE, "The books"), page="restructure:books")
shown_by(_done(Step.EVIDENCE, "The sealed evidence"), page="restructure:evidence")
shown_by(_measured, page="restructure:capacity")
