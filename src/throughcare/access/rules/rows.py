"""The rows that the policy stated anew depends on, and how far an action goes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]  # Any: a row of a table, whose columns differ in type


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Everything the policy depends on. Assignments are of the cases asked about."""

    switches: Iterable[Row]
    facts: Iterable[Row]
    placements: Iterable[Row]
    accounts: Iterable[Row]
    posts: Iterable[Row]
    seats: Iterable[Row]
    permissions: Iterable[Row]
    protocols: Iterable[Row]
    restrictions: Iterable[Row]
    grants: Iterable[Row]
    cases: Iterable[Row]
    assignments: Iterable[Row]
    victims: Iterable[Row] = ()
    """Assignments of the first contact with a victim about each case, with its `case_id`."""
    apart: Iterable[Row] = ()
    """Assignments of what is held apart from cases and goes on, each with its `case_id`."""
    referrals: Iterable[Row] = ()
    """The first referral of each case to a supplier: `case_id`, `supplier_id` and `sent_at`."""
    housing: Iterable[Row] = ()
    """Applications for housing with each of their stays, if any: `case_id`, `is_first`, `submitted_at`, `state`, `ends_on`, `unit_id`."""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How far one action goes: everywhere, or in providers and in units."""

    everywhere: bool
    providers: frozenset[int]
    units: frozenset[int]

    def in_place(self, owner: int | None, holder: int | None) -> bool:
        """By provider or unit: records are nobody's merely because an action goes everywhere."""
        return owner in self.providers or holder in self.units

    def covers(self, *, owner: int | None, holder: int | None) -> bool:
        return self.everywhere or self.in_place(owner, holder)
