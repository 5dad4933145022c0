from django.db import migrations

# Unpaid work follows its requirement (decision record 14). Where that is held apart from the case, whoever has it keeps the register:
# what came of a session, and minutes. They see the minimum view of the case, and write nothing else of it.
WITH_THE_PART = """
create function unpaidwork_has_apart(of_sentence bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select from probation_requirement q
        join probation_requirementtype y on y.code = q.type_id and y.unit = 'minutes'
        join probation_heldapart h on h.requirement_id = q.id and h.starts_at <= tc_now() and h.ended_at is null
        where q.sentence_id = of_sentence and q.ended_on is null and probation_may_write_apart(h.id))
$$;

-- Which orders of some the account records as whoever has the requirement, and not the case.
create function unpaidwork_apart_of(orders bigint[]) returns setof bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select o.id from unpaidwork_order o
    where o.id = any (orders) and not probation_may_write(o.case_id) and unpaidwork_has_apart(o.sentence_id)
$$;

-- The case and its order are held until commit, by whoever has the requirement; nothing for anybody else.
create function unpaidwork_hold_apart(asked bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    o unpaidwork_order;
begin
    select * into o from unpaidwork_order x where x.id = asked;
    if o.id is null or not unpaidwork_has_apart(o.sentence_id) then
        return false;
    end if;
    perform from probation_case c where c.id = o.case_id for no key update;
    perform from unpaidwork_order x where x.id = asked for no key update;
    return true;
end;
$$;

-- What came of a session for one person: the entry of the log with the failures counted anew, the minutes, and what is done of the
-- requirements, the first filled first. Gives the number of the entry, and that of the sentence if its count of failures is another.
create function unpaidwork_record_apart(asked bigint, came text, words text, alerts boolean, minutes integer, penalty integer,
                                        hi_vis boolean, work text, conduct text)
returns table (number integer, counted smallint, problem text)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    a unpaidwork_appointment;
    o unpaidwork_order;
    slot probation_appointment;
    entry integer;
    another smallint;
    left_over integer;
    part integer;
    q record;
begin
    select * into a from unpaidwork_appointment x where x.id = asked and not x.is_released for no key update;
    if a.id is null or not unpaidwork_hold_apart(a.order_id) then
        return query select null::integer, null::smallint, 'not-here';
        return;
    end if;
    select * into slot from probation_appointment x where x.id = a.slot_id for no key update;
    if slot.is_cancelled or slot.outcome not in ('', came) then
        return query select null::integer, null::smallint, 'not-here';
        return;
    end if;
    if slot.outcome = '' then
        select c.number, c.counted into entry, another from probation_close_time(slot.id, came, words, alerts) c;
    end if;
    update unpaidwork_appointment x
    set credited_minutes = minutes, penalty_minutes = penalty, wore_hi_vis = hi_vis, work_quality = work, behaviour = conduct
    where x.id = asked;
    select * into o from unpaidwork_order x where x.id = a.order_id;
    left_over := o.credited_minutes;
    for q in
        select r.id, r.length, r.done from probation_requirement r
        join probation_requirementtype y on y.code = r.type_id and y.unit = 'minutes'
        where r.sentence_id = o.sentence_id and r.ended_on is null order by r.starts_on, r.id
    loop
        part := coalesce(least(left_over, q.length), left_over);
        left_over := left_over - part;
        update probation_requirement r set done = part where r.id = q.id and r.done <> part;
    end loop;
    return query select entry, another, '';
end;
$$;

revoke all on function unpaidwork_has_apart, unpaidwork_apart_of, unpaidwork_hold_apart, unpaidwork_record_apart from public;
grant execute on function unpaidwork_has_apart, unpaidwork_apart_of, unpaidwork_hold_apart, unpaidwork_record_apart to throughcare_app;
"""

BACK = """
drop function unpaidwork_record_apart; drop function unpaidwork_hold_apart; drop function unpaidwork_apart_of;
drop function unpaidwork_has_apart;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("unpaidwork", "0005_asked_once"),
        ("probation", "0101_times_of_others"),
    ]

    operations = [migrations.RunSQL(WITH_THE_PART, BACK)]
