"""The lines that terms are made of: a coefficient, what it is a coefficient of, and when it counts.

What a line is `of` is a closed set: a whole number, an input or a power of one, the logarithm of a rate or a power of it, or a share
of an input rounded half up to a whole number. There is nothing to call and nothing to nest.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from throughcare.risk.rules.levels import Facts, When

_POWER: Final = re.compile(r"(?P<name>[a-z_]\w*)(?:\^(?P<exponent>[2-4]))?")
_LOG: Final = re.compile(
    r"ln\((?P<over>\w+)/\((?P<under>\w+)\+(?P<plus>\d+)\)\)(?:\^(?P<exponent>[2-4]))?"
)
_HALF_UP: Final = re.compile(r"half_up\((?P<share>[\d.]+)\*(?P<name>\w+)\)")


@dataclass(frozen=True, slots=True)
class Whole:
    """The coefficient as often as it says."""

    times: int

    @property
    def names(self) -> tuple[str, ...]:
        return ()

    def value(self, facts: Facts) -> Decimal:
        del facts
        return Decimal(self.times)


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """A number, raised."""

    name: str
    exponent: int

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def value(self, facts: Facts) -> Decimal:
        return Decimal(number(facts, self.name) ** self.exponent)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRate:
    """ln(over / (under + plus)), raised: how many sanctions in how many years."""

    over: str
    under: str
    plus: int
    exponent: int

    @property
    def names(self) -> tuple[str, ...]:
        return (self.over, self.under)

    def value(self, facts: Facts) -> Decimal:
        rate = Decimal(number(facts, self.over)) / (number(facts, self.under) + self.plus)
        return Decimal(rate.ln() ** self.exponent)


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfUp:
    """A share of a number, to a whole number, halves upwards."""

    share: Decimal
    name: str

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def value(self, facts: Facts) -> Decimal:
        return (self.share * number(facts, self.name)).to_integral_value(ROUND_HALF_UP)


Of = Whole | Power | LogRate | HalfUp


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a term."""

    term: str
    when: When
    of: Of
    coefficient: Decimal

    def value(self, facts: Facts) -> Decimal:
        """What a line that holds adds. Exact, but for logarithms, which have the precision of the context."""
        return self.coefficient * self.of.value(facts)


def number(facts: Facts, name: str) -> int:
    """A number that is known; TypeError for anything else."""
    value = facts.get(name)
    if not isinstance(value, int):
        raise TypeError(f"{name} has to be a number and is {value!r}.")
    return value


def parse(written: str) -> Of:
    """Read what a line is of.

    Raises:
        ValueError: it is nothing of that kind.

    >>> parse("ln(total_sanctions/(career_years+12))^2")
    LogRate(over='total_sanctions', under='career_years', plus=12, exponent=2)
    """
    if written.isdecimal():
        return Whole(int(written))
    if found := _POWER.fullmatch(written):
        return Power(name=found["name"], exponent=int(found["exponent"] or 1))
    if found := _LOG.fullmatch(written):
        return LogRate(
            over=found["over"],
            under=found["under"],
            plus=int(found["plus"]),
            exponent=int(found["exponent"] or 1),
        )
    if found := _HALF_UP.fullmatch(written):
        return HalfUp(share=Decimal(found["share"]), name=found["name"])
    raise ValueError(f"No line can be of {written!r}.")
