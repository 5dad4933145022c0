"""Work that goes from step to step by the acts of several parties: where it may stand, and which ways lead on.

Steps and moves are rows with their days, and practice of the service; a room says what each move needs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where work may stand, what may be done there besides going on; `acts` says who acts next, and is empty at an end."""

    code: str
    position: int
    title: str
    acts: str
    allows: frozenset[str] = frozenset()

    @property
    def is_end(self) -> bool:
        return not self.acts


@dataclass(frozen=True, kw_only=True)
class Way:
    """That a party may take work from one place to another, from a day on and until another."""

    code: str
    here: str
    to: Place
    label: str
    party: str
    needs: tuple[str, ...]
    ends_as: str
    starts_on: date
    ends_on: date | None

    def is_in_force(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on < self.ends_on)


def ways_from(ways: Iterable[Way], *, here: str, party: str, on: date) -> tuple[Way, ...]:
    """The moves that a party may take from a place on a day, in the order of where they lead."""
    open_ways = (
        way for way in ways if way.here == here and way.party == party and way.is_in_force(on)
    )
    return tuple(sorted(open_ways, key=lambda way: way.to.position))
