"""Which rules can never answer, found by trying every kind of facts that conditions can tell apart.

For each attribute it is enough to try the values that conditions mention, one on either side of
each in the order, one that is mentioned nowhere, and unknown. Where there are too many
combinations, only what is plain from the conditions themselves is found.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise, product
from math import prod
from typing import Final

from throughcare.kernel.conditions.evaluation import evaluate
from throughcare.kernel.conditions.syntax import (
    And,
    Comparison,
    Condition,
    Constant,
    Fact,
    Fixed,
    HasAll,
    HasAny,
    IfUnknown,
    Membership,
    Not,
    Or,
    Range,
    Rounded,
    StartsWith,
    Truth,
    Under,
    names,
)

MOST: Final = 20_000
ELSEWHERE: Final = "\u2026"


def never_answering(conditions: Sequence[Condition]) -> tuple[int, ...]:
    """Positions of the rules that no item can reach, counted from zero.

    A rule answers, or is left undetermined, where all before it are false and it is not.
    """
    asked = list(dict.fromkeys(name for condition in conditions for name in names(condition)))
    tried = {name: sorted(_values(name, conditions), key=repr) for name in asked}
    exact = not any(_is_hard(condition) for condition in conditions)
    if not exact or prod(len(values) for values in tried.values()) > MOST:
        return _plainly_unreached(conditions)
    reached: set[int] = set()
    for combination in product(*tried.values()):
        facts = dict(zip(asked, combination, strict=True))
        first = next(
            (at for at, each in enumerate(conditions) if evaluate(each, facts) is not False), None
        )
        if first is not None:
            reached.add(first)
    return tuple(at for at in range(len(conditions)) if at not in reached)


def _plainly_unreached(conditions: Sequence[Condition]) -> tuple[int, ...]:
    """Rules that are false as written, or come after one that asks no more than they do."""
    return tuple(
        at
        for at, condition in enumerate(conditions)
        if condition == Constant(value=False)
        or any(_is_covered(condition, earlier) for earlier in conditions[:at])
    )


def _is_covered(condition: Condition, earlier: Condition) -> bool:
    """Whether the earlier rule certainly answers wherever this one would."""
    if earlier in {condition, Constant(value=True)}:
        return True
    if isinstance(condition, And) and earlier in condition.parts:
        return True
    return isinstance(earlier, Or) and condition in earlier.parts


def _is_hard(condition: Condition) -> bool:
    """Whether trying mentioned values could miss what the condition tells apart."""
    match condition:
        case Not() | IfUnknown():
            return _is_hard(condition.part)
        case And() | Or():
            return any(_is_hard(part) for part in condition.parts)
        case Comparison():
            between_two = not isinstance(condition.right, Fixed)
            return between_two or isinstance(condition.left, Rounded)
        case Membership() | Range():
            return isinstance(condition.term, Rounded)
        case _:
            return isinstance(condition, StartsWith | HasAny | HasAll | Under)


def _values(name: str, conditions: Sequence[Condition]) -> set[Fact]:
    mentioned = {value for condition in conditions for value in _mentioned(name, condition)}
    values: set[Fact] = {None} | (mentioned or {ELSEWHERE})
    for value in mentioned:
        values |= _beside(value)
    numbers = sorted(value for value in mentioned if isinstance(value, Decimal))
    values |= {(low + high) / 2 for low, high in pairwise(numbers)}
    return values


def _beside(value: Fact) -> set[Fact]:
    match value:
        case Decimal():
            return {value - 1, value + 1}
        case datetime():
            return {value - timedelta.resolution, value + timedelta.resolution}
        case date():
            return {value - timedelta(days=1), value + timedelta(days=1)}
        case str():
            return {ELSEWHERE}
        case _:
            return set()


def _mentioned(name: str, condition: Condition) -> Iterator[Fact]:
    match condition:
        case Not() | IfUnknown():
            yield from _mentioned(name, condition.part)
        case And() | Or():
            for part in condition.parts:
                yield from _mentioned(name, part)
        case _ if name in names(condition):
            yield from _written(condition)


def _written(condition: Condition) -> Iterator[Fact]:
    match condition:
        case Truth():
            yield from (True, False)
        case Comparison(right=Fixed(value=value)):
            yield value
        case Membership():
            yield from condition.values
        case Range():
            yield from (condition.low, condition.high)
        case _:
            return
