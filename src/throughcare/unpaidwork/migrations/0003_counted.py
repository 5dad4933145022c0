from django.db import migrations

# What is credited and adjusted is counted on the order, and who is booked on the session, by the writer's own statement: so a
# check of one row keeps the promise, and nobody writes a sum by hand. Each is counted anew from its rows, once the row that is to
# have it is locked: whoever writes beside it waits, and rows that come with sums from elsewhere are not counted twice. Rows are
# never deleted by the application.
COUNTS = """
create function unpaidwork_count() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform from unpaidwork_order d where d.id in (select n.order_id from new_rows n) order by d.id for no key update;
    update unpaidwork_order d set credited_minutes = c.minutes
    from (
        select a.order_id, coalesce(sum(a.credited_minutes), 0) as minutes
        from unpaidwork_appointment a where a.order_id in (select n.order_id from new_rows n) group by a.order_id
    ) c
    where d.id = c.order_id and d.credited_minutes <> c.minutes;
    -- Where nobody is pinned rows come in bulk, as they are elsewhere: a session is counted with whoever is booked next.
    if tc_account() is null then
        return null;
    end if;
    perform from unpaidwork_session s where s.id in (select n.session_id from new_rows n) order by s.id for no key update;
    update unpaidwork_session s set booked = c.people
    from (
        select n.session_id,
               (select count(*) from unpaidwork_appointment a where a.session_id = n.session_id and not a.is_released) as people
        from (select distinct session_id from new_rows) n
    ) c
    where s.id = c.session_id and s.booked <> c.people;
    return null;
end;
$$;

create function unpaidwork_count_adjustment() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform from unpaidwork_order d where d.id in (select n.order_id from new_rows n) order by d.id for no key update;
    update unpaidwork_order d set adjusted_minutes = c.minutes
    from (
        select a.order_id, sum(a.minutes) as minutes
        from unpaidwork_adjustment a where a.order_id in (select n.order_id from new_rows n) group by a.order_id
    ) c
    where d.id = c.order_id and d.adjusted_minutes <> c.minutes;
    return null;
end;
$$;

create trigger unpaidwork_appointment_changed after update on unpaidwork_appointment
    referencing new table as new_rows for each statement execute function unpaidwork_count();
create trigger unpaidwork_appointment_added after insert on unpaidwork_appointment
    referencing new table as new_rows for each statement execute function unpaidwork_count();
create trigger unpaidwork_adjustment_added after insert on unpaidwork_adjustment
    referencing new table as new_rows for each statement execute function unpaidwork_count_adjustment();
"""

# Who is on some sessions, for those who keep the project. Of a case that the viewer may not see only its number is given.
PEOPLE = """
create function unpaidwork_people_of(sessions bigint[])
returns table (
    session_id bigint, case_id bigint, is_limited boolean, appointment_id bigint, slot_id bigint, starts_at timestamptz,
    ends_at timestamptz, offered_minutes integer, credited_minutes integer, penalty_minutes integer, wore_hi_vis boolean,
    work_quality text, behaviour text, outcome text, outcome_words text
)
language sql stable security definer set search_path = public, pg_temp as $$
    with judged as materialized (
        select a.*, s.project_id, probation_view_of(a.case_id) is not null as is_seen
        from unpaidwork_session s
        join unpaidwork_project p on p.id = s.project_id
        join unpaidwork_appointment a on a.session_id = s.id and not a.is_released
        where s.id = any (sessions) and access_may('case.read', p.unit_id)
    )
    select j.session_id, j.case_id, not j.is_seen,
           case when j.is_seen then j.id end, case when j.is_seen then j.slot_id end, b.starts_at, b.ends_at,
           case when j.is_seen then j.offered_minutes end, case when j.is_seen then j.credited_minutes end,
           case when j.is_seen then j.penalty_minutes end, case when j.is_seen then j.wore_hi_vis end,
           case when j.is_seen then j.work_quality::text end, case when j.is_seen then j.behaviour::text end,
           case when j.is_seen then b.outcome::text end,
           case when j.is_seen then (select o.description::text from probation_outcome o where o.code = b.outcome) end
    from judged j
    join probation_appointment b on b.id = j.slot_id
    order by b.starts_at, j.id
$$;
"""

# How many have a place at a project on each day of the week, whoever has their cases: a number, and no more.
TAKEN = """
create function unpaidwork_places_taken(project bigint, on_day date) returns table (weekday smallint, people bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.weekday, count(*)
    from unpaidwork_allocation a
    where a.project_id = project and (a.ends_on is null or a.ends_on > on_day) and tc_account() is not null
    group by a.weekday
$$;
"""

BACK = """
drop function unpaidwork_places_taken;
drop function unpaidwork_people_of;
drop trigger unpaidwork_adjustment_added on unpaidwork_adjustment;
drop trigger unpaidwork_appointment_added on unpaidwork_appointment;
drop trigger unpaidwork_appointment_changed on unpaidwork_appointment;
drop function unpaidwork_count_adjustment; drop function unpaidwork_count;
"""


class Migration(migrations.Migration):
    dependencies = [("unpaidwork", "0002_closed")]

    operations = [migrations.RunSQL(COUNTS + PEOPLE + TAKEN, BACK)]
