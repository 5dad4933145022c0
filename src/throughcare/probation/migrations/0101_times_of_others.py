from django.db import migrations

# What rooms above do to the diary and the log of a case on behalf of somebody who may not write to it, such as a supplier.
# They are for functions of the database that have asked whether it may be done, and are granted to nobody.
HELD = """
-- Days of rehabilitation activity, counted anew (domain rules, 8): as `count_activity` has it.
create function probation_count_days(asked bigint) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    counted integer;
begin
    select count(distinct t.day) into counted from (
        select (c.starts_at at time zone 'Europe/London')::date as day
        from probation_contact c
        left join probation_outcome o on o.code = c.outcome_id
        where c.requirement_id = asked and c.is_rar and c.deleted_at is null and (c.outcome_id is null or o.is_attended)
          and c.case_id = (select q.case_id from probation_requirement q where q.id = asked)
        union all
        select (a.starts_at at time zone 'Europe/London')::date from probation_appointment a
        where a.requirement_id = asked and a.is_rar and not a.is_cancelled and a.outcome = ''
          and a.case_id = (select q.case_id from probation_requirement q where q.id = asked)
    ) t;
    update probation_requirement q set done = counted where q.id = asked and q.done <> counted;
    return counted;
end;
$$;

create function probation_hold_time(
    of_case bigint, of_sentence bigint, of_requirement bigint, is_activity boolean, kind text, from_at timestamptz, to_at timestamptz)
returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    made bigint;
begin
    insert into probation_appointment
        (case_id, type_id, starts_at, ends_at, sentence_id, requirement_id, is_rar, outcome, is_cancelled, made_by_id, recorded_at)
    values (of_case, kind, from_at, to_at, of_sentence, of_requirement, is_activity, '', false, tc_account(), tc_now())
    returning id into made;
    if is_activity then
        perform probation_count_days(of_requirement);
    end if;
    return made;
end;
$$;

-- What came of a time, as an entry of the log; failures are counted anew (14.1, as `count_failures` has it), and the officer is
-- told to review enforcement once the limit is passed. Gives the number of the entry, and that of the sentence if its count is another.
create function probation_close_time(asked bigint, came text, words text, alerts boolean)
returns table (number integer, counted smallint)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    a probation_appointment;
    o probation_outcome;
    s probation_sentence;
    made bigint;
    taken integer;
    since date;
    before integer;
    failures integer := 0;
    failures_allowed integer;
begin
    select * into a from probation_appointment x where x.id = asked and x.outcome = '' and not x.is_cancelled for no key update;
    select * into o from probation_outcome x where x.code = came;
    if a.id is null or o.code is null then
        return;
    end if;
    update probation_case c set contacts_made = c.contacts_made + 1 where c.id = a.case_id returning c.contacts_made into taken;
    insert into probation_contact
        (case_id, number, type_id, outcome_id, starts_at, ends_at, notes, is_sensitive, is_alert, author_id, recorded_at, version,
         sentence_id, requirement_id, is_rar, office_id, post_id, linked_id, hours_credited)
    values (a.case_id, taken, a.type_id, came, a.starts_at, a.ends_at, words, false, case when alerts then true end, tc_account(),
            tc_now(), 1, a.sentence_id, a.requirement_id, a.is_rar, a.office_id, a.post_id,
            (select x.contact_id from probation_appointment x where x.replaced_by_id = a.id),
            case when o.is_attended and o.is_complied
                 then round(extract(epoch from a.ends_at - a.starts_at)::numeric / 3600, 2) end)
    returning id into made;
    update probation_appointment x set outcome = came, contact_id = made where x.id = asked;
    if a.is_rar then
        perform probation_count_days(a.requirement_id);
    end if;
    select * into s from probation_sentence x where x.id = a.sentence_id;
    if s.imposed_on is null then
        return query select taken, null::smallint;
        return;
    end if;
    select greatest(s.imposed_on, k.breach_ended_on), k.failures into since, before
    from (select) one left join probation_compliance k on k.sentence_id = s.id;
    select count(distinct (c.starts_at at time zone 'Europe/London')::date) into failures
    from probation_contact c
    join probation_contacttype y on y.code = c.type_id and y.is_national_standard
    join probation_outcome x on x.code = c.outcome_id and x.is_complied is false
    where c.case_id = s.case_id and c.sentence_id = s.id and c.deleted_at is null
      and (c.starts_at at time zone 'Europe/London')::date >= since;
    if failures <> coalesce(before, 0) then
        insert into probation_compliance (case_id, sentence_id, failures, counted_at) values (s.case_id, s.id, failures, tc_now())
        on conflict (sentence_id) do update set failures = excluded.failures, counted_at = excluded.counted_at;
    end if;
    select y.failure_limit into failures_allowed from probation_sentencetype y where y.code = s.type_id;
    if failures > failures_allowed and not exists (
        select from probation_contact c
        where c.case_id = s.case_id and c.sentence_id = s.id and c.type_id = 'ARWS' and c.outcome_id is null and c.deleted_at is null
          and (c.starts_at at time zone 'Europe/London')::date >= since)
    then
        insert into probation_contact
            (case_id, number, type_id, starts_at, notes, is_sensitive, is_alert, author_id, recorded_at, version, sentence_id, linked_id)
        values (s.case_id, taken + 1, 'ARWS', tc_now(), '', false, true, tc_account(), tc_now(), 1, s.id, made);
        update probation_case c set contacts_made = c.contacts_made + 1 where c.id = s.case_id;
    end if;
    return query select taken, case when failures <> coalesce(before, 0) then s.number end;
end;
$$;
revoke all on function probation_count_days, probation_hold_time, probation_close_time from public;
"""
BACK = "drop function probation_close_time; drop function probation_hold_time; drop function probation_count_days;"


class Migration(migrations.Migration):
    dependencies = [("probation", "0100_parts_judged_together")]

    operations = [migrations.RunSQL(HELD, BACK)]
