"""Conditions of predictors: what inputs have to be for a line to count, in three values.

Written `sex=M total_sanctions=3+`: parts with spaces between them, each of which has to hold. A level is a text, a number, numbers
`18-20`, numbers from one on `3+`, or numbers below one `<0`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

Value = int | str
Facts = Mapping[str, Value | None]
"""What is known of a person by the names of inputs. None is unknown; what was never given is not there."""

_NUMBERS: Final = re.compile(
    r"(?P<one>\d+)|(?P<from>\d+)-(?P<to>\d+)|(?P<on>\d+)\+|<(?P<below>\d+)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What one input has to be: `text`, or a whole number of [least, most], where None is no limit."""

    name: str
    text: str | None = None
    least: int | None = None
    most: int | None = None

    def has(self, value: Value) -> bool:
        """Whether a known value is of this level; TypeError where numbers and texts are mixed."""
        if isinstance(value, str) is not (self.text is not None):
            raise TypeError(f"{self.name} cannot be {value!r}.")
        if isinstance(value, str):
            return value == self.text
        return (self.least is None or value >= self.least) and (
            self.most is None or value <= self.most
        )


@dataclass(frozen=True, slots=True)
class When:
    """All of its levels have to hold; one without any always does."""

    levels: tuple[Level, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(level.name for level in self.levels)

    def holds(self, facts: Facts) -> bool | None:
        """False as soon as one part is, whatever is unknown; None where that depends on something unknown."""
        is_certain = True
        for level in self.levels:
            value = facts.get(level.name)
            if value is None:
                is_certain = False
            elif not level.has(value):
                return False
        return True if is_certain else None

    def first_unknown(self, facts: Facts) -> str:
        """The name to ask for first where it is unknown whether this holds."""
        return next(name for name in self.names if facts.get(name) is None)

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read a condition; ValueError where a part of it is none."""
        return cls(tuple(map(_level, written.split())))


def _level(written: str) -> Level:
    name, equals, level = written.partition("=")
    if not (name and equals and level):
        raise ValueError(f"{written!r} is not a name, an equals sign and a level.")
    found = _NUMBERS.fullmatch(level)
    if found is None:
        return Level(name=name, text=level)
    if found["one"]:
        return Level(name=name, least=int(level), most=int(level))
    if found["on"]:
        return Level(name=name, least=int(found["on"]))
    if found["below"]:
        return Level(name=name, most=int(found["below"]) - 1)
    return Level(name=name, least=int(found["from"]), most=int(found["to"]))
