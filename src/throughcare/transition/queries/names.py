"""Units by the names that they have once a plan is live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from throughcare.restructure.models import Plan

NAMED: Final = """
named as materialized (
    select c.unit_id, c.code, f.value as name
    from organisation_codes_at(%(at)s, organisation_live('infinity') || %(change)s) c
    left join organisation_facts_at(%(at)s, organisation_live('infinity') || %(change)s, 'infinity') f
           on f.unit_id = c.unit_id and f.fact = 'name'
)
"""
"""A part of a query; its parameters are those of `params`."""


def params(plan: Plan) -> dict[str, Any]:  # Any: values for SQL
    return {"plan": plan.pk, "change": plan.change_id, "at": plan.effective_at}
