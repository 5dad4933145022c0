"""What follows from flags: reviews, one of a group, what an assessment sets, what the end of supervision leaves.

Source: the national case system's rules of registration (probation rules, section 17), with its table of register types.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

HISTORIC: Final = "HREG"
"""What no rule looks at."""
COLOURS: Final = ("red", "amber", "green", "white")
"""The highest first."""
ROSH_TYPES: Final = {"low": "RLRH", "medium": "RMRH", "high": "RHRH", "very high": "RVHR"}
RISK_TYPES: Final = {
    "children": "RCHD",
    "known adult": "REG15",
    "prisoners": "REG16",
    "public": "REG17",
    "staff": "AV2S",
}
"""The flag for the risk to each group that an assessment looks at."""
RISK_LEVELS: Final = {"medium": "M", "high": "H", "very high": "V"}
ORDER_OF_RISK: Final = ("low", "medium", "high", "very high")
LIFE: Final = "INLL"
LIFE_SENTENCES: Final = ("303", "308")
"""Imprisonment for public protection, and life."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """An active flag as rules see it."""

    type: str
    starts_on: date
    level: str = ""
    category: str = ""
    group: str = ""
    colour: str = ""
    at_termination: str = "remove"
    may_become_alert: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A flag to be started, or given this level, or (where it has it) reviewed."""

    type: str
    level: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What the end of supervision leaves of a flag; `may_become_alert` where an alert may take its place."""

    type: str
    is_ended: bool
    may_become_alert: bool


def headline(colours: Collection[str]) -> str:
    """The highest colour of the active flags; empty without any.

    >>> headline(["green", "", "amber"])
    'amber'
    """
    return next((colour for colour in COLOURS if colour in colours), "")


def ended_by(group: str, *, active: Collection[Flag], type_code: str) -> list[Flag]:
    """The flags that end when one of their group starts."""
    return [flag for flag in active if group and flag.group == group and flag.type != type_code]


def highest(risks: Collection[str]) -> str | None:
    """The highest of some levels of risk; None of none."""
    return max(risks, key=ORDER_OF_RISK.index, default=None)


def set_by_assessment(
    *, rosh: str, risks: Mapping[str, str], active: Collection[Flag]
) -> Iterator[Setting | Ending]:
    """What a completed assessment sets: the risk of serious harm, and a flag for each group with its level.

    Of `risks` each is a group and its level; a low one ends its flag, and a group that was not assessed is left alone.

    Raises:
        KeyError: there is no such group or level.
    """
    yield Setting(type=ROSH_TYPES[rosh])
    found = {flag.type for flag in active}
    for group, type_code in RISK_TYPES.items():
        if group not in risks:
            continue
        if risks[group] == ORDER_OF_RISK[0]:
            if type_code in found:
                yield Ending(type=type_code)
        else:
            yield Setting(type=type_code, level=RISK_LEVELS[risks[group]])


def left_at_the_end(*, active: Collection[Flag], has_life_sentence: bool) -> list[Left]:
    """What becomes of each flag when the last live event ends; historic ones stay as they are."""
    is_life = has_life_sentence or any(flag.type == LIFE for flag in active)
    found = []
    for flag in active:
        if flag.type == HISTORIC:
            continue
        is_kept = flag.at_termination == "keep" or (
            flag.at_termination == "remove_except_life" and is_life
        )
        found.append(
            Left(
                type=flag.type,
                is_ended=not is_kept,
                may_become_alert=flag.may_become_alert and not is_kept,
            )
        )
    return found
