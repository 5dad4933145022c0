"""The rules of a kind as SQL, for all its items at once.

The three steps fit into one statement over a relation `f` with a row for each item::

    WITH judged AS (SELECT f.*, {compiled.truths} FROM facts f),
         placed AS (SELECT j.*, {compiled.positions} FROM judged j),
         answered AS (SELECT p.*, {compiled.answers} FROM placed p)
    SELECT a.*, {compiled.contradicted_by} FROM answered a

`params` of each step go in the same order. Overrides and holds of single items come before the
rules and are joined by the caller.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from throughcare.kernel.conditions.evaluation import NO_UNITS, Beneath
from throughcare.kernel.conditions.sql import Sql, to_sql
from throughcare.kernel.decisions import ALWAYS, Decision, Decisions, position_sql
from throughcare.restructure.rules import formulas
from throughcare.restructure.rules.answers import WITHIN_POSTS, attributes_looked_at
from throughcare.restructure.rules.formulas import ByFormula
from throughcare.restructure.rules.plan import (
    ByDecision,
    ByTable,
    Direct,
    Hold,
    Plan,
    Rule,
    SameAs,
    ToUnit,
    WithinPosts,
)

ColumnOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Compiled:
    """Select lists for the rules of one kind.

    `truths` adds a boolean for each condition. `positions` adds `rule_number` (the first rule that
    is not false) and `is_unjudged` (it is unknown), and for each decision called the position of
    its deciding rule. `answers` adds `state`, `rule`, `unit`, `guest` and `also`, in the words of
    `answers.Answer`, and what other rules would have come to. `contradicted_by` is an expression
    over those, null where nothing contradicts. `looked_at` gives by rule number the attributes
    looked at up to that rule.
    """

    truths: Sql
    positions: Sql
    answers: Sql
    contradicted_by: str
    looked_at: tuple[tuple[str, ...], ...]


def compile_rules(
    plan: Plan,
    kind: str,
    *,
    decisions: Decisions,
    column_of: ColumnOf = lambda name: f"f.{name}",
    related_of: ColumnOf = lambda name: f"p.{name}",
    key_of: ColumnOf = lambda name: f"p.{name}",
    beneath: Beneath = NO_UNITS,
) -> Compiled:
    """Compile the rules of a kind.

    `column_of` names attributes within `facts f`; `key_of` the attributes that tables are asked
    and formulas by, and `related_of` the codes of related answers, both within `placed p`, which carries all
    columns of `f`. The related answer `within_posts` holds the outcome of the staff list.
    """
    rules = plan.rules[kind]
    answers = _Answers(
        plan=plan, decisions=decisions, related_of=related_of, key_of=key_of, beneath=beneath
    )
    return Compiled(
        truths=_truths(rules, decisions, column_of, beneath),
        positions=_positions(rules, decisions),
        answers=answers.columns(rules),
        contradicted_by=_contradicted_by(rules),
        looked_at=tuple(
            tuple(
                dict.fromkeys(
                    name
                    for each in rules[:number]
                    for name in attributes_looked_at(each, decisions)
                )
            )
            for number in range(1, len(rules) + 1)
        ),
    )


def _truth(rule: Rule) -> str:
    return f"rule_{rule.number}"


def _decision_truths(rule: Rule, decision: Decision) -> tuple[str, ...]:
    return tuple(f"rule_{rule.number}_{at}" for at in range(1, len(decision.rules) + 1))


def _called(rule: Rule, decisions: Decisions) -> Decision | None:
    target = rule.target
    return decisions[target.decision] if isinstance(target, ByDecision) else None


def _truths(
    rules: tuple[Rule, ...], decisions: Decisions, column_of: ColumnOf, beneath: Beneath
) -> Sql:
    columns: list[str] = []
    params: list[object] = []
    for rule in rules:
        named = [(_truth(rule), rule.when)]
        if decision := _called(rule, decisions):
            conditions = [each.when for each in decision.rules]
            named += zip(_decision_truths(rule, decision), conditions, strict=True)
        for name, condition in named:
            text, values = to_sql(condition, column_of, beneath=beneath)
            columns.append(f"{text} AS {name}")
            params += values
    return Sql(", ".join(columns), tuple(params))


def _positions(rules: tuple[Rule, ...], decisions: Decisions) -> Sql:
    numbers = " ".join(f"WHEN {_truth(r)} IS NOT FALSE THEN {r.number}" for r in rules)
    unknown = " ".join(f"WHEN {_truth(r)} IS NOT FALSE THEN {_truth(r)} IS NULL" for r in rules)
    columns = [f"CASE {numbers} END AS rule_number", f"CASE {unknown} END AS is_unjudged"]
    for rule in rules:
        if decision := _called(rule, decisions):
            truths = _decision_truths(rule, decision)
            columns.append(f"{position_sql(decision, truths)} AS position_{rule.number}")
    return Sql(", ".join(columns), ())


def _contradicted_by(rules: tuple[Rule, ...]) -> str:
    """Labels of the rules that come to another answer than the one given; of nothing to compare, nothing is known to differ."""
    given = f"CASE a.state WHEN 'held' THEN {_HELD} WHEN 'unit' THEN a.unit END"
    parts = [
        f"CASE WHEN a.other_{rule.number} <> {given} THEN a.label_{rule.number} END"
        for rule in rules
        if _contradictable(rules, rule)
    ]
    if not parts:
        return "NULL::text[]"
    return f"nullif(array_remove(ARRAY[{', '.join(parts)}], NULL), '{{}}')"


def _contradictable(rules: tuple[Rule, ...], later: Rule) -> list[int]:
    """The numbers of the rules whose answer an answer of a later one would contradict."""
    return [rule.number for rule in rules[: later.number - 1] if rule.is_contradicted_by(later)]


_UNDETERMINED: Final = "'undetermined'"
_HELD: Final = "''"
"""What stands for a hold where answers are compared: no unit has an empty code."""


@dataclass(frozen=True, slots=True)
class _Answers:
    """Writes the columns of the answer; every value is a parameter, collected in order."""

    plan: Plan
    decisions: Decisions
    related_of: ColumnOf
    key_of: ColumnOf
    beneath: Beneath

    def columns(self, rules: tuple[Rule, ...]) -> Sql:
        unit = self._by_rule(rules, self._unit)
        held = self._by_rule(rules, self._is_held)
        guest = self._by_rule(rules, self._guest)
        labels = self._labels(rules)
        also = self._also(rules)
        state = (
            f"CASE WHEN p.is_unjudged THEN {_UNDETERMINED} WHEN {held.text} THEN 'held'"
            f" WHEN {unit.text} IS NULL THEN {_UNDETERMINED} ELSE 'unit' END"
        )
        columns = (
            Sql(f"{state} AS state", (*held.params, *unit.params)),
            Sql(f"{labels.text} AS rule", labels.params),
            Sql(f"CASE WHEN p.is_unjudged THEN NULL ELSE {unit.text} END AS unit", unit.params),
            Sql(f"CASE WHEN p.is_unjudged THEN NULL ELSE {guest.text} END AS guest", guest.params),
            Sql(f"{also.text} AS also", also.params),
            *self._others(rules),
        )
        return Sql(
            ", ".join(column.text for column in columns),
            tuple(param for column in columns for param in column.params),
        )

    def _others(self, rules: tuple[Rule, ...]) -> Iterator[Sql]:
        """For each rule that may contradict the one that answers: what it would have come to, and its label."""
        for rule in rules:
            if numbers := _contradictable(rules, rule):
                unit, held = self._within(rule, self._unit), self._within(rule, self._is_held)
                matches = f"p.{_truth(rule)} AND p.rule_number IN ({', '.join(map(str, numbers))})"
                text = f"CASE WHEN {matches} THEN CASE WHEN {held.text} THEN {_HELD} ELSE {unit.text} END END"
                yield Sql(f"{text} AS other_{rule.number}", (*held.params, *unit.params))
                label = self._label(rule)
                yield Sql(f"{label.text} AS label_{rule.number}", label.params)

    def _by_rule(self, rules: tuple[Rule, ...], of: Callable[[Direct], Sql]) -> Sql:
        arms = [(rule, self._within(rule, of)) for rule in rules]
        text = " ".join(f"WHEN {rule.number} THEN {arm.text}" for rule, arm in arms)
        params = tuple(param for _, arm in arms for param in arm.params)
        return Sql(f"CASE p.rule_number {text} END", params)

    def _within(self, rule: Rule, of: Callable[[Direct], Sql]) -> Sql:
        target = rule.target
        if isinstance(target, ByDecision):
            decision = self.decisions[target.decision]
            arms = [
                (f"WHEN {at}", of(target.outcomes[each.outcome]))
                for at, each in enumerate(decision.rules, start=1)
            ]
            text = " ".join(f"{when} THEN {arm.text}" for when, arm in arms)
            params = tuple(param for _, arm in arms for param in arm.params)
            return Sql(f"CASE p.position_{rule.number} {text} END", params)
        if isinstance(target, WithinPosts):
            each_arm = [(outcome, of(direct)) for outcome, direct in target.outcomes.items()]
            text = " ".join(f"WHEN %s THEN {arm.text}" for _, arm in each_arm)
            params = tuple(param for outcome, arm in each_arm for param in (outcome, *arm.params))
            return Sql(f"CASE {self.related_of(WITHIN_POSTS)} {text} END", params)
        return of(target)

    def _unit(self, target: Direct) -> Sql:
        match target:
            case ToUnit():
                return Sql("%s::text", (target.code,))
            case ByTable():
                return self._looked_up(target.table, Sql(self.key_of(target.key), ()))
            case ByFormula():
                key = formulas.to_sql(target, self.key_of, beneath=self.beneath)
                return self._looked_up(target.table, key) if target.table else key
            case SameAs():
                return Sql(f"{self.related_of(target.related)}::text", ())
            case Hold():
                return Sql("NULL::text", ())

    def _looked_up(self, table: str, key: Sql) -> Sql:
        rows = json.dumps(dict(self.plan.tables[table].rows), sort_keys=True)
        return Sql(f"(%s::jsonb ->> {key.text})", (rows, *key.params))

    def _guest(self, target: Direct) -> Sql:
        if isinstance(target, SameAs) and target.guest:
            return Sql(f"{self.related_of(target.guest)}::text", ())
        return Sql("NULL::text", ())

    def _is_held(self, target: Direct) -> Sql:
        return Sql("true" if isinstance(target, Hold) else "false", ())

    def _label(self, rule: Rule) -> Sql:
        """The label of a rule that matches, as `answers` writes it."""
        target = rule.target
        if isinstance(target, ByDecision):
            names = [each.name for each in self.decisions[target.decision].rules]
            text = f"(%s::text || (%s::text[])[abs(p.position_{rule.number})])"
            return Sql(text, (f"{rule.name}/", names))
        if isinstance(target, WithinPosts):
            listed = self.related_of(WITHIN_POSTS)
            return Sql(f"(%s::text || COALESCE('/' || {listed}, ''))", (rule.name,))
        return Sql("%s::text", (rule.name,))

    def _labels(self, rules: tuple[Rule, ...]) -> Sql:
        arms: list[str] = []
        params: list[object] = []
        for rule in rules:
            label = self._label(rule)
            arms.append(
                f"WHEN {rule.number} THEN CASE WHEN p.is_unjudged THEN %s::text ELSE {label.text} END"
            )
            params += (rule.name, *label.params)
        return Sql(f"CASE p.rule_number {' '.join(arms)} END", tuple(params))

    def _also(self, rules: tuple[Rule, ...]) -> Sql:
        """Labels of other true rules: first those of the deciding rule's decision, then the rest."""
        parts: list[str] = []
        params: list[object] = []
        for rule in rules:
            if decision := _called(rule, self.decisions):
                for at, truth in enumerate(_decision_truths(rule, decision), start=1):
                    if decision.rules[at - 1].when == ALWAYS:
                        continue
                    mine = f"p.rule_number = {rule.number} AND NOT p.is_unjudged"
                    other = f"abs(p.position_{rule.number}) <> {at}"
                    parts.append(f"CASE WHEN {mine} AND p.{truth} AND {other} THEN %s::text END")
                    params.append(f"{rule.name}/{decision.rules[at - 1].name}")
        for rule in rules:
            label = self._label(rule)
            parts.append(
                f"CASE WHEN p.{_truth(rule)} AND (p.rule_number <> {rule.number} OR p.is_unjudged)"
                f" THEN {label.text} END"
            )
            params += label.params
        return Sql(f"array_remove(ARRAY[{', '.join(parts)}], NULL)", tuple(params))
