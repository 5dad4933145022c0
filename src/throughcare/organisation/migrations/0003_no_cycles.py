from django.db import migrations

# A placement may not close a ring, at its own start or at any later start of a unit above it. Rings are looked for among
# the rows that are in force together: those of no change, of live changes, and of the row's own change.
PLACEMENT = """
create function organisation_refuse_ring() returns trigger language plpgsql as $$
declare
    together bigint[];
    instant timestamptz;
begin
    if new.parent_id is null then
        return null;
    end if;
    -- Two writers could each close half a ring: one at a time in each hierarchy.
    perform pg_advisory_xact_lock(hashtext('organisation_placement'), hashtext(new.hierarchy));
    together := organisation_live('infinity');
    if new.change_id is not null then
        together := together || new.change_id;
    end if;
    for instant in
        select new.starts_at
        union
        select p.starts_at from organisation_placement p
        where p.hierarchy = new.hierarchy and p.starts_at > new.starts_at and p.superseded_at is null
          and (p.change_id is null or p.change_id = any (together))
          and p.parent_id is not null
          and p.unit_id in (
              select a.unit_id from organisation_above(new.parent_id, new.hierarchy, p.starts_at, together) a
          )
    loop
        if organisation_parent(new.unit_id, new.hierarchy, instant, together) = new.parent_id
           and exists (
               select from organisation_above(new.parent_id, new.hierarchy, instant, together) a
               where a.unit_id = new.unit_id
           )
        then
            raise exception 'unit % would be above itself in hierarchy % at %', new.unit_id, new.hierarchy, instant
                using errcode = 'check_violation', constraint = 'organisation_placement_no_ring';
        end if;
    end loop;
    return null;
end;
$$;

create constraint trigger organisation_placement_no_ring
    after insert or update on organisation_placement
    deferrable initially deferred
    for each row execute function organisation_refuse_ring();
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
    if exists (
        select from organisation_successionedge s
        where s.predecessor_id = new.predecessor_id and s.event_id <> new.event_id
          and s.kind in ('replace', 'merge', 'split', 'split-merge', 'close')
          and not s.is_reversal and not new.is_reversal
          and new.kind in ('replace', 'merge', 'split', 'split-merge', 'close')
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
drop trigger organisation_placement_no_ring on organisation_placement;
drop function organisation_refuse_ring;
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0002_moments")]

    operations = [migrations.RunSQL(PLACEMENT + SUCCESSION, BACK)]
