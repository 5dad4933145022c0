"""Writing a condition as the text that reads back as the same condition."""

from datetime import date, datetime
from decimal import Decimal

from throughcare.kernel.conditions.syntax import (
    And,
    Comparison,
    Condition,
    Constant,
    Fixed,
    HasAll,
    HasAny,
    IfUnknown,
    Known,
    Literal,
    Membership,
    Not,
    Or,
    Range,
    Rounded,
    Simple,
    StartsWith,
    Term,
    Truth,
    Under,
)


def write(condition: Condition) -> str:
    """The text of a condition, in one form.

    A part that binds less closely than what it stands in is put in parentheses.
    """
    match condition:
        case Or():
            return " or ".join(_within(part, (Or,)) for part in condition.parts)
        case And():
            return " and ".join(_within(part, (Or, And)) for part in condition.parts)
        case IfUnknown():
            inner = _within(condition.part, (Or, And))
            return f"{inner} if unknown then {_boolean(value=condition.value)}"
        case Not():
            return _negative(condition)
        case _:
            return _simple(condition)


def _within(part: Condition, weaker: tuple[type, ...]) -> str:
    return f"({write(part)})" if isinstance(part, weaker) else write(part)


def _negative(condition: Not) -> str:
    part = condition.part
    match part:
        case Known():
            return f"{part.name} is unknown"
        case Membership():
            return f"{_term(part.term)} not in {_listed(part.values)}"
        case Range():
            return f"{_term(part.term)} not between {literal(part.low)} and {literal(part.high)}"
        case _:
            return f"not {_within(part, (Or, And, IfUnknown, Not))}"


def _simple(condition: Simple) -> str:  # noqa: C901, PLR0911  one line for each form
    match condition:
        case Constant():
            return _boolean(value=condition.value)
        case Truth():
            return condition.name
        case Comparison():
            return f"{_term(condition.left)} {condition.operator} {_term(condition.right)}"
        case Membership():
            return f"{_term(condition.term)} in {_listed(condition.values)}"
        case Range():
            ends = f"{literal(condition.low)} and {literal(condition.high)}"
            return f"{_term(condition.term)} between {ends}"
        case Known():
            return f"{condition.name} is known"
        case Under():
            return f"{condition.name} under {literal(condition.code)}"
        case HasAny() if len(condition.values) == 1:
            return f"{condition.name} has {literal(condition.values[0])}"
        case HasAny():
            return f"{condition.name} has any {_listed(condition.values)}"
        case HasAll():
            return f"{condition.name} has all {_listed(condition.values)}"
        case StartsWith():
            return f"{condition.name} starts with {literal(condition.prefix)}"


def _term(term: Term) -> str:
    match term:
        case Fixed():
            return literal(term.value)
        case Rounded():
            return f"rounded({term.name}, {term.places})"
        case _:
            return term.name


def literal(value: Literal) -> str:
    match value:
        case str():
            return "'" + value.replace("'", "''") + "'"
        case Decimal():
            return format(value, "f")
        case datetime() | date():
            return value.isoformat()


def _listed(values: tuple[Literal, ...]) -> str:
    return "[" + ", ".join(literal(value) for value in values) + "]"


def _boolean(*, value: bool) -> str:
    return "true" if value else "false"
