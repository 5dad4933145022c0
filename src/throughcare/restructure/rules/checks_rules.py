"""Whether the rules of a plan are whole, reachable, and agree with its tables and succession."""

from collections.abc import Iterator
from itertools import pairwise

from throughcare.kernel.decisions import ALWAYS, Decisions, attributes_of
from throughcare.restructure.rules import formulas
from throughcare.restructure.rules.answers import direct_targets
from throughcare.restructure.rules.catalogue import KINDS, ORDER, PROVIDER
from throughcare.restructure.rules.following import check_following
from throughcare.restructure.rules.formulas import ByFormula
from throughcare.restructure.rules.plan import (
    ByDecision,
    ByTable,
    Plan,
    Problem,
    Rule,
    Table,
    Target,
    ToUnit,
    WithinPosts,
)
from throughcare.restructure.rules.reachability import never_answering
from throughcare.restructure.rules.targets import Targets


def check_rules(plan: Plan, decisions: Decisions, targets: Targets) -> Iterator[Problem]:
    for table in plan.tables.values():
        yield from _check_table(table, targets)
    if plan.closing:
        for kind in ORDER:
            if kind not in plan.rules:
                yield Problem("rules", f"There are no rules for {KINDS[kind].words} ({kind}).")
    for rules in plan.rules.values():
        yield from _check_kind(plan, rules)
        for rule in rules:
            for sentence in _wrong_with(rule, plan, decisions, targets):
                yield Problem(_path(rule), sentence)
    yield from check_following(plan)
    yield from _check_edges(plan)


def _path(rule: Rule) -> str:
    return f"rules > {rule.kind} > {rule.name}"


def _check_table(table: Table, targets: Targets) -> Iterator[Problem]:
    path = f"tables > {table.name}"
    for key in table.covers:
        if key not in table.rows:
            yield Problem(path, f"There is no row for {key}.")
    for key, code in table.rows.items():
        if key not in table.covers:
            yield Problem(f"{path} > {key}", f"{key} is not among what the table covers.")
        if sentence := targets.refusal(code):
            yield Problem(f"{path} > {key}", sentence)


def _check_kind(plan: Plan, rules: tuple[Rule, ...]) -> Iterator[Problem]:
    last = rules[-1]
    if last.when != ALWAYS:
        sentence = (
            "The last rule must answer whatever is left: write `when: always`, perhaps a hold."
        )
        yield Problem(_path(last), sentence)
    for number in never_answering(tuple(rule.when for rule in rules)):
        yield Problem(_path(rules[number]), "No item can ever reach this rule.")
    for before, after in pairwise(rules):
        if before.when == after.when and before.when != ALWAYS:
            yield Problem(_path(after), f"It asks the same as rule {before.name!r}.")
    yield from _check_before(rules)
    within = [rule for rule in rules if isinstance(rule.target, WithinPosts)]
    if within and plan.staffing is None:
        yield Problem(_path(within[0]), "The plan says nothing of posts under `staff`.")


def _check_before(rules: tuple[Rule, ...]) -> Iterator[Problem]:
    for rule in rules:
        later = {each.name for each in rules[rule.number :] if each.when != ALWAYS}
        for name in rule.before:
            if name not in later:
                sentence = f"It is to come before {name!r}, and no rule of that name comes later and asks something."
                yield Problem(f"{_path(rule)} > before", sentence)


def _wrong_with(rule: Rule, plan: Plan, decisions: Decisions, targets: Targets) -> Iterator[str]:
    yield from _wrong_with_outcomes(rule.target, rule, plan, decisions)
    for target in direct_targets(rule):
        match target:
            case ToUnit():
                if sentence := targets.refusal(target.code):
                    yield sentence
            case ByTable(table=table) | ByFormula(table=table) if (
                table and table not in plan.tables
            ):
                known = ", ".join(plan.tables) or "none"
                yield f"There is no table {table!r}; there are: {known}."
            case ByFormula():
                yield from _wrong_with_formula(target, rule, plan, targets)
            case ByTable() if target.key == PROVIDER.name:
                yield from _rows_without_edge(plan, plan.tables[target.table])
            case _:
                pass


def _wrong_with_formula(
    formula: ByFormula, rule: Rule, plan: Plan, targets: Targets
) -> Iterator[str]:
    """What it comes to is a row of its table, or a unit that may be given something; as far as that is known beforehand."""
    results = _results(formula, rule, plan)
    if formula.table:
        for key in results or ():
            if key not in plan.tables[formula.table].rows:
                yield f"It may come to {key!r}, and the table {formula.table!r} has no row for that."
        return
    if results is None:
        yield "What this comes to cannot be known beforehand: have it looked up in a table."
    for code in results or ():
        if sentence := targets.refusal(code):
            yield f"It may come to {code!r}. {sentence}"


def _results(formula: ByFormula, rule: Rule, plan: Plan) -> list[str] | None:
    attributes = KINDS[rule.kind].attributes.values()
    values = {each.name: each.values for each in attributes if each.values}
    return formulas.possible(formula, values | {PROVIDER.name: plan.touched})


def _wrong_with_outcomes(
    target: Target, rule: Rule, plan: Plan, decisions: Decisions
) -> Iterator[str]:
    if isinstance(target, ByDecision):
        decision = decisions.get(target.decision)
        if decision is None:
            known = ", ".join(sorted(decisions)) or "none"
            yield f"There is no decision {target.decision!r}; there are: {known}."
            return
        attributes = KINDS[rule.kind].attributes
        for name in attributes_of(decision):
            declared = attributes.get(name)
            if declared is None or declared.type is not decision.attributes[name].type:
                yield f"The decision asks about {name!r}, which a {rule.kind} does not have."
        yield from _unmatched(set(target.outcomes), set(decision.outcomes))
    elif isinstance(target, WithinPosts) and plan.staffing is not None:
        yield from _unmatched(set(target.outcomes), set(plan.staffing.outcomes))


def _unmatched(answered: set[str], possible: set[str]) -> Iterator[str]:
    for outcome in sorted(possible - answered):
        yield f"Nothing is said about the outcome {outcome!r}."
    for outcome in sorted(answered - possible):
        yield f"There is no outcome {outcome!r}."


def _rows_without_edge(plan: Plan, table: Table) -> Iterator[str]:
    edges = {(edge.origin, edge.to) for edge in plan.edges}
    for key, code in table.rows.items():
        if (key, code) not in edges:
            yield f"It sends items from {key} to {code}, but no succession goes that way."


def _check_edges(plan: Plan) -> Iterator[Problem]:
    """Every edge is used by the rule that it names."""
    for edge in plan.edges:
        rules = [rule for each in plan.rules.values() for rule in each if rule.name == edge.rule]
        if not rules or edge.to is None:
            continue
        sent = {code for rule in rules for code in _sent(plan, rule, edge.origin)}
        if edge.to not in sent:
            path = f"succession > {edge.origin} to {edge.to}"
            yield Problem(path, f"The rule {edge.rule!r} sends nothing this way.")


def _sent(plan: Plan, rule: Rule, origin: str) -> Iterator[str]:
    for target in direct_targets(rule):
        if isinstance(target, ToUnit):
            yield target.code
        elif isinstance(target, ByTable) and target.table in plan.tables:
            rows = plan.tables[target.table].rows
            yield from (
                [rows[origin]] if target.key == PROVIDER.name and origin in rows else rows.values()
            )
        elif isinstance(target, ByFormula):
            in_table = plan.tables.get(target.table)
            yield from in_table.rows.values() if in_table else _results(target, rule, plan) or ()
