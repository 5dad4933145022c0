"""Facts about an item from the plain values of YAML, JSON or a form."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from throughcare.kernel.conditions.syntax import Attribute, Attributes, Fact, Type

UNKNOWN: Final = "unknown"

_READERS: Final[Mapping[Type, Callable[[str], Fact]]] = {
    Type.TEXT: str,
    Type.UNIT: str,
    Type.NUMBER: Decimal,
    Type.DATE: date.fromisoformat,
    Type.MOMENT: datetime.fromisoformat,
    Type.TEXTS: lambda text: frozenset(each.strip() for each in text.split(",") if each.strip()),
}


class FactError(ValueError):
    """A value that an attribute cannot have; says so in a sentence."""


def fact_of(attribute: Attribute, plain: object) -> Fact:
    """The fact that a plain value stands for; null and `unknown` are unknown.

    Raises:
        FactError: the attribute cannot have this value.
    """
    if plain is None or plain == UNKNOWN:
        return None
    if attribute.type is Type.BOOLEAN:
        if isinstance(plain, bool):
            return plain
        raise FactError(f"{attribute.name!r} is true, false or unknown, not {plain!r}.")
    if isinstance(plain, bool):
        raise FactError(f"{attribute.name!r} cannot be {plain!r}.")
    try:
        fact = _read(attribute, plain)
    except (ValueError, InvalidOperation):
        raise FactError(f"{attribute.name!r} cannot be {plain!r}.") from None
    if isinstance(fact, Decimal) and not fact.is_finite():
        raise FactError(f"{attribute.name!r} cannot be {plain!r}.")
    if attribute.values and fact not in attribute.values:
        may = ", ".join(attribute.values)
        raise FactError(f"{attribute.name!r} is never {plain!r}; it may be {may}.")
    return fact


def _read(attribute: Attribute, plain: object) -> Fact:
    if attribute.type is Type.TEXTS and isinstance(plain, list):  # as it is kept with an answer
        return frozenset(map(str, plain))
    return _READERS[attribute.type](str(plain))


def facts_of(attributes: Attributes, plain: Mapping[str, object]) -> dict[str, Fact]:
    """Facts for every attribute, unknown where nothing is given.

    Raises:
        FactError: an attribute is not declared, or cannot have its value.
    """
    for name in plain:
        if name not in attributes:
            raise FactError(f"There is no attribute {name!r}; there are {', '.join(attributes)}.")
    return {name: fact_of(each, plain.get(name)) for name, each in attributes.items()}
