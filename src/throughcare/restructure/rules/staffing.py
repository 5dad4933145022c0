"""Filling numbers of posts with people, in a published order and without chance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from throughcare.kernel.conditions.syntax import Fact, Facts
from throughcare.restructure.rules.plan import Criterion, Plan, Staffing

SETTLED: Final = "Settled by the post held."
"""What is said of somebody who stands on no list."""


@dataclass(frozen=True, slots=True)
class Person:
    """A staff account before the list. `settled` is the outcome that an earlier rule gave."""

    reference: str
    unit: str
    facts: Facts
    settled: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands: outcome, place on the unit's list (0 when settled before), posts."""

    outcome: str
    place: int
    of: int
    says: str


@dataclass(frozen=True, slots=True)
class Filled:
    """Posts of a unit for one outcome, and how many people got one.

    The two differ only when more people are settled by what they do than there are posts.
    """

    unit: str
    outcome: str
    posts: int
    people: int


def scaled(staffing: Staffing, *, unit: str, people: int) -> tuple[int, int]:
    """Posts of a unit in proportion to the people it has; as written when the sum is theirs.

    Rounded half up in favour of the first outcome.
    """
    first, second = staffing.posts[unit]
    if first + second in {0, people}:
        return first, people - first
    share = (2 * people * first + first + second) // (2 * (first + second))
    return share, people - share


def fill(plan: Plan, people: Iterable[Person]) -> tuple[dict[str, Place], tuple[Filled, ...]]:
    """Give everybody an outcome, within the posts of their unit, whatever order they come in.

    Those settled before keep their outcome and use up posts of it. The rest stand in order of the
    plan's criteria, then of reference, and fill the first outcome's posts from the top.
    """
    staffing = plan.staffing
    if staffing is None:
        return {}, ()
    units: dict[str, list[Person]] = {}
    for person in people:
        units.setdefault(person.unit, []).append(person)
    places: dict[str, Place] = {}
    filled: list[Filled] = []
    for unit in sorted(units):
        here, books = _fill_unit(staffing, unit, units[unit])
        places |= here
        filled += books
    return places, tuple(filled)


def _fill_unit(
    staffing: Staffing, unit: str, people: list[Person]
) -> tuple[dict[str, Place], list[Filled]]:
    first, second = staffing.outcomes
    posts = dict(
        zip(staffing.outcomes, scaled(staffing, unit=unit, people=len(people)), strict=True)
    )
    settled = [person for person in people if person.settled is not None]
    listed = sorted(
        (person for person in people if person.settled is None),
        key=lambda person: (*_standing(staffing.rank, person.facts), person.reference),
    )
    taken = sum(person.settled == first for person in settled)
    free = min(max(posts[first] - taken, 0), len(listed))
    places = {
        person.reference: Place(outcome=person.settled or "", place=0, of=len(listed), says=SETTLED)
        for person in settled
    }
    for place, person in enumerate(listed, start=1):
        outcome = first if place <= free else second
        says = (
            f"Place {place} of {len(listed)} on the list of {unit}, "
            f"where the first {free} are for the {first}."
        )
        places[person.reference] = Place(outcome=outcome, place=place, of=len(listed), says=says)
    counts = {
        outcome: sum(places[person.reference].outcome == outcome for person in people)
        for outcome in staffing.outcomes
    }
    return places, [
        Filled(unit=unit, outcome=outcome, posts=posts[outcome], people=counts[outcome])
        for outcome in staffing.outcomes
    ]


def _standing(rank: tuple[Criterion, ...], facts: Facts) -> tuple[Decimal, ...]:
    return tuple(_worth(criterion, facts) for criterion in rank)


def _worth(criterion: Criterion, facts: Mapping[str, Fact]) -> Decimal:
    """Less is better."""
    fact = facts[criterion.attribute]
    value = criterion.unknown if fact is None else fact
    if criterion.best:
        text = str(value)
        place = criterion.best.index(text) if text in criterion.best else len(criterion.best)
        return Decimal(place)
    return -Decimal(str(value))
