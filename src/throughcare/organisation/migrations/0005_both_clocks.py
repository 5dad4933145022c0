from django.db import migrations

# The questions of 0002 on the second clock as well: what was known, and what was not yet put right, on a day.
ONE = """
create function organisation_fact(unit bigint, which text, at timestamptz, live bigint[], known timestamptz)
returns text language sql stable parallel safe as $$
    select f.value from organisation_unitfact f
    where f.unit_id = unit and f.fact = which and f.starts_at <= at
      and f.recorded_at <= known and (f.superseded_at is null or f.superseded_at > known)
      and (f.change_id is null or f.change_id = any (live))
    order by f.starts_at desc, f.change_id desc nulls last, f.id desc limit 1
$$;

create function organisation_parent(unit bigint, which text, at timestamptz, live bigint[], known timestamptz)
returns bigint language sql stable parallel safe as $$
    select p.parent_id from organisation_placement p
    where p.unit_id = unit and p.hierarchy = which and p.starts_at <= at
      and p.recorded_at <= known and (p.superseded_at is null or p.superseded_at > known)
      and (p.change_id is null or p.change_id = any (live))
    order by p.starts_at desc, p.change_id desc nulls last, p.id desc limit 1
$$;

create function organisation_codes_at(at timestamptz, live bigint[], known timestamptz)
returns table (unit_id bigint, code text) language sql stable parallel safe as $$
    select distinct on (c.unit_id) c.unit_id, c.code::text
    from organisation_unitcode c
    where c.starts_at <= at
      and c.recorded_at <= known and (c.withdrawn_at is null or c.withdrawn_at > known)
      and (c.change_id is null or c.change_id = any (live))
    order by c.unit_id, c.starts_at desc, c.change_id desc nulls last, c.code
$$;

create function organisation_code(unit bigint, at timestamptz, live bigint[], known timestamptz)
returns text language sql stable parallel safe as $$
    select c.code::text from organisation_unitcode c
    where c.unit_id = unit and c.starts_at <= at
      and c.recorded_at <= known and (c.withdrawn_at is null or c.withdrawn_at > known)
      and (c.change_id is null or c.change_id = any (live))
    order by c.starts_at desc, c.change_id desc nulls last, c.code limit 1
$$;

create function organisation_is_open(unit bigint, at timestamptz, live bigint[], known timestamptz)
returns boolean language sql stable parallel safe as $$
    select coalesce(organisation_fact(unit, 'operating', at, live, known) = 'yes', false)
$$;
"""

# A corrected past may hold a ring that nobody lives in any more: a walk that comes round ends there.
CHAINS = """
create function organisation_above(unit bigint, which text, at timestamptz, live bigint[], known timestamptz)
returns table (unit_id bigint, height integer) language sql stable parallel safe as $$
    with recursive up (unit_id, height, passed) as (
        select unit, 0, array[unit]
        union all
        select p.parent_id, up.height + 1, up.passed || p.parent_id
        from up
        cross join lateral (select organisation_parent(up.unit_id, which, at, live, known) as parent_id) p
        where p.parent_id is not null and p.parent_id <> all (up.passed)
    )
    select up.unit_id, up.height from up
$$;

create function organisation_under(unit bigint, which text, at timestamptz, live bigint[], known timestamptz)
returns table (unit_id bigint) language sql stable parallel safe as $$
    with recursive down (unit_id) as (
        select unit
        union
        select p.unit_id
        from down
        join organisation_placement p on p.parent_id = down.unit_id and p.hierarchy = which
        where organisation_parent(p.unit_id, which, at, live, known) = down.unit_id
    )
    select down.unit_id from down
$$;
"""

# A closed unit is followed by the edges of the last event that closed it, a reversal among them. The line of descent
# leaves reversals out.
DESCENT = """
create function organisation_edges_at(at timestamptz, live bigint[], known timestamptz)
returns table (event_id bigint, reference text, effective_at timestamptz, legal_basis text, predecessor_id bigint,
               successor_id bigint, kind text, rule text, passes text, is_reversal boolean)
language sql stable parallel safe as $$
    select e.id, e.reference::text, e.effective_at, e.legal_basis::text, s.predecessor_id, s.successor_id,
           s.kind::text, s.rule::text, s.passes::text, s.is_reversal
    from organisation_successionedge s
    join organisation_successionevent e on e.id = s.event_id
    where e.effective_at <= at and e.recorded_at <= known
      and (e.change_id is null or e.change_id = any (live))
$$;

create function organisation_last_closing(unit bigint, at timestamptz, live bigint[], known timestamptz)
returns bigint language sql stable parallel safe as $$
    select s.event_id from organisation_edges_at(at, live, known) s
    where s.predecessor_id = unit and s.kind in ('replace', 'merge', 'split', 'split-merge', 'close')
    order by s.effective_at desc, s.event_id desc limit 1
$$;

create function organisation_successors(unit bigint, at timestamptz, live bigint[], known timestamptz)
returns table (unit_id bigint) language sql stable parallel safe as $$
    with recursive onward (unit_id) as (
        select unit
        union
        select s.successor_id
        from onward
        join organisation_successionedge s on s.predecessor_id = onward.unit_id
        where s.successor_id is not null
          and s.kind in ('replace', 'merge', 'split', 'split-merge')
          and s.event_id = organisation_last_closing(onward.unit_id, at, live, known)
          and not organisation_is_open(onward.unit_id, at, live, known)
    )
    select onward.unit_id from onward where organisation_is_open(onward.unit_id, at, live, known)
$$;

create function organisation_predecessors(unit bigint, at timestamptz, live bigint[], known timestamptz)
returns table (unit_id bigint, generation integer) language sql stable parallel safe as $$
    with recursive back (unit_id, generation, effective_at) as (
        select unit, 0, at
        union
        select s.predecessor_id, back.generation + 1, s.effective_at
        from back
        join organisation_edges_at(at, live, known) s
          on s.successor_id = back.unit_id and s.effective_at <= back.effective_at
        where s.kind in ('replace', 'merge', 'split', 'split-merge') and not s.is_reversal
    )
    select back.unit_id, min(back.generation) from back where back.generation > 0 group by back.unit_id
$$;
"""

BACK = """
drop function organisation_predecessors; drop function organisation_successors; drop function organisation_last_closing;
drop function organisation_edges_at;
drop function organisation_under(bigint, text, timestamptz, bigint[], timestamptz);
drop function organisation_above(bigint, text, timestamptz, bigint[], timestamptz);
drop function organisation_is_open; drop function organisation_code;
drop function organisation_codes_at(timestamptz, bigint[], timestamptz);
drop function organisation_parent(bigint, text, timestamptz, bigint[], timestamptz);
drop function organisation_fact(bigint, text, timestamptz, bigint[], timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0004_grants")]

    operations = [migrations.RunSQL(ONE + CHAINS + DESCENT, BACK)]
