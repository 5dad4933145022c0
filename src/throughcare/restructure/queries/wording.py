"""A plan's rules as a manager reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from throughcare.kernel.conditions.syntax import Attributes
from throughcare.kernel.conditions.wording import say
from throughcare.kernel.decisions import Decisions
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import plans
from throughcare.restructure.rules import formulas
from throughcare.restructure.rules.catalogue import KINDS
from throughcare.restructure.rules.formulas import ByFormula
from throughcare.restructure.rules.plan import (
    ByDecision,
    ByTable,
    Direct,
    Hold,
    Rule,
    SameAs,
    Target,
    ToUnit,
    WithinPosts,
)
from throughcare.restructure.rules.plan import Plan as ReadPlan

FOLLOWED: Final = {"largest_share": "to the body that gets the largest share of its cases"}
"""Answers that are followed whose names alone say too little."""


@dataclass(frozen=True, kw_only=True)
class Worded:
    """One rule: its number and name, when it answers, what it says, and the lines of what it leads to."""

    number: int
    name: str
    when: str
    says: str
    leads_to: tuple[str, ...]
    before: tuple[str, ...]


def rules_in_words(plan: Plan, read: ReadPlan) -> list[tuple[str, list[Worded]]]:
    """The rules of every kind, by the words for the kind."""
    decisions = plans.decisions(on=plan.effective_at)
    return [
        (KINDS[kind].words, [_worded(rule, decisions) for rule in rules])
        for kind, rules in read.rules.items()
    ]


def rule_in_words(plan: Plan, read: ReadPlan, *, kind: str, label: str) -> str:
    """What the rule of a label says; empty for an override or a rule that is no longer there."""
    return labels_in_words(plan, read, [(kind, label)])[kind, label]


def labels_in_words(
    plan: Plan, read: ReadPlan, labels: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """What the rules of labels say, by kind of item and label; empty as for one."""
    decisions = plans.decisions(on=plan.effective_at)
    return {
        (kind, label): _says(read, decisions, kind=kind, label=label)
        for kind, label in dict.fromkeys(labels)
    }


def _says(read: ReadPlan, decisions: Decisions, *, kind: str, label: str) -> str:
    name, _, part = label.partition("/")
    rule = next((rule for rule in read.rules.get(kind, ()) if rule.name == name), None)
    if rule is None:
        return ""
    match rule.target:
        case ByDecision() if part:
            asked = decisions[rule.target.decision].rules
            return next((each.says for each in asked if each.name == part), rule.says)
        case WithinPosts() if part:
            return f"{rule.says} ({part})"
        case _:
            return rule.says


def _worded(rule: Rule, decisions: Decisions) -> Worded:
    return Worded(
        number=rule.number,
        name=rule.name,
        when=say(rule.when, KINDS[rule.kind].attributes),
        says=rule.says,
        leads_to=tuple(_lines(rule.target, decisions, KINDS[rule.kind].attributes)),
        before=rule.before,
    )


def _lines(target: Target, decisions: Decisions, attributes: Attributes) -> list[str]:
    match target:
        case ByDecision():
            decision = decisions[target.decision]
            asked = [f"{each.says} ({each.outcome})" for each in decision.rules]
            led = _by_outcome(target, attributes)
            return [f"The decision “{decision.title}” is asked, in this order:", *asked, *led]
        case WithinPosts():
            return _by_outcome(target, attributes)
        case _:
            return [_direct(target, attributes)]


def _by_outcome(target: ByDecision | WithinPosts, attributes: Attributes) -> list[str]:
    return [
        f"{outcome}: {_direct(direct, attributes)}" for outcome, direct in target.outcomes.items()
    ]


def _direct(target: Direct, attributes: Attributes) -> str:
    match target:
        case ToUnit():
            return f"to {target.code}"
        case ByTable():
            return f"by the table “{target.table}”"
        case ByFormula():
            put = formulas.say(target, lambda name: attributes[name].words or name)
            then = f", by the table “{target.table}”" if target.table else ""
            return f"by what is put together of {put}{then}"
        case SameAs():
            return (
                FOLLOWED.get(target.related)
                or f"the same as for {target.related.replace('_', ' ')}"
            )
        case Hold():
            return f"held for {target.owner} until {target.until:%d %B %Y}: {target.reason}"
