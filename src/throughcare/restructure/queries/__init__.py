"""Reads of a restructure. One file for each subject."""

from throughcare.restructure.models import ListedException, Plan
from throughcare.restructure.queries.books import Entry, Line, Passed, entries, passed, totals
from throughcare.restructure.queries.capacity import (
    as_measured,
    asked_of,
    cases_answered,
    count_measurements,
    measurements,
)
from throughcare.restructure.queries.capacity import reading as capacity_reading
from throughcare.restructure.queries.constraints import latest as constraints_found
from throughcare.restructure.queries.contradicting import Contradiction, contradictions
from throughcare.restructure.queries.day import (
    Clock,
    clock,
    counts_now,
    given_since,
    may_be_aborted,
    presses,
    staged_counts,
)
from throughcare.restructure.queries.drifting import Drift, drift
from throughcare.restructure.queries.ending import GoingOn, going_on
from throughcare.restructure.queries.evidence import rests_on
from throughcare.restructure.queries.forecasts import Share, as_kept, shares
from throughcare.restructure.queries.frozen import (
    freezes,
    frozen_of,
    state_of,
    why_item_is_frozen,
    why_structure_is_frozen,
)
from throughcare.restructure.queries.gone_out import Gone, Period, period_of
from throughcare.restructure.queries.gone_out import counted as counts_gone_out
from throughcare.restructure.queries.gone_out import listed as listed_gone_out
from throughcare.restructure.queries.gone_out import sorts as sorts_gone_out
from throughcare.restructure.queries.hands import Lacking
from throughcare.restructure.queries.held import Held, a_case_at, a_case_elsewhere, cases_of
from throughcare.restructure.queries.invariants import INVARIANTS
from throughcare.restructure.queries.kinds import CASE, Running, answered_kind, running
from throughcare.restructure.queries.kinds import assigned as assigned_kinds
from throughcare.restructure.queries.lights import Light, Reading
from throughcare.restructure.queries.links import linked_by
from throughcare.restructure.queries.lists import found as lists_found
from throughcare.restructure.queries.measures import measured_by
from throughcare.restructure.queries.outside import (
    Compared,
    compared,
    current_outside,
    outside_difference,
    outside_differences,
    outside_list,
    without_a_list,
)
from throughcare.restructure.queries.planned import moments_planned
from throughcare.restructure.queries.plans import (
    CIVIL,
    GONE_LIVE,
    REVERSIBLE,
    Report,
    backlog,
    by_id,
    civil,
    counts_from,
    day_of,
    found_dry,
    holds_count_from,
    is_reversible,
    latest,
    live_plans,
    newest_of_each,
    next_step,
    people,
    read,
    status,
    waves,
    why_not_unstaged,
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
from throughcare.restructure.queries.sealed_packs import evidence_report, is_whole, pack_file
from throughcare.restructure.queries.settling import (
    STATES,
    by_hand,
    count_by_hand,
    holds_of,
    item,
    no_longer,
    override,
    overrides_of,
    sealed,
)
from throughcare.restructure.queries.shown import run_of, shown_at, shown_by
from throughcare.restructure.queries.signing import approvers_named, may_sign
from throughcare.restructure.queries.signing_off import (
    Accepting,
    accepting,
    accepting_of,
    count_exceptions,
    counts_accepted,
    earlier_sign_offs,
    exception_of,
    exceptions_of,
    has_exception,
    is_late,
    lines_of,
    wrong_assignments,
)
from throughcare.restructure.queries.turns import is_under_way
from throughcare.restructure.queries.unexplained import (
    count_differences,
    differences,
    lapsed_of,
    unnamed,
)
from throughcare.restructure.queries.units import names_of_bodies
from throughcare.restructure.queries.wording import labels_in_words, rule_in_words, rules_in_words
from throughcare.restructure.queries.workload import Loaded, count_loads, loads
from throughcare.restructure.rules.packs import check as check_pack
from throughcare.restructure.rules.packs import read_key
from throughcare.restructure.rules.smoke import Link

__all__ = [
    "CASE",
    "CIVIL",
    "GONE_LIVE",
    "INVARIANTS",
    "LONGEST_FACT",
    "REVERSIBLE",
    "STATES",
    "Accepting",
    "Clock",
    "Compared",
    "Contradiction",
    "Drift",
    "Entry",
    "Flow",
    "GoingOn",
    "Gone",
    "Held",
    "Item",
    "Lacking",
    "Light",
    "Line",
    "Link",
    "ListStanding",
    "ListedException",
    "Loaded",
    "Passed",
    "Passing",
    "Period",
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
    "accepting",
    "accepting_of",
    "answered_kind",
    "approvals",
    "approvers_named",
    "are_asked",
    "as_kept",
    "as_measured",
    "as_published",
    "asked_of",
    "assigned_kinds",
    "backlog",
    "by_hand",
    "by_id",
    "capacity_reading",
    "cases_answered",
    "cases_of",
    "check_pack",
    "civil",
    "clock",
    "compared",
    "constraints_found",
    "contradictions",
    "count_by_hand",
    "count_differences",
    "count_exceptions",
    "count_items",
    "count_loads",
    "count_measurements",
    "counts_accepted",
    "counts_from",
    "counts_gone_out",
    "counts_now",
    "current_outside",
    "day_of",
    "differences",
    "drift",
    "earlier_sign_offs",
    "entries",
    "evidence_report",
    "exception_of",
    "exceptions_of",
    "flows",
    "found_dry",
    "freezes",
    "frozen_of",
    "gates_to_sign",
    "given_since",
    "going_on",
    "has_exception",
    "holds_count_from",
    "holds_of",
    "in_the_way",
    "is_answered",
    "is_late",
    "is_reversible",
    "is_under_way",
    "is_whole",
    "item",
    "items",
    "kinds_answered",
    "labels_in_words",
    "lapsed_of",
    "latest",
    "lines_of",
    "linked_by",
    "listed_gone_out",
    "lists_found",
    "live_plans",
    "loads",
    "may_be_aborted",
    "may_sign",
    "measured_by",
    "measurements",
    "moments_planned",
    "name_of",
    "names_of_bodies",
    "newest_of_each",
    "next_step",
    "no_longer",
    "outside_difference",
    "outside_differences",
    "outside_list",
    "override",
    "overrides_of",
    "pack_file",
    "passed",
    "passing",
    "people",
    "period_of",
    "presses",
    "published",
    "read",
    "read_key",
    "readings",
    "rests_on",
    "rule_in_words",
    "rules_in_words",
    "rules_used",
    "run_of",
    "running",
    "sealed",
    "shares",
    "shown_at",
    "shown_by",
    "sorts_gone_out",
    "staged_counts",
    "state_of",
    "statements",
    "status",
    "steps",
    "totals",
    "unnamed",
    "waves",
    "what_comes_next",
    "why_item_is_frozen",
    "why_not_unstaged",
    "why_structure_is_frozen",
    "without_a_list",
    "wrong_assignments",
]
