"""Which body an outcome stands for: the unit of that kind to which the duties of an area came.

An area is said by the code of a unit that had it once. No table of bodies is kept: successions say who follows whom.
"""

from dataclasses import dataclass

from throughcare.kernel.refusals import Refused
from throughcare.organisation import queries as organisation


@dataclass(frozen=True, kw_only=True)
class Area:
    """An area that a kind of body has, by the code and name of a unit that had it."""

    code: str
    name: str


def bodies(code: str, *, kind: str, moment: organisation.Moment) -> tuple[organisation.Named, ...]:
    """The open units of a kind that have the area of a code; none where nobody was given the code, several where it is divided."""
    try:
        found = organisation.bearing(code, moment=moment)
    except Refused:
        return ()
    return bodies_near(found.given_to.unit_id, kind=kind, moment=moment)


def bodies_near(
    unit_id: int, *, kind: str, moment: organisation.Moment
) -> tuple[organisation.Named, ...]:
    """The open units of a kind that follow a unit, or else those that follow what came before it; a few queries."""
    own = _of_kind(unit_id, kind=kind, moment=moment)
    if own:
        return own
    found: dict[int, organisation.Named] = {}
    for before in organisation.predecessors(unit_id, moment=moment):
        for each in _of_kind(before.unit.unit_id, kind=kind, moment=moment):
            found[each.unit_id] = each
    return tuple(sorted(found.values(), key=lambda each: each.code))


def areas(unit_id: int, *, moment: organisation.Moment) -> tuple[Area, ...]:
    """The areas that came to a unit, by name: what may be chosen where no address says it. Two queries."""
    nearest = [
        before.unit
        for before in organisation.predecessors(unit_id, moment=moment)
        if before.generation == 1
    ]
    return tuple(
        Area(code=each.code, name=each.name or each.code)
        for each in sorted(nearest, key=lambda each: (each.name, each.code))
    )


def _of_kind(
    unit_id: int, *, kind: str, moment: organisation.Moment
) -> tuple[organisation.Named, ...]:
    return tuple(
        each
        for each in organisation.current_successors(unit_id, moment=moment)
        if each.kind == kind
    )
