"""What officers are suggested by, as data with dates, read from `suggesting.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from throughcare.allocation.frameworks import Dated, in_force, read_versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """Something that cases ask of an officer: because of a flag, or because it was `asked` for about this person."""

    code: str
    words: str
    asked: bool
    flags: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggesting(Dated):
    full_percent: Decimal
    high_rosh: frozenset[str]
    grades_not_for_high_rosh: frozenset[str]
    skills: Mapping[str, Skill]

    def of_flags(self, flags: frozenset[str]) -> frozenset[str]:
        """The skills that the flags of a case ask for."""
        return frozenset(code for code, each in self.skills.items() if each.flags & flags)

    @property
    def askable(self) -> tuple[Skill, ...]:
        return tuple(each for each in self.skills.values() if each.asked)


def suggesting(*, on: date) -> Suggesting:
    return in_force(_versions(), on=on, name="what officers are suggested by")


@cache
def _versions() -> tuple[Suggesting, ...]:
    return tuple(_read(each) for each in read_versions("suggesting.yaml"))


def _read(written: Mapping[str, Any]) -> Suggesting:  # Any: YAML
    return Suggesting(
        starts_on=written["starts_on"],
        ends_on=written["ends_on"],
        source=written["source"],
        full_percent=Decimal(written["full_percent"]),
        high_rosh=frozenset(written["high_rosh"]),
        grades_not_for_high_rosh=frozenset(written["grades_not_for_high_rosh"]),
        skills={
            code: Skill(
                code=code,
                words=each["words"],
                asked=each["asked"],
                flags=frozenset(each["flags"]),
            )
            for code, each in written["skills"].items()
        },
    )
