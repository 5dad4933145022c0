"""Saying a condition to somebody who decides on it and reads no language of rules."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from throughcare.kernel.conditions.syntax import (
    And,
    Asked,
    Attributes,
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
    Named,
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

_COMPARED: Final = {
    Operator.EQUAL: "is",
    Operator.UNEQUAL: "is not",
    Operator.LESS: "is less than",
    Operator.AT_MOST: "is at most",
    Operator.MORE: "is more than",
    Operator.AT_LEAST: "is at least",
}


def say(condition: Condition, attributes: Attributes) -> str:
    """A condition in words, with attributes called as they are declared; parentheses where it would be read two ways."""
    return _Speaker(attributes).say(condition)


class _Speaker:
    def __init__(self, attributes: Attributes) -> None:
        self.attributes = attributes

    def say(self, condition: Condition) -> str:
        match condition:
            case And():
                return " and ".join(self._within(part, (Or,)) for part in condition.parts)
            case Or():
                return " or ".join(self._within(part, (And,)) for part in condition.parts)
            case IfUnknown():
                answer = "yes" if condition.value else "no"
                return (
                    f"{self._within(condition.part, (And, Or))} (where that is unknown: {answer})"
                )
            case Not():
                return self._denied(condition)
            case _:
                return self._simple(condition)

    def _within(self, part: Condition, divided: tuple[type, ...]) -> str:
        return f"({self.say(part)})" if isinstance(part, divided) else self.say(part)

    def _denied(self, condition: Not) -> str:
        match condition.part:
            case Known():
                return f"{self._name(condition.part.name)} is unknown"
            case Truth():
                return f"not {self._name(condition.part.name)}"
            case Membership():
                term, values = condition.part.term, condition.part.values
                return f"{self._asked(term)} is not {_one_of(values)}"
            case _:
                return f"it is not so that {self._within(condition.part, (And, Or, Not))}"

    def _simple(self, condition: Simple) -> str:  # noqa: C901, PLR0911  one line for each form
        match condition:
            case Constant():
                return "always" if condition.value else "never"
            case Truth():
                return self._name(condition.name)
            case Comparison():
                compared = _COMPARED[condition.operator]
                return f"{self._asked(condition.left)} {compared} {self._term(condition.right)}"
            case Membership():
                return f"{self._asked(condition.term)} is {_one_of(condition.values)}"
            case Range():
                ends = f"from {_value(condition.low)} to {_value(condition.high)}"
                return f"{self._asked(condition.term)} is {ends}"
            case Known():
                return f"{self._name(condition.name)} is known"
            case Under():
                return f"{self._name(condition.name)} is {condition.code} or a part of it"
            case HasAny():
                return f"{self._name(condition.name)} has {_one_of(condition.values)}"
            case HasAll():
                return f"{self._name(condition.name)} has {_joined(condition.values, 'and')}"
            case StartsWith():
                return f"{self._name(condition.name)} begins with {condition.prefix}"

    def _term(self, term: Term) -> str:
        return _value(term.value) if isinstance(term, Fixed) else self._asked(term)

    def _asked(self, term: Asked) -> str:
        match term:
            case Rounded():
                return f"{self._name(term.name)}, rounded to {term.places} places,"
            case Named():
                return self._name(term.name)

    def _name(self, name: str) -> str:
        declared = self.attributes.get(name)
        return declared.words if declared and declared.words else name.replace("_", " ")


def _one_of(values: Sequence[Literal]) -> str:
    return _joined(values, "or")


def _joined(values: Sequence[Literal], last: str) -> str:
    *before, end = map(_value, values)
    return f"{', '.join(before)} {last} {end}" if before else end


def _value(value: Literal) -> str:
    match value:
        case str():
            return value
        case Decimal():
            return format(value, "f")
        case datetime():
            return f"{value.day} {value:%B %Y, %H:%M %Z}"
        case date():
            return f"{value.day} {value:%B %Y}"
