"""What people reach before and after, explained by the change of units."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import sheaves, sql
from throughcare.restructure.queries.reconciliation.differing import (
    MOST_NAMED,
    Differing,
    Found,
    counted,
    together,
)
from throughcare.restructure.rules.reach import ChangeOfUnits, Reached, unexplained

_MOMENTS: Final = """
    (values (false, %(before)s::timestamptz, array_remove(organisation_live('infinity'), %(change)s)),
            (true, %(at)s::timestamptz, organisation_live('infinity') || %(change)s::bigint)) m (is_after, at, live)
"""

# Every seat that there was at both moments. Where a role reaches along the line alone, it does so alike from any unit of its
# provider, and is asked of the provider itself.
_LAY_SEATS: Final = """
create temp table restructure_seated on commit drop as
with placed as materialized (
    select role from access_permission where reach = 'unit' and hierarchy <> 'line'
)
select p.id, p.code, p.role::text as role, b.owner_id as old_id, x.owner_id as new_id,
       case when p.role in (select role from placed) then b.holder_id else b.owner_id end as old_place_id,
       case when p.role in (select role from placed) then x.holder_id else x.owner_id end as new_place_id,
       b.holder_id as old_holder_id, x.holder_id as new_holder_id
from access_post p
join access_postassignment_at(%(before)s, array_remove(organisation_live('infinity'), %(change)s), 'infinity') b on b.item_id = p.id
join access_postassignment_at(%(at)s, organisation_live('infinity') || %(change)s, 'infinity') x on x.item_id = p.id
where p.starts_at <= %(before)s and (p.ends_at is null or p.ends_at > %(at)s)
"""

# The access functions, asked once for all seats of a provider that are at the same place; they answer by role.
_REACHED: Final = f"""
select d.is_after, r.role, d.owner_id, d.place_id, r.action, r.through, r.provider_id
from (
    select is_after, owner_id, place_id, array_agg(distinct role) as roles
    from (
        select false as is_after, role, old_id as owner_id, old_place_id as place_id from restructure_seated
        union
        select true, role, new_id, new_place_id from restructure_seated
    ) seats group by 1, 2, 3
) d
join {_MOMENTS} on m.is_after = d.is_after
cross join lateral (
    select distinct o.role, o.action, o.through, o.provider_id
    from access_reach_of(d.roles, array_fill(d.owner_id, array[cardinality(d.roles)]),
                         array_fill(d.place_id, array[cardinality(d.roles)]), m.at, m.live) o
) r
"""

_ALIKE: Final = """
select role, old_id, old_place_id, new_id, new_place_id, array_agg(code order by code)
from restructure_seated group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
"""

# Which bodies protocols open to which kinds of body after the instant, by the policy as it stood before: a policy that changes
# with the reform is no change of units, and is explained by people.
_OPENED: Final = """
with kinds as materialized (
    select unit_id, value from organisation_facts_at(%(at)s, organisation_live('infinity') || %(change)s, 'infinity') f
    where f.fact = 'kind'
)
select r.unit_id, o.unit_id, p.view
from access_protocol p
join kinds r on r.value = p.reader_kind
join kinds o on o.value = p.owner_kind
where p.starts_at <= %(before)s and (p.ends_at is null or p.ends_at > %(before)s) and r.unit_id = any (%(owners)s)
"""

# Which bodies have ended by the instant and are under which owner in the archive, or under one that it keeps: read from the rows,
# and not asked of the functions that are held against them.
_KEPT: Final = """
with recursive ended as materialized (
    select unit_id from organisation_facts_at(%(at)s, organisation_live('infinity') || %(change)s, 'infinity')
    where fact = 'operating' and value = 'no'
),
under as materialized (
    select p.unit_id, p.parent_id
    from organisation_placements_at('archive', %(at)s, organisation_live('infinity') || %(change)s, 'infinity') p
    join ended e on e.unit_id = p.unit_id
),
kept (owner_id, unit_id) as (
    select u.parent_id, u.unit_id from under u where u.parent_id = any (%(owners)s)
    union
    select k.owner_id, u.unit_id from kept k join under u on u.parent_id = k.unit_id
)
select owner_id, unit_id from kept
"""

# Bodies that the plan placed, made or closed, and whatever hangs under one that it did.
_MOVED: Final = f"""
select distinct u.body_id
from unnest(%(bodies)s::bigint[], %(hierarchies)s::text[]) u (body_id, hierarchy)
cross join {_MOMENTS}
cross join lateral organisation_above(u.body_id, u.hierarchy, m.at, m.live) up
where exists (select from organisation_placement p where p.unit_id = up.unit_id and p.change_id = %(change)s)
   or exists (select from organisation_unitfact f where f.unit_id = up.unit_id and f.change_id = %(change)s)
