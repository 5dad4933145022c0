"""Reads of a restructure. One file for each subject."""

from throughcare.restructure.models import Plan
from throughcare.restructure.queries.books import Line, Passed, passed, totals
from throughcare.restructure.queries.capacity import (
    as_measured,
    asked_of,
    cases_answered,
    count_measurements,
    measurements,
)
from throughcare.restructure.queries.capacity import reading as capacity_reading
from throughcare.restructure.queries.constraints import latest as constraints_found
from throughcare.restructure.queries.day import (
    Clock,
    clock,
    first_checks,
    may_be_aborted,
    pressed,
    staged_counts,
)
from throughcare.restructure.queries.evidence import evidence_report
from throughcare.restructure.queries.forecasts import Share, as_kept, shares
from throughcare.restructure.queries.frozen import (
    freezes,
    frozen_of,
    state_of,
    why_item_is_frozen,
    why_structure_is_frozen,
)
from throughcare.restructure.queries.held import Held, a_case_at, a_case_elsewhere, cases_of
from throughcare.restructure.queries.invariants import INVARIANTS
from throughcare.restructure.queries.kinds import CASE, Running, answered_kind, running
from throughcare.restructure.queries.kinds import assigned as assigned_kinds
from throughcare.restructure.queries.lights import Light, Reading
from throughcare.restructure.queries.lists import found as lists_found
from throughcare.restructure.queries.measures import measured_by
from throughcare.restructure.queries.plans import (
    CIVIL,
    REVERSIBLE,
    Report,
    backlog,
    by_id,
    civil,
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
    waves,
)
from throughcare.restructure.queries.posts import Posts
from throughcare.restructure.queries.progress import (
    approvals,
    gates_to_sign,
    steps,
    what_comes_next,
)
from throughcare.restructure.queries.publishing import Published, as_published, published
from throughcare.restructure.queries.readiness import (
    LONGEST_FACT,
    acceptances,
    are_asked,
    in_the_way,
    readings,
    statements,
)
from throughcare.restructure.queries.reconciliation import ListStanding
from throughcare.restructure.queries.results import (
    Flow,
    Item,
    Passing,
    Wanted,
    count_items,
    flows,
    is_answered,
    items,
    kinds_answered,
    name_of,
    passing,
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
from throughcare.restructure.queries.units import names_of_bodies
from throughcare.restructure.queries.wording import labels_in_words, rule_in_words, rules_in_words
from throughcare.restructure.queries.workload import Loaded, count_loads, loads

__all__ = [
    "CASE",
    "CIVIL",
    "INVARIANTS",
    "LONGEST_FACT",
    "REVERSIBLE",
    "Clock",
    "Flow",
    "Held",
    "Item",
    "Light",
    "Line",
    "ListStanding",
    "Loaded",
    "Passed",
    "Passing",
    "Plan",
    "Posts",
    "Published",
    "Reading",
    "Report",
    "Running",
    "Share",
    "Wanted",
    "a_case_at",
    "a_case_elsewhere",
    "acceptances",
    "answered_kind",
    "approvals",
    "are_asked",
    "as_kept",
    "as_measured",
    "as_published",
    "asked_of",
    "assigned_kinds",
    "backlog",
    "by_id",
    "capacity_reading",
    "cases_answered",
    "cases_of",
    "civil",
    "clock",
    "constraints_found",
    "count_differences",
    "count_items",
    "count_loads",
    "count_measurements",
    "day_of",
    "differences",
    "evidence_report",
    "first_checks",
    "flows",
    "found_dry",
    "freezes",
    "frozen_of",
    "gates_to_sign",
    "holds_of",
    "in_the_way",
    "is_answered",
    "is_reversible",
    "is_under_way",
    "item",
    "items",
    "kinds_answered",
    "labels_in_words",
    "latest",
    "lists_found",
    "live_plans",
    "loads",
    "may_be_aborted",
    "measured_by",
    "measurements",
    "name_of",
    "names_of_bodies",
    "newest_of_each",
    "next_step",
    "overrides_of",
    "passed",
    "passing",
    "people",
    "pressed",
    "published",
    "read",
    "readings",
    "rule_in_words",
    "rules_in_words",
    "rules_used",
    "running",
    "sealed",
    "shares",
    "staged_counts",
    "state_of",
    "statements",
    "status",
    "steps",
    "totals",
    "waves",
    "what_comes_next",
    "why_item_is_frozen",
    "why_structure_is_frozen",
]
