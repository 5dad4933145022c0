"""What tiering reads from the flags of a person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from throughcare.allocation.frameworks import TwoAxis

ROSH_WORDS = {"RVHR": "very_high", "RHRH": "high", "RMRH": "medium", "RLRH": "low"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """An active flag. `date` is the day it starts on, not the day it was typed."""

    type: str
    date: date
    level: str = ""
    category: str = ""

    @property
    def code(self) -> str:
        return self.type.strip().upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What counts. `of` gives the flag behind each code that was found."""

    rosh: Registered | None
    mappa: Registered | None
    complexity: tuple[str, ...]
    of: Mapping[str, Registered]

    def has_any(self, *codes: str) -> bool:
        return any(code in self.of for code in codes)

    @property
    def has_mappa_category(self) -> bool:
        return self.mappa is not None and bool(self.mappa.category)


def read(registrations: Collection[Registered], *, rules: TwoAxis) -> Read:
    """What tiering reads from flags: historic ones left out, and the latest of those that follow each other.

    Two that start on one day are told apart by risk: the higher counts.
    """
    counted = sorted(
        (each for each in registrations if each.code not in rules.ignored_types),
        key=lambda each: (
            each.date,
            _risk(each, rules=rules),
            each.code,
            each.level,
            each.category,
        ),
    )
    of = {each.code: each for each in counted}
    return Read(
        rosh=next((each for each in reversed(counted) if each.code in rules.rosh), None),
        mappa=of.get(rules.mappa_type),
        complexity=tuple(code for code in rules.complexity if code in of),
        of=of,
    )


def _risk(registered: Registered, *, rules: TwoAxis) -> int:
    if registered.code == rules.mappa_type:
        return rules.mappa_levels.get(registered.level, 0)
    return rules.rosh.get(registered.code, 0)
