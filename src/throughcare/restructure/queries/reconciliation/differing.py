"""What a check of a reconciliation answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from throughcare.restructure.models import Plan

MOST_NAMED: Final = 1000


@dataclass(frozen=True, kw_only=True)
class Differing:
    """Something that does not agree: what it is about, and what was found."""

    subject: str
    found: str


@dataclass(frozen=True, kw_only=True)
class Check:
    name: str
    compares: str
    run: Callable[[Plan], list[Differing]]
