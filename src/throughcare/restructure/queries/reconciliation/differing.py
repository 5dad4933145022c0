"""What a check of a reconciliation answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from throughcare.restructure.models import Plan

MOST_NAMED: Final = 1000
"""How many records of a kind a check names at once, beside those that somebody explained."""


@dataclass(frozen=True, kw_only=True)
class Differing:
    """Something that does not agree: what it is about, and what was found."""

    subject: str
    found: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """All that a check found: how much it is, and what of it is named. What is not named is there all the same."""

    total: int
    named: tuple[Differing, ...]


class Run(Protocol):
    def __call__(self, plan: Plan, /, *, most: int) -> Found:
        """What does not agree. Of each kind, the first `most` are named, always in the same order."""


@dataclass(frozen=True, kw_only=True)
class Check:
    name: str
    compares: str
    run: Run


def counted(rows: Iterable[tuple[int, str, str]]) -> Found:
    """From rows that each say how many there are in all, what they are about, and what was found."""
    total, named = 0, []
    for of, subject, found in rows:
        total = of
        named.append(Differing(subject=subject, found=found))
    return Found(total=total, named=tuple(named))


def all_named(differing: Iterable[Differing]) -> Found:
    named = tuple(differing)
    return Found(total=len(named), named=named)


def together(parts: Iterable[Found]) -> Found:
    total = 0
    named: list[Differing] = []
    for part in parts:
        total += part.total
        named.extend(part.named)
    return Found(total=total, named=tuple(named))
