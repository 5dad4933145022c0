from django.db import migrations

# Whoever has the requirement gives places at their projects too, and books the days ahead, though the case is with others (decision
# record 14). Of the diary of the case they know when somebody is taken, and nothing of what for.
PLACES = """
create function unpaidwork_times_taken_apart(asked bigint, since timestamptz)
returns table (starts_at timestamptz, ends_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.starts_at, a.ends_at from unpaidwork_order o
    join probation_appointment a on a.case_id = o.case_id and not a.is_cancelled and a.ends_at > since
    where o.id = asked and unpaidwork_has_apart(o.sentence_id)
    order by a.starts_at, a.id
$$;

create function unpaidwork_allocate_apart(asked bigint, place bigint, on_weekday integer, first_day date, until date) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    made bigint;
begin
    if not unpaidwork_hold_apart(asked) or not unpaidwork_may_keep(place) then
        return null;
    end if;
    insert into unpaidwork_allocation (case_id, order_id, project_id, weekday, starts_on, ends_on, recorded_at)
    select o.case_id, o.id, place, on_weekday, first_day, until, tc_now() from unpaidwork_order o where o.id = asked
    returning id into made;
    update unpaidwork_order o set status = 'working' where o.id = asked and o.status = 'to-allocate';
    return made;
end;
$$;

create function unpaidwork_end_place_apart(asked bigint, until date) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not coalesce(unpaidwork_hold_apart((select a.order_id from unpaidwork_allocation a where a.id = asked)), false) then
        return false;
    end if;
    update unpaidwork_allocation a set ends_on = until where a.id = asked;
    return true;
end;
$$;

-- A day for each session, in their order; nothing for anybody else, and nothing in a case that is closed.
create function unpaidwork_book_apart(asked bigint, sessions bigint[], starts timestamptz[], ends timestamptz[], minutes integer[],
                                      kind text, for_one_day boolean)
returns setof bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    of_case bigint;
    made bigint;
begin
    if not unpaidwork_hold_apart(asked) then
        return;
    end if;
    select c.id into of_case from unpaidwork_order o join probation_case c on c.id = o.case_id
    where o.id = asked and c.closed_at is null;
    if of_case is null then
        return;
    end if;
    for n in 1 .. coalesce(cardinality(sessions), 0) loop
        insert into unpaidwork_appointment (case_id, order_id, session_id, slot_id, offered_minutes, is_single, recorded_at)
        values (of_case, asked, sessions[n], probation_hold_time(of_case, null, null, null, kind, starts[n], ends[n]), minutes[n],
                for_one_day, tc_now())
        returning id into made;
        return next made;
    end loop;
end;
$$;

-- Days ahead of an order are let go: the places in their sessions are given up with them. Gives when they were.
create function unpaidwork_let_go_apart(asked bigint, slots bigint[]) returns setof timestamptz
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not unpaidwork_hold_apart(asked) then
        return;
    end if;
    return query
    update probation_appointment p set is_cancelled = true
    from unpaidwork_appointment a
    where a.slot_id = p.id and a.order_id = asked and p.id = any (slots) and p.outcome = '' and not p.is_cancelled
      and p.starts_at > tc_now()
    returning p.starts_at;
end;
$$;

revoke all on function unpaidwork_times_taken_apart, unpaidwork_allocate_apart, unpaidwork_end_place_apart, unpaidwork_book_apart,
    unpaidwork_let_go_apart from public;
grant execute on function unpaidwork_times_taken_apart, unpaidwork_allocate_apart, unpaidwork_end_place_apart, unpaidwork_book_apart,
    unpaidwork_let_go_apart to throughcare_app;
"""

BACK = """
drop function unpaidwork_let_go_apart; drop function unpaidwork_book_apart; drop function unpaidwork_end_place_apart;
drop function unpaidwork_allocate_apart; drop function unpaidwork_times_taken_apart;
"""


class Migration(migrations.Migration):
    dependencies = [("unpaidwork", "0006_with_the_part")]

    operations = [migrations.RunSQL(PLACES, BACK)]
