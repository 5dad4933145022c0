"""Writing the places below the new bodies ahead, once teams know where they go."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from throughcare.kernel.refusals import Reason, Refused
from throughcare.organisation import commands as organisation
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import sql, units
from throughcare.restructure.rules.plan import Mirror
from throughcare.restructure.rules.plan import Plan as ReadPlan

LINE: Final = "line"
GUEST: Final = "guest"
NOBODY: Final = (None, None)
NONE: Final[Mapping[str, int]] = MappingProxyType({})
MOVED: Final = frozenset({"team", "office"})

Key = tuple[int, int]
"""An old place, and a body that it is made again under."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A unit of the old structure that is not a provider; `within` is its code without that of the body above it.

    It `ends` with that body; one of a body that goes on stays where `to_owner_id` is None.
    """

    unit_id: int
    parent_id: int
    kind: str
    code: str
    within: str
    name: str
    area: str
    ends: bool
    to_owner_id: int | None
    guest_id: int | None


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


def _code(mirror: Mirror, place: Place, *, successor: str) -> str:
    return mirror.code.format(successor=successor, old=place.code, place=place.within)


def _mirror(
    plan: Plan,
    mirror: Mirror,
    places: dict[int, Place],
    bodies: dict[int, str],
    *,
    now: datetime,
) -> dict[Key, int]:
    """Make places again: their ids by old unit and body.

    Raises:
        Refused: two of them would have one code, or the code of a unit that there is already.
    """
    wanted = {
        (above.unit_id, place.to_owner_id): above
        for place in _ordered(places.values())
        if place.to_owner_id is not None
        for above in _above(place, places)
        if above.kind in mirror.kinds
    }
    there, first = _rejoined(wanted) if mirror.rejoins else _each_apart(wanted)
    codes = {
        key: _code(mirror, wanted[key], successor=bodies[key[1]]) for key in set(first.values())
    }
    again = units.made_before(plan)
    _refuse_codes_twice(codes, again=again)
    named = units.codes_by_id(there.values())
    becomes = {key: codes[one] for key, one in first.items()}
    becomes |= {key: named[unit_id] for key, unit_id in there.items()}
    ids = organisation.stage_units(
        change_id=plan.change_id,
        units=[
            organisation.NewUnit(
                code=code,
                name=wanted[key].name,
                kind=wanted[key].kind,
                parents=((LINE, becomes.get((wanted[key].parent_id, key[1]), bodies[key[1]])),),
                facts=(("area", wanted[key].area),),
            )
            for key, code in sorted(codes.items(), key=lambda each: each[1])
        ],
        starts_at=plan.effective_at,
        now=now,
        again=again,
    )
    return there | {key: ids[codes[one]] for key, one in first.items()}


def _each_apart(wanted: dict[Key, Place]) -> tuple[dict[Key, int], dict[Key, Key]]:
    return {}, {key: key for key in wanted}


def _rejoined(wanted: dict[Key, Place]) -> tuple[dict[Key, int], dict[Key, Key]]:
    """What was one place before: by place and body, the unit of the body that goes on, or the first that is made for all."""
    standing = units.places_under({body_id for _, body_id in wanted})
    origins = units.origins({old_id for old_id, _ in wanted} | {each[1] for each in standing})
    going_on = {
        (origins.get(unit_id, unit_id), body_id, kind): unit_id
        for body_id, unit_id, kind in reversed(standing)
    }
    there: dict[Key, int] = {}
    first: dict[Key, Key] = {}
    leading: dict[tuple[int, int, str], Key] = {}
    for key, place in sorted(wanted.items(), key=lambda each: (each[1].code, each[0])):
        together = (origins.get(key[0], key[0]), key[1], place.kind)
        if together in going_on:
            there[key] = going_on[together]
        else:
            first[key] = leading.setdefault(together, key)
    return there, first


def _refuse_codes_twice(
    codes: dict[Key, str], *, going_on: Collection[int] = (), again: Mapping[str, int] = NONE
) -> None:
    """Refuse codes that are given twice; a unit that is `going_on`, or begins `again`, may have again what it had."""
    taken = units.ids_by_code(codes.values())
    own = {(code, unit_id) for (unit_id, _), code in codes.items() if unit_id in going_on}
    twice = {code for code, times in Counter(codes.values()).items() if times > 1}
    twice |= {
        code
        for code, unit_id in taken.items()
        if (code, unit_id) not in own and again.get(code) != unit_id
    }
    if both := sorted(twice):
        raise Refused(
            [
                Reason(
                    "code-twice",
                    f"Two places would have the code {code}. Change the pattern of codes under `structure`.",
                )
                for code in both
            ]
        )


def _move(
    plan: Plan,
    mirror: Mirror,
    places: dict[int, Place],
    bodies: dict[int, str],
    made: dict[Key, int],
    *,
    now: datetime,
) -> None:
    moving = [
        (place, place.to_owner_id)
        for place in _ordered(places.values())
        if place.to_owner_id is not None and place.kind in MOVED
    ]
    codes = {
        (place.unit_id, body_id): _code(mirror, place, successor=bodies[body_id])
        for place, body_id in moving
    }
    _refuse_codes_twice(codes, going_on={place.unit_id for place, _ in moving})
    goes = [
        organisation.Move(
            unit_id=place.unit_id,
            hierarchy=LINE,
            parent_id=made.get((place.parent_id, body_id), body_id),
            code=codes[place.unit_id, body_id],
        )
        for place, body_id in moving
    ]
    shares = [
        organisation.Move(unit_id=place.unit_id, hierarchy=GUEST, parent_id=place.guest_id)
        for place, _ in moving
        if place.guest_id is not None
    ]
    organisation.stage_moves(
        change_id=plan.change_id,
        moves=[*goes, *shares],
        starts_at=plan.effective_at,
        now=now,
    )


def _close(
    plan: Plan,
    read: ReadPlan,
    mirror: Mirror,
    places: dict[int, Place],
    made: dict[Key, int],
    *,
    now: datetime,
) -> None:
    old = [
        place for place in _ordered(places.values()) if place.ends and place.kind in mirror.kinds
    ]
    heirs: dict[int, list[int]] = defaultdict(list)
    for (old_id, _), new_id in made.items():
        heirs[old_id].append(new_id)
    begun = units.begun_with(change_id=plan.change_id)
    shared = {
        heir for heir, times in Counter(made.values()).items() if times > 1 or heir not in begun
    }
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
        edges=[edge for place in old for edge in _edges(place, heirs[place.unit_id], shared)],
        now=now,
    )


def _edges(place: Place, heirs: list[int], shared: set[int]) -> list[organisation.Edge]:
    """How a place passes to those that follow it; `shared` follow others as well."""
    if not heirs:
        return [organisation.Edge(predecessor_id=place.unit_id, successor_id=None, kind="close")]
    alone, beside = ("replace", "merge") if len(heirs) == 1 else ("split", "split-merge")
    kind = beside if any(heir in shared for heir in heirs) else alone
    return [
        organisation.Edge(
            predecessor_id=place.unit_id,
            successor_id=heir,
            kind=kind,
            rule="where its teams go" if len(heirs) > 1 else "",
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
    """Every open unit that hangs in the line under a provider that the plan touches, with the answer for it."""
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
            " where fact in ('kind', 'name', 'area', 'operating')"
        )
    }
    answered = {
        item_id: (owner_id, guest_id)
        for item_id, owner_id, guest_id in sql.rows(
            "select item_id, to_owner_id, guest_id from restructure_answer"
            " where plan_id = %s and kind in ('team', 'office')",
            [plan.pk],
        )
    }
    bodies = {unit_id for unit_id, code in codes.items() if code in read.touched}
    return [
        Place(
            unit_id=unit_id,
            parent_id=parents[unit_id],
            kind=facts[unit_id, "kind"],
            code=code,
            name=facts[unit_id, "name"],
            within=code.removeprefix(codes[top]),
            area=facts.get((unit_id, "area")) or codes[top],
            ends=codes[top] in read.closing,
            to_owner_id=answered.get(unit_id, NOBODY)[0],
            guest_id=answered.get(unit_id, NOBODY)[1],
        )
        for unit_id, code in sorted(codes.items(), key=lambda each: each[1])
        if (top := _above_in(bodies, unit_id, parents)) is not None
        and facts[unit_id, "operating"] == "yes"
    ]


def _above_in(wanted: set[int], unit_id: int, parents: dict[int, int | None]) -> int | None:
    """The nearest of some units above a unit; None where it hangs under none of them."""
    above = parents.get(unit_id)
    while above is not None and above not in wanted:
        above = parents.get(above)
    return above
