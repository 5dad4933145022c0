"""Writing the new organisation ahead: bodies first, then the places below them, once teams know where they go."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from throughcare.organisation import commands as organisation
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import sql, units
from throughcare.restructure.rules.plan import Mirror
from throughcare.restructure.rules.plan import Plan as ReadPlan

LINE: Final = "line"
MOVED: Final = frozenset({"team", "office"})


@dataclass(frozen=True, kw_only=True)
class Place:
    """A unit of the old structure that is not a provider."""

    unit_id: int
    parent_id: int
    kind: str
    code: str
    name: str
    area: str
    to_owner_id: int | None


def unstage(*, plan: Plan) -> None:
    """Take back what was written ahead for a plan that never was live."""
    organisation.unstage_units(change_id=plan.change_id)


def stage_bodies(*, plan: Plan, read: ReadPlan, now: datetime) -> None:
    """Write the bodies that begin and end with the plan, how duties pass, and who owns what."""
    organisation.stage_units(
        change_id=plan.change_id,
        units=[
            organisation.NewUnit(
                code=unit.code,
                name=unit.name,
                kind=unit.kind,
                accepts_work=unit.accepts,
                parents=() if unit.parent is None else ((LINE, unit.parent),),
            )
            for unit in read.new_units
        ],
        starts_at=plan.effective_at,
        now=now,
    )
    ids = units.ids_by_code(_named(read))
    _stage_ends(plan, read, ids, now=now)
    _stage_owners(plan, read, ids, now=now)


def _stage_ends(plan: Plan, read: ReadPlan, ids: dict[str, int], *, now: datetime) -> None:
    organisation.stage_closings(
        change_id=plan.change_id,
        closings=[
            organisation.Closing(
                unit_id=ids[each.code],
                closes_at=plan.effective_at,
                dissolved_at=each.legal_until,
            )
            for each in read.old_units
        ],
        now=now,
    )
    for event in read.events:
        organisation.stage_succession(
            change_id=plan.change_id,
            reference=f"{event.reference}-v{plan.version}",
            legal_basis=event.legal_basis,
            effective_at=event.instant,
            edges=[
                organisation.Edge(
                    predecessor_id=ids[edge.origin],
                    successor_id=None if edge.to is None else ids[edge.to],
                    kind=edge.kind,
                    rule=edge.rule,
                    passes=edge.passes,
                )
                for edge in event.edges
            ],
            now=now,
        )


def _stage_owners(plan: Plan, read: ReadPlan, ids: dict[str, int], *, now: datetime) -> None:
    names = {entity.code: entity.name for entity in read.entities}
    organisation.stage_ownerships(
        change_id=plan.change_id,
        owners=[(ids[each.unit], each.entity, names[each.entity]) for each in read.ownership],
        starts_at=plan.effective_at,
        now=now,
    )
    organisation.stage_moves(
        change_id=plan.change_id,
        moves=[
            organisation.Move(
                unit_id=ids[each.unit],
                hierarchy=each.hierarchy,
                parent_id=ids[each.parent],
            )
            for each in read.placements
        ],
        starts_at=plan.effective_at,
        now=now,
    )


def stage_places(*, plan: Plan, read: ReadPlan, now: datetime) -> None:
    """Write the places of the old structure again under each body that has a team there, and move teams and offices.

    Which kinds of place, and how codes are made from those of successor and place, is said by the plan.
    """
    places = {place.unit_id: place for place in _places(plan, read)}
    if read.mirror is None or not places:
        return
    bodies = units.codes_by_id({each.to_owner_id for each in places.values() if each.to_owner_id})
    made = _mirror(plan, read.mirror, places, bodies, now=now)
    _move(plan, read.mirror, places, bodies, made, now=now)
    _close(plan, read, read.mirror, places, made, now=now)


def _code(mirror: Mirror, *, successor: str, old: str) -> str:
    return mirror.code.format(successor=successor, old=old)


def _mirror(
    plan: Plan,
    mirror: Mirror,
    places: dict[int, Place],
    bodies: dict[int, str],
    *,
    now: datetime,
) -> dict[tuple[int, int], int]:
    """Make places again: their ids by old unit and body."""
    wanted = {
        (above.unit_id, place.to_owner_id): _code(
            mirror, successor=bodies[place.to_owner_id], old=above.code
        )
        for place in _ordered(places.values())
        if place.to_owner_id is not None
        for above in _above(place, places)
        if above.kind in mirror.kinds
    }
    ids = organisation.stage_units(
        change_id=plan.change_id,
        units=[
            organisation.NewUnit(
                code=code,
                name=places[old_id].name,
                kind=places[old_id].kind,
                parents=((LINE, wanted.get((places[old_id].parent_id, body_id), bodies[body_id])),),
                facts=(("area", places[old_id].area),),
            )
            for (old_id, body_id), code in sorted(wanted.items(), key=lambda each: each[1])
        ],
        starts_at=plan.effective_at,
        now=now,
    )
    return {key: ids[code] for key, code in wanted.items()}


def _move(
    plan: Plan,
    mirror: Mirror,
    places: dict[int, Place],
    bodies: dict[int, str],
    made: dict[tuple[int, int], int],
    *,
    now: datetime,
) -> None:
    organisation.stage_moves(
        change_id=plan.change_id,
        moves=[
            organisation.Move(
                unit_id=place.unit_id,
                hierarchy=LINE,
                parent_id=made.get((place.parent_id, place.to_owner_id), place.to_owner_id),
                code=_code(mirror, successor=bodies[place.to_owner_id], old=place.code),
            )
            for place in _ordered(places.values())
            if place.to_owner_id is not None and place.kind in MOVED
        ],
        starts_at=plan.effective_at,
        now=now,
    )


def _close(
    plan: Plan,
    read: ReadPlan,
    mirror: Mirror,
    places: dict[int, Place],
    made: dict[tuple[int, int], int],
    *,
    now: datetime,
) -> None:
    old = [place for place in _ordered(places.values()) if place.kind in mirror.kinds]
    heirs: dict[int, list[int]] = defaultdict(list)
    for (old_id, _), new_id in made.items():
        heirs[old_id].append(new_id)
    organisation.stage_closings(
        change_id=plan.change_id,
        closings=[
            organisation.Closing(
                unit_id=place.unit_id, closes_at=plan.effective_at, dissolved_at=None
            )
            for place in old
        ],
        now=now,
    )
    organisation.stage_succession(
        change_id=plan.change_id,
        reference=f"{plan.reference}-v{plan.version}-places",
        legal_basis=read.legal_basis,
        effective_at=plan.effective_at,
        edges=[edge for place in old for edge in _edges(place, heirs[place.unit_id])],
        now=now,
    )


def _edges(place: Place, heirs: list[int]) -> list[organisation.Edge]:
    if not heirs:
        return [organisation.Edge(predecessor_id=place.unit_id, successor_id=None, kind="close")]
    kind = "replace" if len(heirs) == 1 else "split"
    return [
        organisation.Edge(
            predecessor_id=place.unit_id, successor_id=heir, kind=kind, rule="leader of the team"
        )
        for heir in sorted(heirs)
    ]


def _ordered(places: Iterable[Place]) -> list[Place]:
    return sorted(places, key=lambda place: place.code)


def _above(place: Place, places: dict[int, Place]) -> list[Place]:
    found = []
    while (parent := places.get(place.parent_id)) is not None:
        found.append(parent)
        place = parent
    return found


def _places(plan: Plan, read: ReadPlan) -> list[Place]:
    """Every unit that hangs in the line under a provider that closes, with the answer for it."""
    codes = dict(sql.rows("select unit_id, code from organisation_codes_at(tc_now(), tc_live())"))
    parents = dict(
        sql.rows(
            "select unit_id, parent_id from organisation_placements_at('line', tc_now(), tc_live(), 'infinity')"
        )
    )
    facts = {
        (unit_id, fact): value
        for unit_id, fact, value in sql.rows(
            "select unit_id, fact, value from organisation_facts_at(tc_now(), tc_live(), 'infinity')"
            " where fact in ('kind', 'name')"
        )
    }
    answered = dict(
        sql.rows(
            "select item_id, to_owner_id from restructure_answer where plan_id = %s and kind in ('team', 'office')",
            [plan.pk],
        )
    )
    named = {each.code for each in read.old_units}
    closing = {unit_id for unit_id, code in codes.items() if code in named}
    return [
        Place(
            unit_id=unit_id,
            parent_id=parents[unit_id],
            kind=facts[unit_id, "kind"],
            code=code,
            name=facts[unit_id, "name"],
            area=codes[top],
            to_owner_id=answered.get(unit_id),
        )
        for unit_id, code in sorted(codes.items(), key=lambda each: each[1])
        if (top := _above_in(closing, unit_id, parents)) is not None
    ]


def _above_in(wanted: set[int], unit_id: int, parents: dict[int, int | None]) -> int | None:
    """The nearest of some units above a unit; None where it hangs under none of them."""
    above = parents.get(unit_id)
    while above is not None and above not in wanted:
        above = parents.get(above)
    return above


def _named(read: ReadPlan) -> set[str]:
    codes = {unit.code for unit in read.new_units} | {each.code for each in read.old_units}
    codes |= {edge.origin for edge in read.edges}
    codes |= {edge.to for edge in read.edges if edge.to is not None}
    codes |= {each.unit for each in read.ownership}
    return codes | {code for each in read.placements for code in (each.unit, each.parent)}
