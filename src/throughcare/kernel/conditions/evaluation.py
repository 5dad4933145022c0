"""Answering a condition in plain Python: the specification that the SQL must equal.

Kleene's three values: a conjunction is false as soon as one part is, a disjunction true as soon
as one part is, whatever the unknown parts are; None stands for unknown.
"""

import operator
from collections.abc import Callable, Collection, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from throughcare.kernel.conditions.syntax import (
    And,
    Asked,
    Comparison,
    Condition,
    Constant,
    Fact,
    Facts,
    Fixed,
    HasAll,
    HasAny,
    IfUnknown,
    Known,
    Membership,
    Not,
    Operator,
    Or,
    Range,
    Rounded,
    Simple,
    StartsWith,
    Term,
    Truth,
    Under,
)

Beneath = Mapping[str, Collection[str]]
"""For the code of a unit, the codes of that unit and of every unit anywhere beneath it."""

NO_UNITS: Final[Beneath] = {}

_COMPARE: Final[dict[Operator, Callable[[Any, Any], bool]]] = {  # Any: both sides are of one type
    Operator.EQUAL: operator.eq,
    Operator.UNEQUAL: operator.ne,
    Operator.LESS: operator.lt,
    Operator.AT_MOST: operator.le,
    Operator.MORE: operator.gt,
    Operator.AT_LEAST: operator.ge,
}


def evaluate(condition: Condition, facts: Facts, *, beneath: Beneath = NO_UNITS) -> bool | None:
    """True, False, or None for unknown. An attribute without a fact is a fault (KeyError)."""
    match condition:
        case And():
            return _all([evaluate(part, facts, beneath=beneath) for part in condition.parts])
        case Or():
            return _any([evaluate(part, facts, beneath=beneath) for part in condition.parts])
        case Not():
            part = evaluate(condition.part, facts, beneath=beneath)
            return None if part is None else not part
        case IfUnknown():
            part = evaluate(condition.part, facts, beneath=beneath)
            return condition.value if part is None else part
        case _:
            return _simple(condition, facts, beneath)


def rounded(value: Decimal, *, places: int) -> Decimal:
    """Rounded half away from zero, as PostgreSQL rounds `numeric`.

    >>> rounded(Decimal("6.885"), places=2)
    Decimal('6.89')
    """
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _all(parts: list[bool | None]) -> bool | None:
    if False in parts:
        return False
    return None if None in parts else True


def _any(parts: list[bool | None]) -> bool | None:
    if True in parts:
        return True
    return None if None in parts else False


def _simple(condition: Simple, facts: Facts, beneath: Beneath) -> bool | None:
    match condition:
        case Constant():
            return condition.value
        case Known():
            return facts[condition.name] is not None
        case Comparison():
            left, right = _value(condition.left, facts), _value(condition.right, facts)
            unknown = left is None or right is None
            return None if unknown else _COMPARE[condition.operator](left, right)
        case Membership() | Range():
            value = _value(condition.term, facts)
            return None if value is None else _lies_in(condition, value)
        case _:
            fact = facts[condition.name]
            return None if fact is None else _holds(condition, fact, beneath)


def _lies_in(condition: Membership | Range, value: Any) -> bool:  # Any: of the attribute's type
    if isinstance(condition, Membership):
        return value in condition.values
    return bool(condition.low <= value <= condition.high)


def _holds(
    condition: Truth | Under | HasAny | HasAll | StartsWith, fact: Fact, beneath: Beneath
) -> bool:
    match condition, fact:
        case Truth(), bool():
            return fact
        case Under(), str():
            return fact in beneath[condition.code]
        case StartsWith(), str():
            return fact.startswith(condition.prefix)
        case HasAny(), frozenset():
            return not fact.isdisjoint(condition.values)
        case HasAll(), frozenset():
            return fact.issuperset(condition.values)
        case _:
            raise TypeError(f"{condition.name} cannot be {type(fact).__name__}.")


def _value(term: Term, facts: Facts) -> Fact:
    if isinstance(term, Fixed):
        return term.value
    return _fact(term, facts)


def _fact(term: Asked, facts: Facts) -> Fact:
    fact = facts[term.name]
    if isinstance(term, Rounded) and fact is not None:
        if not isinstance(fact, int | Decimal):
            raise TypeError(f"{term.name} cannot be {type(fact).__name__}.")
        return rounded(Decimal(fact), places=term.places)
    return fact
