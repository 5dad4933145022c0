"""One run of a step: what a signature rests on, with the figures that it found."""

from collections.abc import Iterator
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.restructure import queries
from throughcare.restructure.choices import Step
from throughcare.restructure.views.doors import found

SHOWN_ON: Final = {
    Step.CHECK: "words",
    Step.PLAN: "results",
    Step.STAGE: "day",
    Step.UNSTAGE: "results",
    Step.SWITCH: "day",
    Step.ABORT: "day",
    Step.SMOKE: "day",
    Step.RECONCILE: "books",
    Step.EVIDENCE: "evidence",
    Step.SETTLE: "results",
}
"""The page of the plan that tells at length what a step found."""


@access.who(*{Action.PLAN, Action.APPROVE, Action.SWITCH, Action.AUDIT})
@require_safe
def run(request: access.Request, reference: str, number: int) -> HttpResponse:
    """One run, done or not."""
    plan = found(request, reference, part=f"run {number}")
    asked = queries.run_of(plan, number)
    if asked is None:
        raise Http404
    return render(
        request,
        "restructure/run.html",
        {
            "plan": plan,
            "run": asked,
            "names": access.display_names({asked.asked_by_id} if asked.asked_by_id else set()),
            "figures": list(_figures(asked.result)),
            "shown_on": SHOWN_ON[Step(asked.step)],
        },
    )


def _figures(report: dict[str, Any], within: str = "") -> Iterator[tuple[str, str]]:  # Any: JSON
    """Every number of a report with its name; of a list, how long it is."""
    for name, value in report.items():
        says = f"{within}: {_worded(name)}" if within else _worded(name).capitalize()
        if isinstance(value, dict):
            yield from _figures(value, says)
        elif isinstance(value, list):
            if name != "refused":
                yield says, f"{len(value):,} listed"
        elif isinstance(value, bool):
            yield says, "Yes" if value else "No"
        elif isinstance(value, int | float):
            yield says, f"{value:,}"


def _worded(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")
