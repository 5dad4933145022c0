"""Licences: which state may follow which, which conditions begin and end, and when one is too late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from throughcare.kernel import business_days
from throughcare.probation.rules.limits import Limits

MOVES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "not-started": ("in-progress", "timed-out", "inactive"),
        "in-progress": ("submitted", "timed-out", "inactive"),
        "submitted": ("approved", "in-progress", "timed-out", "inactive"),
        "approved": ("active", "in-progress", "inactive"),
        "active": ("variation-in-progress", "inactive", "recalled"),
        "variation-in-progress": ("variation-submitted", "active", "inactive", "recalled"),
        "variation-submitted": (
            "variation-approved",
            "variation-in-progress",
            "inactive",
            "recalled",
        ),
        "variation-approved": ("active", "inactive", "recalled"),
        "inactive": (),
        "recalled": (),
        "timed-out": (),
    }
)
"""By state, what a licence may go to; practice of this house, drawn from the states of the national licence service."""

NOT_APPROVED: Final = ("not-started", "in-progress", "submitted")


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A condition, told apart by its category, its sub-category and its words, however these are spaced."""

    type: str
    sub_type: str = ""
    wording: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        return self.type, self.sub_type, " ".join(self.wording.split()).casefold()


@dataclass(frozen=True, kw_only=True)
class Matching:
    """What an active licence changes: places of existing conditions that end, and the new ones that begin."""

    ended: tuple[int, ...]
    added: tuple[Condition, ...]


def matching(existing: Sequence[Condition], *, licence: Sequence[Condition]) -> Matching:
    """Match the conditions of a licence to those that are there: absent ones end, new ones begin, identical ones stay.

    >>> matching([Condition(type="101"), Condition(type="107")], licence=[Condition(type="107"), Condition(type="110")])
    Matching(ended=(0,), added=(Condition(type='110', sub_type='', wording=''),))
    """
    wanted = {condition.key: condition for condition in licence}
    there = {condition.key for condition in existing}
    return Matching(
        ended=tuple(place for place, each in enumerate(existing) if each.key not in wanted),
        added=tuple(each for key, each in wanted.items() if key not in there),
    )


def is_too_late(*, release_on: date, today: date, limits: Limits) -> bool:
    """Whether so few working days are left until release that a licence which is not approved is timed out (policy, not law).

    Without a term that is set, none is timed out.
    """
    version = limits["licence-approved-before"].on(today)
    if version is None or version.least is None:
        return False
    return business_days.between(today, release_on) <= version.least
