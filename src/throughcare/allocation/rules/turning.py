"""What would turn a decision: one fact that is another, all else as it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from throughcare.kernel.conditions.syntax import (
    Attribute,
    Comparison,
    Fact,
    Facts,
    Fixed,
    Rounded,
    Type,
    simple_conditions,
)
from throughcare.kernel.decisions import Decided, Decision, attributes_of, decide

PLACES: Final = 4
"""Of a number that is compared as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """With this fact the outcome is that, by that rule."""

    name: str
    words: str
    value: Fact
    outcome: str | None
    rule: str


def turns(decided: Decided, facts: Facts, *, decision: Decision) -> tuple[Turn, ...]:
    """Each single fact with which the outcome would be another, in the order in which the rules look at them."""
    found = []
    for name in attributes_of(decision):
        asked = decision.attributes[name]
        for value in _others(asked, facts[name], decision):
            other = decide(decision, {**facts, name: value})
            if other.outcome != decided.outcome:
                found.append(
                    Turn(
                        name=name,
                        words=asked.words,
                        value=value,
                        outcome=other.outcome,
                        rule=other.rule,
                    )
                )
    return tuple(found)


def still_due(decided: Decided) -> tuple[str, ...]:
    """The facts that are not known though there is a decision: they are due later, and a decision did not wait for them."""
    return tuple(name for name, value in decided.looked_at if value is None)


def _others(asked: Attribute, value: Fact, decision: Decision) -> Iterator[Fact]:
    if asked.type is Type.BOOLEAN:
        yield from (each for each in (True, False) if each is not value)
    elif asked.type is Type.NUMBER:
        yield from edges(asked.name, decision)
    else:
        yield from (each for each in asked.values if each != value)


def edges(name: str, decision: Decision) -> tuple[Decimal, ...]:
    """For each number that a rule compares a fact with: that number, and the next below it that is told apart."""
    found: set[Decimal] = set()
    for rule in decision.rules:
        for each in simple_conditions(rule.when):
            if not isinstance(each, Comparison) or each.left.name != name:
                continue
            if isinstance(each.right, Fixed) and isinstance(each.right.value, Decimal):
                places = each.left.places if isinstance(each.left, Rounded) else PLACES
                found |= {each.right.value, each.right.value - Decimal(1).scaleb(-places)}
    return tuple(sorted(found))
