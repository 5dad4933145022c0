"""Writing ahead what undoes a change: for each thing that it changed, a row that gives back what was before.

Nothing is taken away: what the change said stays true for the time in between.
"""

from datetime import datetime, timedelta

from django.db import connection

from throughcare.organisation.models import Change

# The rows that were in force just before the change that is undone, and the changes that counted then.
_BEFORE = "x.starts_at <= %(before)s and x.superseded_at is null and (x.change_id is null or x.change_id = any (%(live)s))"
_LATEST = "order by x.starts_at desc, x.change_id desc nulls last, x.id desc limit 1"

# A unit that the change made stops. A fact that the change set for later is undone just after it.
_FACTS = f"""
insert into organisation_unitfact (unit_id, fact, value, starts_at, change_id, recorded_at)
select u.unit_id, u.fact, coalesce(b.value, 'no'), greatest(u.last + interval '1 microsecond', %(starts_at)s), %(change)s,
       %(now)s
from (select unit_id, fact, max(starts_at) as last from organisation_unitfact
      where change_id = %(undone)s and superseded_at is null group by unit_id, fact) u
left join lateral (
    select x.value from organisation_unitfact x
    where x.unit_id = u.unit_id and x.fact = u.fact and {_BEFORE} {_LATEST}
) b on true
where b.value is not null or u.fact in ('operating', 'accepts-work', 'legal')
"""  # noqa: S608  made of the text above alone

_PLACEMENTS = f"""
insert into organisation_placement (unit_id, hierarchy, parent_id, starts_at, change_id, recorded_at)
select u.unit_id, u.hierarchy, b.parent_id, %(starts_at)s, %(change)s, %(now)s
from (select distinct unit_id, hierarchy from organisation_placement
      where change_id = %(undone)s and superseded_at is null) u
left join lateral (
    select x.parent_id from organisation_placement x
    where x.unit_id = u.unit_id and x.hierarchy = u.hierarchy and {_BEFORE} {_LATEST}
) b on true
where b.parent_id is not null
   or u.unit_id in (select f.unit_id from organisation_unitfact f
                    where f.change_id is distinct from %(undone)s and f.change_id is distinct from %(change)s)
"""  # noqa: S608  made of the text above alone

_OWNERSHIPS = f"""
insert into organisation_unitownership (unit_id, entity_id, starts_at, change_id, recorded_at)
select u.unit_id, b.entity_id, %(starts_at)s, %(change)s, %(now)s
from (select distinct unit_id from organisation_unitownership
      where change_id = %(undone)s and superseded_at is null) u
left join lateral (
    select x.entity_id from organisation_unitownership x where x.unit_id = u.unit_id and {_BEFORE} {_LATEST}
) b on true
"""  # noqa: S608  made of the text above alone

_CODES = """
insert into organisation_unitcode (code, unit_id, starts_at, change_id, recorded_at)
select b.code, u.unit_id, %(starts_at)s, %(change)s, %(now)s
from (select distinct unit_id from organisation_unitcode where change_id = %(undone)s) u
cross join lateral (
    select x.code from organisation_unitcode x
    where x.unit_id = u.unit_id and x.starts_at <= %(before)s and x.withdrawn_at is null
      and (x.change_id is null or x.change_id = any (%(live)s))
    order by x.starts_at desc, x.change_id desc nulls last limit 1
) b
"""

_EVENT = """
insert into organisation_successionevent (reference, effective_at, legal_basis, change_id, recorded_at)
values (%(reference)s, %(starts_at)s, %(legal_basis)s, %(change)s, %(now)s) returning id
"""

# What a unit that goes on was given, it gives back as a part of itself. A unit that the change made ends.
_EDGES = """
with made as (
    select unit_id from organisation_unitfact where change_id = %(undone)s and fact = 'operating' and value = 'yes'
),
back as (
    select s.predecessor_id, s.successor_id, s.kind, s.passes, m.unit_id is not null as is_made,
           count(*) over (partition by s.successor_id) > 1 as is_shared
    from organisation_successionedge s
    join organisation_successionevent e on e.id = s.event_id
    left join made m on m.unit_id = s.successor_id
    where e.change_id = %(undone)s and s.successor_id is not null and not s.is_reversal
)
insert into organisation_successionedge (event_id, predecessor_id, successor_id, kind, rule, passes, is_reversal)
select %(event)s, b.successor_id, b.predecessor_id,
       case when b.kind = 'continues' then 'continues' when not b.is_made then 'transfer'
            when b.is_shared then 'split-merge' else 'merge' end,
       case when b.kind <> 'continues' and (b.is_shared or not b.is_made) then %(rule)s else '' end, b.passes, true
from back b
union all
select %(event)s, u.unit_id, null, 'close', '', '', true
from made u
where not exists (
    select from organisation_successionedge s join organisation_successionevent e on e.id = s.event_id
    where e.change_id = %(undone)s and s.successor_id = u.unit_id
)
"""


def stage_undoing(
    *,
    change_id: int,
    undone_id: int,
    starts_at: datetime,
    reference: str,
    legal_basis: str,
    rule: str,
    now: datetime,
) -> None:
    """Write what gives back everything that a change changed; the units that it made stop operating.

    `reference` names the event by which duties pass back, `rule` what decides where several could have them.
    """
    undone = Change.objects.get(id=undone_id)
    with connection.cursor() as cursor:
        cursor.execute("select array_remove(organisation_live('infinity'), %s)", [undone_id])
        (live,) = cursor.fetchone()
        params = {
            "change": change_id,
            "undone": undone_id,
            "starts_at": starts_at,
            "before": undone.effective_at - timedelta(microseconds=1),
            "live": live,
            "reference": reference,
            "legal_basis": legal_basis,
            "rule": rule,
            "now": now,
        }
        for statement in (_FACTS, _PLACEMENTS, _OWNERSHIPS, _CODES, _EVENT):
            cursor.execute(statement, params)
        (event_id,) = cursor.fetchone()
        cursor.execute(_EDGES, params | {"event": event_id})
