from django.db import migrations

# A ring may be closed by a placement, by taking one back, or by a switch that brings two halves together. Only one of
# these is looked at at a time, so that of two writers who each close a half the second sees the first.
TURN = """
create function organisation_take_turn() returns void language sql as $$
    select pg_advisory_xact_lock(hashtext('organisation_structure'))
$$;
"""

# Some unit among those asked about that is above itself at an instant, or null. No depth is too great.
RING = """
create function organisation_in_ring(units bigint[], which text, at timestamptz, live bigint[])
returns bigint language sql stable as $$
    with recursive up (began_id, unit_id) as (
        select u.unit_id, organisation_parent(u.unit_id, which, at, live) from unnest(units) u (unit_id)
        union
        select up.began_id, organisation_parent(up.unit_id, which, at, live)
        from up where up.unit_id is not null and up.unit_id <> up.began_id
    )
    select up.began_id from up where up.unit_id = up.began_id limit 1
$$;

-- The same for many units in one pass over the whole hierarchy.
create function organisation_in_ring_of_many(units bigint[], which text, at timestamptz, live bigint[])
returns bigint language sql stable as $$
    with recursive line as materialized (
        select p.unit_id, p.parent_id from organisation_placements_at(which, at, live, 'infinity') p
        where p.parent_id is not null
    ),
    up (began_id, unit_id) as (
        select l.unit_id, l.parent_id from line l where l.unit_id = any (units)
        union
        select up.began_id, l.parent_id from up join line l on l.unit_id = up.unit_id where up.unit_id <> up.began_id
    )
    select up.began_id from up where up.unit_id = up.began_id limit 1
$$;

create function organisation_refuse_ring_now(unit bigint, which text, at timestamptz)
returns void language plpgsql as $$
begin
    raise exception 'unit % would be above itself in hierarchy % at %', unit, which, at
        using errcode = 'check_violation', constraint = 'organisation_placement_no_ring';
end;
$$;

-- Units whose parents are new from a moment on: a ring with one of them begins then, or when a later placement starts.
create function organisation_refuse_rings(units bigint[], which text, since timestamptz, live bigint[])
returns void language plpgsql as $$
declare
    found bigint;
    later record;
begin
    if cardinality(units) < 50 then
        found := organisation_in_ring(units, which, since, live);
    else
        found := organisation_in_ring_of_many(units, which, since, live);
    end if;
    if found is not null then
        perform organisation_refuse_ring_now(found, which, since);
    end if;
    for later in
        select p.unit_id, p.starts_at from organisation_placement p
        where p.hierarchy = which and p.starts_at > since and p.superseded_at is null and p.parent_id is not null
          and (p.change_id is null or p.change_id = any (live))
    loop
        if organisation_in_ring(array[later.unit_id], which, later.starts_at, live) is not null then
            perform organisation_refuse_ring_now(later.unit_id, which, later.starts_at);
        end if;
    end loop;
end;
$$;

create function organisation_refuse_ring() returns trigger language plpgsql as $$
declare
    together bigint[];
begin
    perform organisation_take_turn();
    together := organisation_live('infinity');
    if new.change_id is not null then
        together := together || new.change_id;
    end if;
    perform organisation_refuse_rings(array[new.unit_id], new.hierarchy, new.starts_at, together);
    return null;
end;
$$;

create constraint trigger organisation_placement_no_ring
    after insert or update on organisation_placement
    deferrable initially deferred
    for each row execute function organisation_refuse_ring();
"""

