"""Which team and officer go on with an item inside its new owner.

Work stays with its officer where the officer goes to the same body; else with its team where the team does; else it goes
to a team of that body from the same place: the delivery unit, failing that the cluster, failing that the provider,
failing that anywhere in the body. Where several teams are as near, items are dealt out among them by number, so that
the answer is the same in any order. An item that lost its officer has none, and is listed as such.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from throughcare.kernel.scripts import statements
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import sql
from throughcare.restructure.queries.kinds import Kind

# Every team that has an answer, with each unit above it in the old line; for each body and old unit, its teams; and for
# each old team and body, the teams of that body that are nearest. A null team stands for anywhere.
_PLACES: Final = """
create temp table restructure_place on commit drop as
with recursive line as materialized (
    select unit_id, parent_id from organisation_placements_at('line', tc_now(), tc_live(), 'infinity')
),
up (team_id, to_owner_id, place_id, height) as (
    select a.item_id, a.to_owner_id, a.item_id, 0 from restructure_answer a
    where a.plan_id = %(plan)s and a.kind = 'team' and a.standing = 'answered'
    union all
    select up.team_id, up.to_owner_id, l.parent_id, up.height + 1
    from up join line l on l.unit_id = up.place_id where l.parent_id is not null
)
select * from up;

create temp table restructure_near on commit drop as
select to_owner_id, place_id, array_agg(team_id order by team_id) as teams
from restructure_place group by to_owner_id, place_id;

create temp table restructure_way on commit drop as
select * from (
    select distinct on (p.team_id, n.to_owner_id) p.team_id, n.to_owner_id, n.teams
    from restructure_place p join restructure_near n on n.place_id = p.place_id
    order by p.team_id, n.to_owner_id, p.height
) nearest
union all
select null, to_owner_id, array_agg(distinct team_id order by team_id) from restructure_place group by to_owner_id;

create unique index on restructure_way (to_owner_id, team_id);
analyze restructure_way;
"""

# Two look-ups of one row each: asked for both at once, every item would sort what it found.
_DEALT_OUT: Final = """(
    select w.teams[1 + (a.item_id %% cardinality(w.teams))::int]
    from restructure_way w where w.to_owner_id = a.to_owner_id and w.team_id {team}
)"""
_NEAREST: Final = (
    f"{_DEALT_OUT.format(team='= a.from_holder_id')}, {_DEALT_OUT.format(team='is null')}"
)
"""The team that is nearest, and failing that one anywhere in the body: two arguments of `coalesce`."""


@dataclass(frozen=True, kw_only=True)
class Holders:
    """Which team and which post go on with an answered item `a`, as SQL, and what is joined beside it for that."""

    team: str
    post: str
    beside: str


NOBODY: Final = Holders(team="null::bigint", post="null::bigint", beside="")
"""For what has no team or officer yet."""

OF_WORK: Final = Holders(
    team=f"""case when a.standing = 'answered' then coalesce(
        case when seat.to_owner_id = a.to_owner_id then seat.to_holder_id end, {_NEAREST}, a.to_owner_id) end""",
    post="case when a.standing = 'answered' and seat.to_owner_id = a.to_owner_id then a.from_post_id end",
    beside="""left join restructure_answer seat
        on seat.plan_id = {plan} and seat.kind = 'account' and seat.item_id = a.from_post_id and seat.standing = 'answered'""",
)
"""For work: its officer where that officer goes to the same body. Seats must have been placed, and the places laid."""

_SEATS: Final = f"""
update restructure_answer a
set to_holder_id = case when a.from_holder_id = a.from_owner_id then a.to_owner_id else coalesce({_NEAREST}, a.to_owner_id) end
where a.plan_id = %(plan)s and a.kind = %(kind)s and a.standing = 'answered'
  and (%(only)s::bigint[] is null or a.item_id = any (%(only)s))
"""

_WORK: Final = f"""
update restructure_answer placed
set to_holder_id = {OF_WORK.team}, to_post_id = {OF_WORK.post}
from restructure_answer a {OF_WORK.beside}
where a.plan_id = %(plan)s and a.kind = %(kind)s and placed.id = a.id
  and (%(only)s::bigint[] is null or a.item_id = any (%(only)s))
"""


def lay_places(*, plan: Plan) -> None:
    """Lay out where every team was and where it goes; dropped when the transaction ends."""
    sql.write("drop table if exists restructure_place, restructure_near, restructure_way")
    for statement in statements(_PLACES):
        sql.write(statement, {"plan": plan.pk})


def place_seats(*, plan: Plan, kind: Kind, only: Iterable[int] | None = None) -> int:
    """Give every seat the team it goes on in; how many. The places must be laid."""
    return sql.write(_SEATS, _params(plan, kind, only))


def place_work(*, plan: Plan, kind: Kind, only: Iterable[int] | None = None) -> int:
    """Give the items named, or all, the team and officer that go on with them; how many. Seats must have been placed."""
    return sql.write(_WORK.format(plan=plan.pk), _params(plan, kind, only))


def _params(plan: Plan, kind: Kind, only: Iterable[int] | None) -> dict[str, object]:
    ids = None if only is None else sorted(only)
    return {"plan": plan.pk, "kind": kind.name, "only": ids}