"""


def access(plan: Plan, *, most: int = MOST_NAMED) -> Found:
    """Every seat reaches what it did, but for the change of units that it was answered for; exceptions are named to be looked at.

    The access functions are asked of every seat on either side of the instant: what it may do, by its role, at which bodies.
    Whatever was gained or lost is explained by where the plan put the seat, by the protocols between kinds of body, or by what
    the plan did with a body; or it is a difference. That no role was altered since staging is read from the digest of roles.
    """
    sql.write("drop table if exists restructure_seated")
    sql.write(_LAY_SEATS, _params(plan))
    sql.analyze("restructure_seated")
    return together(
        [
            _closed_seats(most=most),
            _misplaced_seats(plan, most=most),
            _other_roles(plan, most=most),
            _reaching_otherwise(plan, most=most),
            _exceptions(plan, most=most),
        ]
    )


def _params(plan: Plan) -> dict[str, object]:
    return {
        "plan": plan.pk,
        "change": plan.change_id,
        "at": plan.effective_at,
        "before": plan.before,
    }


def _closed_seats(*, most: int) -> Found:
    return counted(
        (total, f"post {code}", "sits in a unit that does not operate")
        for total, code in sql.rows(
            """
            select count(*) over (), f.reference from access_post_facts f
            where organisation_fact(f.owner_id, 'operating', tc_now(), tc_live()) <> 'yes'
               or organisation_fact(f.holder_id, 'operating', tc_now(), tc_live()) <> 'yes'
            order by 2 limit %s
            """,
            [most],
        )
    )


def _misplaced_seats(plan: Plan, *, most: int) -> Found:
    """Seats that are neither where the plan put them, nor where they were and it had nothing to say, nor moved since."""
    return counted(
        (total, f"post {code}", "is not where the plan put it")
        for total, code in sql.rows(
            """
            select count(*) over (), s.code
            from restructure_seated s
            left join restructure_answer a
              on a.plan_id = %(plan)s and a.kind = 'account' and a.item_id = s.id and a.standing = 'answered'
            where s.new_id <> coalesce(a.to_owner_id, s.old_id)
               or s.new_holder_id <> coalesce(a.to_holder_id, a.to_owner_id, s.old_holder_id)
            order by 2 limit %(most)s
            """,
            _params(plan) | {"most": most},
        )
    )


def _other_roles(plan: Plan, *, most: int) -> Found:
    return counted(
        (total, f"post number {number}", _ROLE[what])
        for total, number, what in sheaves.differing(plan, sheaves.of_seats(), most=most)
    )


_ROLE: Final = {
    "altered": "has another role than when the plan was staged",
    "missing": "is not there any more",
}


@dataclass(kw_only=True)
class _Sides:
    """What seats that are alike reach, by role, owner and place, before and after."""

    before: dict[tuple[str, int, int], set[Reached]] = field(
        default_factory=lambda: defaultdict(set)
    )
    after: dict[tuple[str, int, int], set[Reached]] = field(
        default_factory=lambda: defaultdict(set)
    )

    def everything(self) -> Iterable[Reached]:
        for side in (self.before, self.after):
            for reached in side.values():
                yield from reached


def _reaching_otherwise(plan: Plan, *, most: int) -> Found:
    """Seats that gained or lost what the change of their units does not explain."""
    sides = _sides(plan)
    alike = sql.rows(_ALIKE)
    owners = {new_id for _, _, _, new_id, _, _ in alike}
    opened, kept = _opened(plan, owners), _kept(plan, owners)
    moved = _moved(plan, sides)
    total = 0
    named: list[Differing] = []
    for role, old_id, old_place_id, new_id, new_place_id, codes in alike:
        gained, lost = unexplained(
            sides.before[role, old_id, old_place_id],
            sides.after[role, new_id, new_place_id],
            ChangeOfUnits(
                old_owner_id=old_id,
                new_owner_id=new_id,
                opened=opened[new_id],
                moved=moved,
                kept=kept[new_id],
            ),
        )
        if gained or lost:
            total += len(codes)
            found = _in_words(gained, lost)
            named += [
                Differing(subject=f"post {code}", found=found)
                for code in codes[: max(most - len(named), 0)]
            ]
    return Found(total=total, named=tuple(named))


def _sides(plan: Plan) -> _Sides:
    sides = _Sides()
    for is_after, role, owner_id, place_id, action, through, body_id in sql.rows(
        _REACHED, _params(plan)
    ):
        side = sides.after if is_after else sides.before
        side[role, owner_id, place_id].add(Reached(action=action, through=through, body_id=body_id))
    return sides


def _opened(plan: Plan, owners: AbstractSet[int]) -> Mapping[int, Mapping[str, AbstractSet[int]]]:
    """For each owner and action, the bodies that protocols open to it: the full view to reading, any to the minimum safe view."""
    opened: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for reader_id, body_id, view in sql.rows(_OPENED, _params(plan) | {"owners": sorted(owners)}):
        opened[reader_id]["case.minimum"].add(body_id)
        if view == "full":
            opened[reader_id]["case.read"].add(body_id)
    return opened


def _kept(plan: Plan, owners: AbstractSet[int]) -> Mapping[int, AbstractSet[int]]:
    kept: dict[int, set[int]] = defaultdict(set)
    for owner_id, body_id in sql.rows(_KEPT, _params(plan) | {"owners": sorted(owners)}):
        kept[owner_id].add(body_id)
    return kept


def _moved(plan: Plan, sides: _Sides) -> frozenset[int]:
    along = sorted(
        {
            (each.body_id, each.through)
            for each in sides.everything()
            if each.body_id is not None
            and each.through not in {"post", "nation", "protocol", "archive"}
        }
    )
    params = {"bodies": [body for body, _ in along], "hierarchies": [which for _, which in along]}
    return frozenset(body_id for (body_id,) in sql.rows(_MOVED, _params(plan) | params))


def _in_words(gained: AbstractSet[Reached], lost: AbstractSet[Reached]) -> str:
    return "; ".join(
        f"{verb} without a reason in the change of units: {_actions(reached)}"
        for verb, reached in (("gained", gained), ("lost", lost))
        if reached
    )


def _actions(reached: AbstractSet[Reached]) -> str:
    return ", ".join(sorted({f"{each.action} by {each.through}" for each in reached}))


def _exceptions(plan: Plan, *, most: int) -> Found:
    """Exceptions made under the old structure that go on: each is justified again, or ended."""
    return counted(
        (total, f"exception {number}", f"{kind} access goes on from before")
        for total, number, kind in sql.rows(
            """
            select count(*) over (), id, kind from access_grant
            where kind in ('explicit', 'transition') and starts_at < %s and ends_at > tc_now()
            order by starts_at, id limit %s
            """,
            [plan.effective_at, most],
        )
    )
