"""What a condition is made of: frozen values that compare equal when they mean the same text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

KEYWORDS: Final = frozenset(
    "all and any between false has if in is known not or rounded starts then true under"  # noqa: SIM905
    " unknown with".split()
)
NAME: Final = re.compile(r"[a-z][a-z0-9_]*")

Literal = str | Decimal | date | datetime
Fact = bool | str | int | Decimal | date | datetime | frozenset[str] | None


class Type(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"
    UNIT = "unit"  # the code of a unit
    TEXTS = "texts"  # a set of text


ORDERED: Final = frozenset({Type.NUMBER, Type.DATE, Type.MOMENT})


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something a condition may look at. With `values`, nothing else can be asked for."""

    name: str
    type: Type
    words: str = ""
    values: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name) or self.name in KEYWORDS:
            raise ValueError(f"{self.name!r} cannot name an attribute.")


Attributes = Mapping[str, Attribute]
Facts = Mapping[str, Fact]


def attributes(*declared: Attribute) -> dict[str, Attribute]:
    return {attribute.name: attribute for attribute in declared}


class Operator(StrEnum):
    EQUAL = "="
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class Named:
    """The value of an attribute."""

    name: str


@dataclass(frozen=True, slots=True)
class Rounded:
    """The value of a number attribute, rounded half away from zero."""

    name: str
    places: int


@dataclass(frozen=True, slots=True)
class Fixed:
    """A value written in the condition."""

    value: Literal


Asked = Named | Rounded
Term = Asked | Fixed


@dataclass(frozen=True, slots=True)
class Constant:
    value: bool


@dataclass(frozen=True, slots=True)
class Truth:
    """A boolean attribute, standing for itself."""

    name: str


@dataclass(frozen=True, slots=True)
class Comparison:
    left: Asked
    operator: Operator
    right: Term


@dataclass(frozen=True, slots=True)
class Membership:
    term: Asked
    values: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """Both ends included."""

    term: Asked
    low: Literal
    high: Literal


@dataclass(frozen=True, slots=True)
class Known:
    name: str


@dataclass(frozen=True, slots=True)
class Under:
    """The unit named by the attribute is the one with this code, or anywhere beneath it."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class HasAny:
    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HasAll:
    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StartsWith:
    name: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Not:
    part: "Condition"


@dataclass(frozen=True, slots=True)
class IfUnknown:
    """The part, with unknown read as `value`."""

    part: "Condition"
    value: bool


@dataclass(frozen=True, slots=True)
class And:
    """Two parts or more, none of them an And: build with `every`."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Two parts or more, none of them an Or: build with `either`."""

    parts: tuple["Condition", ...]


Simple = (
    Constant
    | Truth
    | Comparison
    | Membership
    | Range
    | Known
    | Under
    | HasAny
    | HasAll
    | StartsWith
)
Condition = Simple | Not | IfUnknown | And | Or


def every(*parts: Condition) -> Condition:
    """True when all parts are; the parts of an And among them count as its own."""
    flat = tuple(
        inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))
    )
    return flat[0] if len(flat) == 1 else And(flat)


def either(*parts: Condition) -> Condition:
    """True when one part is; the parts of an Or among them count as its own."""
    flat = tuple(
        inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,))
    )
    return flat[0] if len(flat) == 1 else Or(flat)


def names(condition: Condition) -> tuple[str, ...]:
    """The attributes a condition looks at, each once, in order of first mention."""
    return tuple(dict.fromkeys(_names(condition)))


def simple_conditions(condition: Condition) -> Iterator[Simple]:
    """The simple conditions that a condition is put together from, in order."""
    match condition:
        case And() | Or():
            for part in condition.parts:
                yield from simple_conditions(part)
        case Not() | IfUnknown():
            yield from simple_conditions(condition.part)
        case _:
            yield condition


def units(condition: Condition) -> frozenset[str]:
    """The codes of units whose place in the hierarchy a condition asks about."""
    match condition:
        case Under():
            return frozenset({condition.code})
        case Not() | IfUnknown():
            return units(condition.part)
        case And() | Or():
            return frozenset().union(*(units(part) for part in condition.parts))
        case _:
            return frozenset()


def _names(condition: Condition) -> Iterator[str]:
    match condition:
        case Constant():
            return
        case And() | Or():
            for part in condition.parts:
                yield from _names(part)
        case Not() | IfUnknown():
            yield from _names(condition.part)
        case Comparison():
            yield condition.left.name
            if not isinstance(condition.right, Fixed):
                yield condition.right.name
        case Membership() | Range():
            yield condition.term.name
        case _:
            yield condition.name
