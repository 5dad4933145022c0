"""An answer put together from attributes: a closed set of parts, each giving a text, written one after the other.

What they come to is the key of a table, or the code of a unit. A part of something unknown is unknown, and so is the whole: the
item is undetermined then, and nothing is left out of a key. `value` is the statement of it, `to_sql` the same for all items.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import prod
from typing import Final

from throughcare.kernel.conditions.evaluation import Beneath, evaluate, rounded
from throughcare.kernel.conditions.sql import Sql
from throughcare.kernel.conditions.sql import to_sql as condition_to_sql
from throughcare.kernel.conditions.syntax import Condition, Facts
from throughcare.kernel.conditions.syntax import names as names_in

MOST: Final = 20_000
"""How many results are tried before a plan runs; with more, what is possible is not known."""
_LETTERS: Final = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Written:
    """A text as it stands in the plan."""

    text: str


@dataclass(frozen=True, slots=True)
class Of:
    """The value of a text or unit attribute."""

    name: str


@dataclass(frozen=True, slots=True)
class First:
    """The first characters of a text or unit attribute; all of it where it is shorter."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters that a text begins with, such as the area of a postcode; unknown where it begins with none."""

    name: str


@dataclass(frozen=True, slots=True)
class Band:
    """Which band the sum of numbers lies in: the first of `gives` below the first limit, the last at the last limit and above.

    `places` rounds the sum before it is compared, half away from zero; None leaves it.
    """

    names: tuple[str, ...]
    below: tuple[Decimal, ...]
    gives: tuple[str, ...]
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The text of the first condition that is true, or the last text; unknown where one before it is."""

    ways: tuple[tuple[Condition, str], ...]
    otherwise: str


Part = Written | Of | First | Letters | Band | Choice


@dataclass(frozen=True, slots=True)
class ByFormula:
    """The parts in order; what they come to is asked of a table, or is a unit where `table` is empty."""

    parts: tuple[Part, ...]
    table: str = ""


def value(formula: ByFormula, facts: Facts, *, beneath: Beneath) -> str | None:
    """What the parts come to for an item; None where something they need is unknown."""
    found: list[str] = []
    for part in formula.parts:
        text = _value(part, facts, beneath)
        if text is None:
            return None
        found.append(text)
    return "".join(found)


def _value(part: Part, facts: Facts, beneath: Beneath) -> str | None:
    match part:
        case Written():
            return part.text
        case Band():
            return _band(part, facts)
        case Choice():
            for condition, text in part.ways:
                truth = evaluate(condition, facts, beneath=beneath)
                if truth is not False:
                    return text if truth else None
            return part.otherwise
        case _:
            fact = facts[part.name]
            return None if fact is None else _of_text(part, str(fact))


def _of_text(part: Of | First | Letters, text: str) -> str | None:
    match part:
        case Of():
            return text
        case First():
            return text[: part.count]
        case Letters():
            found = _LETTERS.match(text)
            return found.group() if found else None


def _band(part: Band, facts: Facts) -> str | None:
    total = Decimal(0)
    for name in part.names:
        fact = facts[name]
        if fact is None:
            return None
        total += Decimal(str(fact))
    if part.places is not None:
        total = rounded(total, places=part.places)
    pairs = zip(part.below, part.gives, strict=False)
    return next((text for limit, text in pairs if total < limit), part.gives[-1])


def to_sql(formula: ByFormula, column_of: Callable[[str], str], *, beneath: Beneath) -> Sql:
    """A text that is NULL exactly where `value` answers None."""
    parts = [_to_sql(part, column_of, beneath) for part in formula.parts]
    text = " || ".join(part.text for part in parts)
    return Sql(f"({text})", tuple(param for part in parts for param in part.params))


def _to_sql(part: Part, column_of: Callable[[str], str], beneath: Beneath) -> Sql:
    match part:
        case Written():
            return Sql("%s::text", (part.text,))
        case Of():
            return Sql(f"{column_of(part.name)}::text", ())
        case First():
            return Sql(f"left({column_of(part.name)}::text, {part.count})", ())
        case Letters():
            return Sql(f"substring({column_of(part.name)}::text from '^[A-Za-z]+')", ())
        case Band():
            return _band_to_sql(part, column_of)
        case Choice():
            found = Sql("%s::text", (part.otherwise,))
            for condition, text in reversed(part.ways):
                asked = condition_to_sql(condition, column_of, beneath=beneath)
                found = Sql(
                    f"CASE {asked.text} WHEN true THEN %s::text WHEN false THEN {found.text} END",
                    (*asked.params, text, *found.params),
                )
            return found


def _band_to_sql(part: Band, column_of: Callable[[str], str]) -> Sql:
    total = " + ".join(f"{column_of(name)}::numeric" for name in part.names)
    if part.places is not None:
        total = f"round({total}, {part.places})"
    pairs = list(zip(part.below, part.gives, strict=False))
    arms = " ".join(f"WHEN {total} < %s::numeric THEN %s::text" for _ in pairs)
    params = tuple(each for pair in pairs for each in pair)
    return Sql(f"CASE {arms} WHEN {total} IS NOT NULL THEN %s::text END", (*params, part.gives[-1]))


def asks(formula: ByFormula) -> tuple[str, ...]:
    """The attributes that a formula looks at, each once, in order of first mention."""
    return tuple(dict.fromkeys(name for part in formula.parts for name in _asks(part)))


def _asks(part: Part) -> Iterator[str]:
    match part:
        case Written():
            return
        case Band():
            yield from part.names
        case Choice():
            for condition, _ in part.ways:
                yield from names_in(condition)
        case _:
            yield part.name


def possible(formula: ByFormula, values: Mapping[str, tuple[str, ...]]) -> list[str] | None:
    """Everything that a formula can come to, or None where that cannot be said beforehand.

    `values` are those that an attribute may have, for attributes of which they are known.
    """
    found = [_possible(part, values) for part in formula.parts]
    known = [each for each in found if each is not None]
    if len(known) < len(found) or prod(map(len, known)) > MOST:
        return None
    return list(dict.fromkeys("".join(each) for each in product(*known)))


def _possible(part: Part, values: Mapping[str, tuple[str, ...]]) -> list[str] | None:
    match part:
        case Written():
            return [part.text]
        case Band():
            return list(dict.fromkeys(part.gives))
        case Choice():
            return list(dict.fromkeys((*(text for _, text in part.ways), part.otherwise)))
        case _ if not values.get(part.name):
            return None
        case _:
            texts = [_of_text(part, each) for each in values[part.name]]
            return list(dict.fromkeys(text for text in texts if text is not None))


def say(formula: ByFormula, words_of: Callable[[str], str]) -> str:
    """A formula in words."""
    return ", then ".join(_say(part, words_of) for part in formula.parts)


def _say(part: Part, words_of: Callable[[str], str]) -> str:
    match part:
        case Written():
            return f"“{part.text}”"
        case Of():
            return f"the {words_of(part.name)}"
        case First():
            return f"the first {part.count} characters of the {words_of(part.name)}"
        case Letters():
            return f"the letters that the {words_of(part.name)} begins with"
        case Band():
            total = " plus ".join(f"the {words_of(name)}" for name in part.names)
            places = "" if part.places is None else f", rounded to {part.places} places,"
            pairs = zip(part.gives, part.below, strict=False)
            bands = ", ".join(f"“{text}” below {limit}" for text, limit in pairs)
            return f"by {total}{places} {bands} and “{part.gives[-1]}” from there on"
        case Choice():
            return f"“{'” or “'.join(text for _, text in part.ways)}” by a condition, or else “{part.otherwise}”"
