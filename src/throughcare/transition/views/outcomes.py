"""What came of the assignment of staff, in figures, for the programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.govuk.spreadsheets import as_csv
from throughcare.restructure import queries as restructure
from throughcare.transition import queries
from throughcare.transition.rules import statistics
from throughcare.transition.views.doors import found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from throughcare.restructure.models import Plan

HIDDEN = "…"


@access.who(Action.PLAN, Action.APPROVE, Action.AUDIT)
@require_safe
def outcomes(request: access.Request, reference: str) -> HttpResponse:
    """Tables by grade, sex, age and disability, and the appeals."""
    plan = found(request, reference, part="staff outcomes")
    return render(
        request,
        "transition/outcomes.html",
        {
            "plan": plan,
            "counted": queries.outcomes(plan),
            "appeals": queries.appeals(plan, today=restructure.day_of(request.now)),
            "fewest": statistics.FEWEST,
            "hidden": HIDDEN,
        },
    )


@access.who(Action.PLAN, Action.APPROVE, Action.AUDIT)
@require_safe
def outcomes_csv(request: access.Request, reference: str) -> HttpResponse:
    """The same tables for a spreadsheet: a line for each trait, value and result."""
    plan = found(request, reference, part="staff outcomes, as a file")
    return as_csv(
        f"{plan.reference}-staff-outcomes",
        ("by", "value", "result", "people", "of", "percent", "ratio"),
        _lines(plan),
    )


def _lines(plan: Plan) -> Iterator[tuple[object, ...]]:
    for counted in queries.outcomes(plan):
        for row in counted.table.rows:
            for at, result in enumerate(counted.table.results):
                cells = (row.counts[at], row.total, row.shares[at], row.ratio if at == 0 else "")
                yield (
                    counted.trait.label,
                    row.value,
                    result,
                    *(HIDDEN if cell is None else cell for cell in cells),
                )
