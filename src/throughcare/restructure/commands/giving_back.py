"""What people were given on the first day goes back with an abort: nothing that anybody decided is lost, and nobody is left without.

An item that was there before goes to the body that had it. One that is new goes to the body of the team that its team was made of.
The team and the officer whom it was given keep it, as they are in the old structure, where they are of that body. A post that is
new and sits on a body of the plan itself, as that of its head, goes nowhere: it ends with the body.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from throughcare.access import commands as change_access
from throughcare.audit import commands as audit
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import facts, kinds, plans, sql, units
from throughcare.restructure.queries.kinds import Kind

_LAY: Final = """
create temp table restructure_given on commit drop as
select s.id, s.item_id, s.holder_id, s.post_id, s.starts_at from {assignments} s
where s.change_id is null and s.superseded_at is null and s.starts_at >= %(from)s
  and s.owner_id in (select f.unit_id from organisation_unitfact f
                     where f.change_id = %(change)s and f.fact = 'operating' and f.value = 'yes')
"""
# Each team as it is in the old structure, itself or the one that the plan made it of, and whose it is there.
_BACK: Final = """
create temp table restructure_back on commit drop as
with made_of as (
    select e.successor_id as unit_id, min(e.predecessor_id) as team_id
    from organisation_successionedge e join organisation_successionevent v on v.id = e.event_id and v.change_id = %(change)s
    where e.successor_id is not null group by 1 having count(distinct e.predecessor_id) = 1
),
teams as (
    select h.holder_id,
           case when organisation_fact(h.holder_id, 'operating', %(before)s, l.live) = 'yes' then h.holder_id else m.team_id end as team_id
    from (select distinct holder_id from restructure_given) h
    cross join (select organisation_live('infinity') as live) l
    left join made_of m on m.unit_id = h.holder_id
),
owned as (
    select g.*, above.team_id, above.unit_id as owner_of_team, p.holder_id as holder_before, p.post_id as post_before,
           coalesce(p.owner_id, above.unit_id) as owner_id
    from restructure_given g
    join (
        select t.*, (select u.unit_id from organisation_above(t.team_id, 'line', %(before)s, organisation_live('infinity')) u
                     where organisation_fact(u.unit_id, 'kind', %(before)s, organisation_live('infinity'))
                           in (select code from organisation_kind where is_provider)
                     order by u.height limit 1) as unit_id
        from teams t
    ) above on above.holder_id = g.holder_id
    left join lateral (
        select a.owner_id, a.holder_id, a.post_id from {assignments} a
        where a.item_id = g.item_id and a.starts_at <= g.starts_at and a.superseded_at is null
          and a.id not in (select id from restructure_given)
          and (a.change_id is null or a.change_id = any (organisation_live('infinity')))
        order by a.starts_at desc, a.change_id desc nulls last, a.id desc limit 1
    ) p on true
)
select o.id, o.item_id, o.starts_at, o.owner_id,
       case when o.owner_of_team = o.owner_id then o.team_id else coalesce(o.holder_before, o.owner_id) end as holder_id,
       case when x.owner_id = o.owner_id then o.post_id else o.post_before end as post_id
from owned o
left join access_postassignment_at(%(before)s, organisation_live('infinity'), 'infinity') x on x.item_id = o.post_id
"""
# Posts that are new and sit, by the last that was said of them, on a body of the plan; and those for which nobody of before stands.
_ENDING: Final = """
select g.item_id, (select c.code from organisation_unitcode c where c.unit_id = g.holder_id order by c.starts_at desc limit 1)
from (select distinct on (item_id) item_id, holder_id from restructure_given order by item_id, starts_at desc, id desc) g
join {table} t on t.id = g.item_id and t.{begins} >= %(from)s
where g.holder_id = any (%(bodies)s) or g.item_id in (select item_id from restructure_back where owner_id is null)
order by 1
"""
_LEAVE: Final = """
with left_out as (delete from restructure_given where item_id = any (%(items)s))
delete from restructure_back where item_id = any (%(items)s)
"""
_TAKE: Final = "update {assignments} set superseded_at = %(now)s where id in (select id from restructure_given)"
_GIVE: Final = """
insert into {assignments} (item_id, owner_id, holder_id, post_id, starts_at, basis, recorded_at)
select item_id, owner_id, holder_id, post_id, starts_at, %(basis)s, %(now)s from restructure_back where owner_id is not null
"""


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A post that ended with the body that it sat on: the codes of both, and the role."""

    post: str
    role: str
    unit: str


@dataclass(frozen=True, kw_only=True)
class GivenBack:
    """How many items nobody can be found for, and the posts that ended."""

    left: int
    ended: list[Ended]


def give_back(plan: Plan, *, now: datetime) -> GivenBack:
    """Give back what bodies of a plan that is live no more were given.

    Written on both clocks: what was given is superseded, and what stands in its place begins when that did.
    """
    of_kinds = [_of_kind(plan, kind, now=now) for kind in kinds.assigned()]
    return GivenBack(
        left=sum(each.left for each in of_kinds),
        ended=[post for each in of_kinds for post in each.ended],
    )


def _of_kind(plan: Plan, kind: Kind, *, now: datetime) -> GivenBack:
    words = {"assignments": kind.assignments}
    params = {
        "change": plan.change_id,
        "from": plan.effective_at,
        "before": plan.before,
        "now": now,
        "basis": f"{plan.reference} v{plan.version} aborted",
    }
    sql.write("drop table if exists restructure_given, restructure_back")
    if not sql.write(_LAY.format(**words), params):
        return GivenBack(left=0, ended=[])
    sql.write(_BACK.format(**words), params)
    ended = _end_posts(plan, kind, now=now) if kind.name == facts.ACCOUNT else []
    sql.write(_TAKE.format(**words), params)
    sql.write(_GIVE.format(**words), params)
    _record(plan, kind, now=now)
    left = sql.value("select count(*) from restructure_back where owner_id is null")
    return GivenBack(left=left, ended=ended)


def _end_posts(plan: Plan, kind: Kind, *, now: datetime) -> list[Ended]:
    """End the posts that go nowhere, and leave where they are those that had ended before; what ended now."""
    bodies = units.ids_by_code([unit.code for unit in plans.read(plan).new_units])
    asked = {"from": plan.effective_at, "bodies": list(bodies.values())}
    ending = dict(sql.rows(_ENDING.format(table=kind.table, begins=kind.begins), asked))
    if not ending:
        return []
    sql.write(_LEAVE, {"items": list(ending)})
    posts = change_access.end_posts(post_ids=list(ending), now=now)
    ended = [Ended(post=post.code, role=post.role, unit=ending[post.pk]) for post in posts]
    if ended:
        audit.record_many(
            account_id=None,
            action="restructure.post-ended",
            subject_kind=kind.name,
            subject_references=[each.post for each in ended],
            now=now,
            detail={"plan": str(plan), "units": [each.unit for each in ended]},
        )
    return ended


def _record(plan: Plan, kind: Kind, *, now: datetime) -> None:
    known = f"left join {kind.references} r on r.item_id = b.item_id" if kind.references else ""
    named = "coalesce(r.reference::text, b.item_id::text)" if known else "b.item_id::text"
    given = sql.rows(f"select distinct {named} from restructure_back b {known} order by 1")
    if not given:
        return
    audit.record_many(
        account_id=None,
        action="restructure.given-back",
        subject_kind=kind.name,
        subject_references=[reference for (reference,) in given],
        now=now,
        detail={"plan": str(plan)},
    )
