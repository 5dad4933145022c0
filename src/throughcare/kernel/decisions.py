"""Decisions kept as data: ordered rules, each a condition and the outcome that it gives.

All rules are evaluated. The first that is true answers, unless an earlier one is unknown and, had
it been true, would have given another outcome: then there is no answer, and the first such rule
says which one could not be judged. Unknown is never read as false.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from throughcare.kernel.conditions.evaluation import NO_UNITS, Beneath, evaluate
from throughcare.kernel.conditions.syntax import (
    Attributes,
    Condition,
    Constant,
    Fact,
    Facts,
    names,
)

ALWAYS: Final = Constant(value=True)


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """`says` is the sentence a manager reads when this rule answered."""

    name: str
    when: Condition
    outcome: str
    says: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One version of a decision, in force on [starts_on, ends_on).

    Outcomes named in `undecided` are no answer: something is still waited for.
    """

    name: str
    title: str
    starts_on: date
    ends_on: date | None
    attributes: Attributes
    rules: tuple[DecisionRule, ...]
    undecided: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not self.rules or self.rules[-1].when != ALWAYS:
            raise ValueError(f"The last rule of {self.name} must answer whatever the facts are.")
        if len({rule.name for rule in self.rules}) < len(self.rules):
            raise ValueError(f"Two rules of {self.name} have one name.")

    @property
    def outcomes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(rule.outcome for rule in self.rules))

    def rule(self, name: str) -> DecisionRule:
        return next(rule for rule in self.rules if rule.name == name)

    def is_in_force(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on < self.ends_on)


Decisions = Mapping[str, Decision]


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision came to.

    `outcome` is None when a rule could not be judged; `rule` is then that rule. `also` names the
    other rules that were true, `unknown` those that could not be judged, both in order.
    """

    outcome: str | None
    rule: str
    says: str
    also: tuple[str, ...]
    unknown: tuple[str, ...]
    looked_at: tuple[tuple[str, Fact], ...]


def decide(decision: Decision, facts: Facts, *, beneath: Beneath = NO_UNITS) -> Decided:
    judged = [evaluate(rule.when, facts, beneath=beneath) for rule in decision.rules]
    first = judged.index(True)
    answering = decision.rules[first]
    blocking = next(
        (
            rule
            for rule, truth in zip(decision.rules[:first], judged, strict=False)
            if truth is None and rule.outcome != answering.outcome
        ),
        None,
    )
    pairs = list(zip(decision.rules, judged, strict=True))
    deciding = blocking or answering
    return Decided(
        outcome=None if blocking else answering.outcome,
        rule=deciding.name,
        says=f"It cannot be judged whether: {deciding.says}" if blocking else deciding.says,
        also=tuple(
            rule.name
            for rule, truth in pairs
            if truth and rule.when != ALWAYS and rule is not deciding
        ),
        unknown=tuple(rule.name for rule, truth in pairs if truth is None),
        looked_at=tuple((name, facts[name]) for name in attributes_of(decision)),
    )


def attributes_of(decision: Decision) -> tuple[str, ...]:
    """The attributes that the rules look at, each once, in the order of the rules."""
    return tuple(dict.fromkeys(name for rule in decision.rules for name in names(rule.when)))


def position_sql(decision: Decision, truths: tuple[str, ...]) -> str:
    """SQL for the rule that decides, counted from one; negative when that rule cannot be judged.

    `truths` are the SQL names of columns that hold each rule's condition, already evaluated.
    """
    arms: list[str] = []
    for at, (rule, truth) in enumerate(zip(decision.rules, truths, strict=True), start=1):
        earlier = [
            f"WHEN {truths[before - 1]} IS NULL THEN {-before}"
            for before in range(1, at)
            if decision.rules[before - 1].outcome != rule.outcome
            and decision.rules[before - 1].when != ALWAYS
        ]
        answer = f"CASE {' '.join(earlier)} ELSE {at} END" if earlier else str(at)
        arms.append(f"WHEN {truth} THEN {answer}")
    return f"CASE {' '.join(arms)} END"