# What a change brings, or uncovers when it is taken back, is looked at together with all that is live then. Two live
# changes may not say something of the same thing at the same instant (ADR 1).
SWITCH = """
create function organisation_refuse_switch() returns trigger language plpgsql as $$
declare
    together bigint[];
    part record;
begin
    perform organisation_take_turn();
    together := organisation_live('infinity');
    if new.is_live and exists (
        select from organisation_unitfact f
        join organisation_unitfact o on o.unit_id = f.unit_id and o.fact = f.fact and o.starts_at = f.starts_at
        where f.change_id = new.change_id and o.change_id <> new.change_id and o.change_id = any (together)
          and f.superseded_at is null and o.superseded_at is null
        union all
        select from organisation_placement p
        join organisation_placement o on o.unit_id = p.unit_id and o.hierarchy = p.hierarchy and o.starts_at = p.starts_at
        where p.change_id = new.change_id and o.change_id <> new.change_id and o.change_id = any (together)
          and p.superseded_at is null and o.superseded_at is null
        union all
        select from organisation_unitownership w
        join organisation_unitownership o on o.unit_id = w.unit_id and o.starts_at = w.starts_at
        where w.change_id = new.change_id and o.change_id <> new.change_id and o.change_id = any (together)
          and w.superseded_at is null and o.superseded_at is null
    ) then
        raise exception 'change % says of a unit what another live change says at the same instant', new.change_id
            using errcode = 'check_violation', constraint = 'organisation_switch_no_overlap';
    end if;
    for part in
        select p.hierarchy, p.starts_at, array_agg(p.unit_id) as units
        from organisation_placement p
        where p.change_id = new.change_id and p.superseded_at is null
        group by p.hierarchy, p.starts_at order by p.hierarchy, p.starts_at
    loop
        perform organisation_refuse_rings(part.units, part.hierarchy, part.starts_at, together);
    end loop;
    return null;
end;
$$;

create trigger organisation_switch_no_ring after insert on organisation_switch
    for each row execute function organisation_refuse_switch();
"""

# Duties run forward: what follows from a successor may not lead back to a predecessor. Edges that continue or
# transfer between units that go on are not part of the line of descent.
SUCCESSION = """
create function organisation_refuse_descent_ring() returns trigger language plpgsql as $$
begin
    if new.successor_id is null or new.kind in ('continues', 'transfer') then
        return null;
    end if;
    perform pg_advisory_xact_lock(hashtext('organisation_successionedge'), 0);
    if exists (
        with recursive later (unit_id, effective_at) as (
            select new.successor_id, (select e.effective_at from organisation_successionevent e where e.id = new.event_id)
            union
            select s.successor_id, e.effective_at
            from later
            join organisation_successionedge s on s.predecessor_id = later.unit_id
            join organisation_successionevent e on e.id = s.event_id and e.effective_at >= later.effective_at
            where s.successor_id is not null and s.kind not in ('continues', 'transfer')
              and not s.is_reversal
        )
        select from later where later.unit_id = new.predecessor_id
    ) and not new.is_reversal then
        raise exception 'unit % would succeed itself', new.predecessor_id
            using errcode = 'check_violation', constraint = 'organisation_successionedge_no_ring';
    end if;
    return null;
end;
$$;

create constraint trigger organisation_successionedge_no_ring
    after insert or update on organisation_successionedge
    deferrable initially deferred
    for each row execute function organisation_refuse_descent_ring();

create function organisation_refuse_second_closing() returns trigger language plpgsql as $$
begin
    if new.is_reversal or new.kind not in ('replace', 'merge', 'split', 'split-merge', 'close') then
        return null;
    end if;
    perform pg_advisory_xact_lock(hashtext('organisation_successionedge'), 0);
    if exists (
        select from organisation_successionedge s
        where s.predecessor_id = new.predecessor_id and s.event_id <> new.event_id
          and s.kind in ('replace', 'merge', 'split', 'split-merge', 'close')
          and not s.is_reversal
          and not exists (
              select from organisation_successionedge back
              join organisation_successionevent e on e.id = back.event_id
              join organisation_successionevent first on first.id = s.event_id
              where back.successor_id = new.predecessor_id and back.is_reversal and e.effective_at >= first.effective_at
          )
    ) then
        raise exception 'unit % is closed by another event', new.predecessor_id
            using errcode = 'check_violation', constraint = 'organisation_successionedge_one_closing';
    end if;
    return null;
end;
$$;

create constraint trigger organisation_successionedge_one_closing
    after insert or update on organisation_successionedge
    deferrable initially deferred
    for each row execute function organisation_refuse_second_closing();
"""

BACK = """
drop trigger organisation_successionedge_one_closing on organisation_successionedge;
drop function organisation_refuse_second_closing;
drop trigger organisation_successionedge_no_ring on organisation_successionedge;
drop function organisation_refuse_descent_ring;
drop trigger organisation_switch_no_ring on organisation_switch;
drop function organisation_refuse_switch;
drop trigger organisation_placement_no_ring on organisation_placement;
drop function organisation_refuse_ring; drop function organisation_refuse_rings;
drop function organisation_refuse_ring_now; drop function organisation_in_ring_of_many; drop function organisation_in_ring;
drop function organisation_take_turn;
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0002_moments")]

    operations = [migrations.RunSQL(TURN + RING + SWITCH + SUCCESSION, BACK)]
