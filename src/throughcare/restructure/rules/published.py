"""The list of staff from when it was published on: nobody who stands on it is moved, whoever else comes, goes or asks.

Whoever comes after stands after the last, in the order in which they came, and takes a post that is free: of the first outcome
before the second. Where none is free, there is one post more, in the proportion that the plan states. A post that comes to be of
another kind goes where that kind goes, and takes its number with it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from throughcare.kernel.conditions.evaluation import Beneath
from throughcare.kernel.conditions.syntax import Facts
from throughcare.restructure.rules import listing, staffing
from throughcare.restructure.rules.plan import Plan, Staffing
from throughcare.restructure.rules.staffing import Person, Place


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody who came onto the list of a unit, with the facts of their seat; or left it, with none."""

    reference: str
    unit: str
    seat: Facts | None


class Published:
    """Who stands where: `places` by the reference of a seat, `posts` by unit and outcome."""

    def __init__(
        self, plan: Plan, staff: Staffing, published: Iterable[Facts], *, beneath: Beneath
    ) -> None:
        self._plan, self._staffing, self._beneath = plan, staff, beneath
        self._people = {
            each.reference: each
            for each in (listing.person(plan, seat, beneath=beneath) for seat in published)
        }
        self.places, filled = staffing.fill(plan, self._people.values())
        self.posts = Counter({(each.unit, each.outcome): each.posts for each in filled})
        self._taken = Counter({(each.unit, each.outcome): each.people for each in filled})
        self._published: Counter[str] = Counter()
        self._had: dict[tuple[str, str], Place] = {}
        for reference, each in self._people.items():
            if self.places[reference].place:
                self._had[reference, each.unit] = self.places[reference]
                self._published[each.unit] += 1
        self._last = Counter(self._published)

    def unit_of(self, reference: str) -> str | None:
        """On whose list somebody stands; None for nobody's."""
        here = self._people.get(reference)
        return here.unit if here else None

    def is_new(self, seat: Facts) -> bool:
        """Whether somebody has to come onto the list anew, for what their seat is now; not for what it is ranked by."""
        now = listing.person(self._plan, seat, beneath=self._beneath)
        here = self._people.get(now.reference)
        return here is None or (here.unit, here.settled) != (now.unit, now.settled)

    def follow(self, entry: Entry) -> None:
        """Have somebody come or leave."""
        before = self._people.pop(entry.reference, None)
        left = self.places.pop(entry.reference, None)
        if before and left:
            self._taken[before.unit, left.outcome] -= 1
        if entry.seat is None:
            return
        now = listing.person(self._plan, entry.seat, beneath=self._beneath)
        place = self._place_of(now)
        self._take(now.unit, place.outcome, left if before and before.unit == now.unit else None)
        self._people[now.reference] = now
        self.places[now.reference] = place

    def _place_of(self, now: Person) -> Place:
        if now.settled is not None:
            of = self._published[now.unit]
            return Place(outcome=now.settled, place=0, of=of, says=staffing.SETTLED)
        if had := self._had.get((now.reference, now.unit)):
            return had
        self._last[now.unit] += 1
        place = self._after_the_last(now.unit)
        self._had[now.reference, now.unit] = place
        return place

    def _after_the_last(self, unit: str) -> Place:
        first, second = self._staffing.outcomes
        free = [
            each for each in (first, second) if self._taken[unit, each] < self.posts[unit, each]
        ]
        if free:
            outcome, why = free[0], f"A post for the {free[0]} was free."
        else:
            posts = self.posts[unit, first] + self.posts[unit, second]
            share, _ = staffing.scaled(self._staffing, unit=unit, people=posts + 1)
            outcome = first if share > self.posts[unit, first] else second
            why = f"No post was free: there is one more, which in proportion is for the {outcome}."
        number, of = self._last[unit], self._published[unit]
        says = f"Number {number} on the list of {unit}, after the {of} whose places were published. {why}"
        return Place(outcome=outcome, place=number, of=of, says=says)

    def _take(self, unit: str, outcome: str, left: Place | None) -> None:
        if self._taken[unit, outcome] >= self.posts[unit, outcome]:
            self.posts[unit, outcome] += 1
            if left:
                self.posts[unit, left.outcome] = max(self.posts[unit, left.outcome] - 1, 0)
        self._taken[unit, outcome] += 1


def stands(
    plan: Plan,
    staff: Staffing,
    *,
    published: Iterable[Facts],
    since: Iterable[Entry],
    beneath: Beneath,
) -> Published:
    """The list as it stands after everything that came since it was published, in that order."""
    found = Published(plan, staff, published, beneath=beneath)
    for entry in since:
        found.follow(entry)
    return found
