"""What stays when all bodies that are open have left: digests only."""

import json
from dataclasses import dataclass
from typing import Final

from throughcare.handover.rules.digests import Digest

STAYS: Final = "stays"
FORMAT: Final = "throughcare-stays/1"


@dataclass(frozen=True, kw_only=True)
class Stay:
    """How many rows of a table no open body owns, and their digest."""

    table: str
    rows: int
    digest: str

    @property
    def records(self) -> Digest:
        return Digest.read(rows=self.rows, text=self.digest)


@dataclass(frozen=True, kw_only=True)
class Stays:
    """`left_out` names the tables that stay whole, with why; nothing is told of them."""

    as_at: str
    bodies: tuple[str, ...]
    tables: tuple[Stay, ...]
    left_out: dict[str, str]
    format: str = FORMAT


def read(text: str) -> Stays:
    """Give the list that a file holds.

    Raises:
        ValueError: it is no such list.
    """
    try:
        found = json.loads(text)
        tables = tuple(Stay(**each) for each in found.pop("tables"))
        return Stays(**found | {"tables": tables, "bodies": tuple(found["bodies"])})
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as fault:
        raise ValueError("it is no list of what stays") from fault
