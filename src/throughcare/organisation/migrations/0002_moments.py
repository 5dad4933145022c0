from django.db import migrations

# What a request pinned (ADR 1). Nothing pinned answers null, and null shows nothing.
SETTINGS = """
create function tc_now() returns timestamptz language sql stable parallel safe
    return nullif(current_setting('tc.now', true), '')::timestamptz;

create function tc_account() returns bigint language sql stable parallel safe
    return nullif(current_setting('tc.account', true), '')::bigint;

create function tc_live() returns bigint[] language sql stable parallel safe
    return nullif(current_setting('tc.live', true), '')::bigint[];

create function tc_ids(name text) returns bigint[] language sql stable parallel safe
    return nullif(current_setting('tc.' || name, true), '')::bigint[];

create function tc_words(name text) returns text[] language sql stable parallel safe
    return nullif(current_setting('tc.' || name, true), '')::text[];
"""

# The changes that are live, as known at a moment.
LIVE = """
create function organisation_live(known timestamptz) returns bigint[] language sql stable parallel safe
begin atomic
    select coalesce(array_agg(change_id order by change_id), '{}')
    from (
        select distinct on (change_id) change_id, is_live
        from organisation_switch
        where recorded_at <= known
        order by change_id, id desc
    ) latest
    where is_live;
end;
"""

# Every dated table is read the same way: known by K, not superseded by K, in force, the latest start wins.
AS_AT = """
create function organisation_facts_at(at timestamptz, live bigint[], known timestamptz)
returns table (unit_id bigint, fact text, value text, starts_at timestamptz) language sql stable parallel safe as $$
    select distinct on (f.unit_id, f.fact) f.unit_id, f.fact::text, f.value::text, f.starts_at
    from organisation_unitfact f
    where f.starts_at <= at
      and f.recorded_at <= known and (f.superseded_at is null or f.superseded_at > known)
      and (f.change_id is null or f.change_id = any (live))
    order by f.unit_id, f.fact, f.starts_at desc, f.change_id desc nulls last, f.id desc
$$;

create function organisation_placements_at(which text, at timestamptz, live bigint[], known timestamptz)
returns table (unit_id bigint, parent_id bigint, starts_at timestamptz) language sql stable parallel safe as $$
    select distinct on (p.unit_id) p.unit_id, p.parent_id, p.starts_at
    from organisation_placement p
    where p.hierarchy = which
      and p.starts_at <= at
      and p.recorded_at <= known and (p.superseded_at is null or p.superseded_at > known)
      and (p.change_id is null or p.change_id = any (live))
    order by p.unit_id, p.starts_at desc, p.change_id desc nulls last, p.id desc
$$;

create function organisation_ownerships_at(at timestamptz, live bigint[], known timestamptz)
returns table (unit_id bigint, entity_id bigint, starts_at timestamptz) language sql stable parallel safe as $$
    select distinct on (o.unit_id) o.unit_id, o.entity_id, o.starts_at
    from organisation_unitownership o
    where o.starts_at <= at
      and o.recorded_at <= known and (o.superseded_at is null or o.superseded_at > known)
      and (o.change_id is null or o.change_id = any (live))
    order by o.unit_id, o.starts_at desc, o.change_id desc nulls last, o.id desc
$$;

create function organisation_codes_at(at timestamptz, live bigint[])
returns table (unit_id bigint, code text) language sql stable parallel safe as $$
    select distinct on (c.unit_id) c.unit_id, c.code::text
    from organisation_unitcode c
    where c.starts_at <= at and c.withdrawn_at is null
      and (c.change_id is null or c.change_id = any (live))
    order by c.unit_id, c.starts_at desc, c.change_id desc nulls last, c.code
$$;
"""

# One unit's fact and parent, for look-ups in loops over few units.
ONE = """
create function organisation_fact(unit bigint, which text, at timestamptz, live bigint[])
returns text language sql stable parallel safe as $$
    select f.value from organisation_unitfact f
    where f.unit_id = unit and f.fact = which and f.starts_at <= at and f.superseded_at is null
      and (f.change_id is null or f.change_id = any (live))
    order by f.starts_at desc, f.change_id desc nulls last, f.id desc limit 1
$$;

create function organisation_parent(unit bigint, which text, at timestamptz, live bigint[])
returns bigint language sql stable parallel safe as $$
    select p.parent_id from organisation_placement p
    where p.unit_id = unit and p.hierarchy = which and p.starts_at <= at and p.superseded_at is null
      and (p.change_id is null or p.change_id = any (live))
    order by p.starts_at desc, p.change_id desc nulls last, p.id desc limit 1
$$;

create function organisation_above(unit bigint, which text, at timestamptz, live bigint[])
returns table (unit_id bigint, height integer) language sql stable parallel safe as $$
    with recursive up (unit_id, height) as (
        select unit, 0
        union all
        select organisation_parent(up.unit_id, which, at, live), up.height + 1
        from up where up.unit_id is not null and up.height < 60
    )
    select up.unit_id, up.height from up where up.unit_id is not null
$$;

create function organisation_under(unit bigint, which text, at timestamptz, live bigint[])
returns table (unit_id bigint) language sql stable parallel safe as $$
    with recursive down (unit_id) as (
        select unit
        union
        select p.unit_id
        from down
        join organisation_placement p on p.parent_id = down.unit_id and p.hierarchy = which
        where organisation_parent(p.unit_id, which, at, live) = down.unit_id
    )
    select down.unit_id from down
$$;
"""

BACK = """
drop function organisation_under; drop function organisation_above; drop function organisation_parent;
drop function organisation_fact; drop function organisation_codes_at; drop function organisation_ownerships_at;
drop function organisation_placements_at; drop function organisation_facts_at; drop function organisation_live;
drop function tc_words; drop function tc_ids; drop function tc_live; drop function tc_account; drop function tc_now;
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_tables")]

    operations = [migrations.RunSQL(SETTINGS + LIVE + AS_AT + ONE, BACK)]
