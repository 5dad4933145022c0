"""Reads of a restructure. One file for each subject."""

from throughcare.restructure.models import Plan
from throughcare.restructure.queries.books import Line, Passed, passed, totals
from throughcare.restructure.queries.constraints import latest as constraints_found
from throughcare.restructure.queries.evidence import evidence_report
from throughcare.restructure.queries.forecasts import Share, as_kept, shares
from throughcare.restructure.queries.held import Held, a_case_at, a_case_elsewhere, cases_of
from throughcare.restructure.queries.invariants import INVARIANTS
from throughcare.restructure.queries.kinds import CASE, Running, answered_kind, running
from throughcare.restructure.queries.kinds import assigned as assigned_kinds
from throughcare.restructure.queries.lists import found as lists_found
from throughcare.restructure.queries.plans import (
    CIVIL,
    REVERSIBLE,
    Report,
    backlog,
    by_id,
    day_of,
    found_dry,
    is_reversible,
    latest,
    live_plans,
    newest_of_each,
    next_step,
    people,
    read,
    status,
)
from throughcare.restructure.queries.posts import Posts
from throughcare.restructure.queries.progress import approvals, gates_to_sign, steps
from throughcare.restructure.queries.readiness import Light, Reading, readings
from throughcare.restructure.queries.reconciliation import ListStanding
from throughcare.restructure.queries.results import (
    Flow,
    Item,
    Wanted,
    count_items,
    flows,
    items,
    kinds_answered,
    rules_used,
)
from throughcare.restructure.queries.settling import (
    count_differences,
    differences,
    holds_of,
    item,
    overrides_of,
    sealed,
)
from throughcare.restructure.queries.turns import is_under_way
from throughcare.restructure.queries.wording import rule_in_words, rules_in_words
from throughcare.restructure.queries.workload import Loaded, count_loads, loads

__all__ = [
    "CASE",
    "CIVIL",
    "INVARIANTS",
    "REVERSIBLE",
    "Flow",
    "Held",
    "Item",
    "Light",
    "Line",
    "ListStanding",
    "Loaded",
    "Passed",
    "Plan",
    "Posts",
    "Reading",
    "Report",
    "Running",
    "Share",
    "Wanted",
    "a_case_at",
    "a_case_elsewhere",
    "answered_kind",
    "approvals",
    "as_kept",
    "assigned_kinds",
    "backlog",
    "by_id",
    "cases_of",
    "constraints_found",
    "count_differences",
    "count_items",
    "count_loads",
    "day_of",
    "differences",
    "evidence_report",
    "flows",
    "found_dry",
    "gates_to_sign",
    "holds_of",
    "is_reversible",
    "is_under_way",
    "item",
    "items",
    "kinds_answered",
    "latest",
    "lists_found",
    "live_plans",
    "loads",
    "newest_of_each",
    "next_step",
    "overrides_of",
    "passed",
    "people",
    "read",
    "readings",
    "rule_in_words",
    "rules_in_words",
    "rules_used",
    "running",
    "sealed",
    "shares",
    "status",
    "steps",
    "totals",
]
