"""Whether what was worked out still rests on the plan's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from throughcare.transition.queries import sql

if TYPE_CHECKING:
    from throughcare.restructure.models import Plan


def answered_by(plan: Plan) -> int | None:
    """The run that answered a plan as its answers stand; None before it was tried. Staged answers stay as they are."""
    (row,) = sql.rows("select transition_answered_by(%s) as run_id", [plan.pk])
    return None if row["run_id"] is None else int(row["run_id"])
