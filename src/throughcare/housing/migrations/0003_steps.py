from django.db import migrations

# An application goes on by a move in force that day and by its party, and where it stands follows from nothing else.
STEPS = """
create function housing_go(asked bigint, by_move text, words text, why text, due date, who bigint) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    a housing_application;
    m housing_move;
    s housing_step;
    today date := (tc_now() at time zone 'Europe/London')::date;
    made integer;
begin
    select * into a from housing_application x where x.id = asked;
    select * into m from housing_move x where x.code = by_move and x.starts_on <= today and (x.ends_on is null or x.ends_on > today);
    if a.id is null or m.code is null or m.from_step_id <> a.state_id
       or (m.ends_as <> '') <> exists (select from housing_reason r where r.key = why and r.kind = m.ends_as)
    then
        return null;
    end if;
    select * into s from housing_step x where x.code = m.to_step_id;
    select coalesce(max(t.number), 0) + 1 into made from housing_steptaken t where t.application_id = asked;
    insert into housing_steptaken (case_id, application_id, number, step_id, note, author_id, recorded_at)
    values (a.case_id, asked, made, s.code, words, who, tc_now());
    update housing_application x
    set state_id = s.code,
        submitted_at = case when s.code = 'submitted' then coalesce(x.submitted_at, tc_now()) else x.submitted_at end,
        stands_since = tc_now(),
        due_on = due,
        ended_at = case when s.acts = '' then tc_now() end,
        end_reason_id = case when s.acts = '' then nullif(why, '') end
    where x.id = asked;
    return made;
end;
$$;

create function housing_take_step(asked bigint, by_move text, words text, why text, due date) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    a housing_application;
    party text := (select m.party from housing_move m where m.code = by_move);
begin
    perform from probation_case c where c.id = (select x.case_id from housing_application x where x.id = asked) for no key update;
    select * into a from housing_application x where x.id = asked for no key update;
    if a.id is null or not coalesce(case party
        when 'officer' then probation_may_write(a.case_id)
        when 'assessor' then a.submitted_at is not null and housing_assesses(a.case_id)
        when 'premises' then housing_had_here(asked) end, false)
    then
        return null;
    end if;
    return housing_go(asked, by_move, words, why, due, tc_account());
end;
$$;

-- The days that the officer asks a placement for.
create function housing_ask_for_days(asked bigint, from_day date, for_nights smallint) returns void
language sql security definer set search_path = public, pg_temp as $$
    update housing_application a set arrives_on = from_day, nights = for_nights
    where a.id = asked and a.state_id in ('accepted', 'not-arrived') and probation_may_write(a.case_id)
$$;

-- What nobody took in time: as the house.
create function housing_expire(asked bigint, words text) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    a housing_application;
begin
    perform from probation_case c where c.id = (select x.case_id from housing_application x where x.id = asked) for no key update;
    select * into a from housing_application x where x.id = asked for no key update;
    if a.due_on is null or a.due_on >= (tc_now() at time zone 'Europe/London')::date then
        return null;
    end if;
    return housing_go(asked, (select m.code from housing_move m where m.from_step_id = a.state_id and m.party = 'house'),
                      words, '', null, null);
end;
$$;

-- Locks the case and then the application, for whoever answers it or has the person's bed.
create function housing_hold(asked bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    of_case bigint := (select a.case_id from housing_application a where a.id = asked);
begin
    if of_case is null or not (housing_assesses(of_case) or housing_had_here(asked) or probation_may_write(of_case)) then
        return false;
    end if;
    perform from probation_case c where c.id = of_case for no key update;
    perform from housing_application a where a.id = asked for no key update;
    return true;
end;
$$;

-- An entry of the log by which it is told what became of an application.
create function housing_tell(asked bigint, entry text, words text, alerts boolean) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    of_case bigint := (select a.case_id from housing_application a where a.id = asked);
begin
    if of_case is null or not
       (probation_may_write(of_case) or housing_assesses(of_case) or housing_had_here(asked)) then
        return null;
    end if;
    return (select t.number
            from probation_tell_about(of_case, null, entry, words, tc_now(), tc_now(), alerts, tc_account()) t);
end;
$$;
create function housing_tell_as_house(asked bigint, entry text, words text) returns integer
language sql security definer set search_path = public, pg_temp as $$
    select t.number
    from housing_application a
    cross join lateral probation_tell_about(a.case_id, null, entry, words, tc_now(), tc_now(), true, tc_account()) t
    where a.id = asked
$$;

-- Who some applications are about and who answers for them: for whoever answers these, or has the bed.
create function housing_people(asked bigint[])
returns table (application_id bigint, case_id bigint, crn text, first text, last text, born_on date, sex text, telephone text,
               officer text, provider text)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.id, a.case_id, p.crn::text, coalesce(n.first, '')::text, coalesce(n.last, '')::text, p.born_on, p.sex::text,
           coalesce(t.value, '')::text, coalesce(u.display_name, '')::text,
           coalesce(organisation_fact(h.owner_id, 'name', tc_now(), tc_live()), '')::text
    from housing_application a
    join probation_case c on c.id = a.case_id
    join people_person p on p.id = c.person_id
    left join people_name n on n.person_id = p.id and n.kind = 'legal'
    left join lateral probation_held_by(a.case_id, tc_now(), tc_live()) h on true
    left join access_post o on o.id = h.post_id
    left join access_account u on u.id = o.account_id
    left join lateral (
        select x.value from people_contactpoint x
        where x.person_id = p.id and x.kind in ('mobile', 'telephone') and x.ends_on is null
        order by x.kind, x.id desc limit 1
    ) t on true
    where a.id = any (asked) and (a.id = any (housing_mine()) or a.submitted_at is not null and housing_assesses(a.case_id))
$$;
"""

STAYS = """
-- A stay fits its bed and its house: the house takes in such people, and the bed is there on all its days.
create function housing_stay_fits() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    b housing_bed;
    p housing_premises;
    a housing_application;
begin
    select * into b from housing_bed x where x.id = new.bed_id;
    select * into p from housing_premises x where x.id = b.premises_id;
    select * into a from housing_application x where x.id = new.application_id;
    if a.case_id <> new.case_id or a.kind <> p.kind then
        raise exception 'stay of another case or kind than its application' using errcode = 'check_violation';
    end if;
    if p.sex <> '' and p.sex <> (
        select h.sex from probation_case c join people_person h on h.id = c.person_id where c.id = new.case_id)
    then
        raise exception 'the house does not take in this person' using errcode = 'check_violation', constraint = 'housing_stay_sex';
    end if;
    if new.starts_on < b.opens_on or new.ends_on > b.closes_on then
        raise exception 'the bed is not there on all days'
            using errcode = 'check_violation', constraint = 'housing_stay_bed_is_there';
    end if;
    if tg_op = 'UPDATE' and new.state <> old.state
       and (old.state, new.state) not in
           (('booked', 'arrived'), ('booked', 'not-arrived'), ('booked', 'cancelled'), ('arrived', 'departed'))
    then
        raise exception 'no stay goes from % to %', old.state, new.state using errcode = 'check_violation';
    end if;
    return new;
end;
$$;
create trigger housing_stay_fitted before insert or update on housing_stay for each row execute function housing_stay_fits();

-- The days of a stay are days on which its bed is taken; they go with it.
alter table housing_bedtaken add constraint housing_bedtaken_of_stay
    foreign key (stay_id) references housing_stay (id) on delete cascade deferrable initially deferred;
create function housing_hold_bed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if new.state in ('booked', 'arrived', 'departed') then
        insert into housing_bedtaken (bed_id, starts_on, ends_on, stay_id, reason)
        values (new.bed_id, new.starts_on, new.ends_on, new.id, '')
        on conflict (stay_id) do update set bed_id = excluded.bed_id, starts_on = excluded.starts_on, ends_on = excluded.ends_on;
    else
        delete from housing_bedtaken t where t.stay_id = new.id;
    end if;
    return null;
end;
$$;
create trigger housing_stay_holds_bed after insert or update on housing_stay for each row execute function housing_hold_bed();

revoke all on function housing_go, housing_take_step, housing_ask_for_days, housing_expire, housing_hold, housing_tell,
    housing_tell_as_house, housing_people, housing_stay_fits, housing_hold_bed from public;
grant execute on function housing_take_step, housing_ask_for_days, housing_hold, housing_tell, housing_people to throughcare_app;
grant execute on function housing_expire, housing_tell_as_house to throughcare_engine;
"""

BACK = """
alter table housing_bedtaken drop constraint housing_bedtaken_of_stay;
drop trigger housing_stay_holds_bed on housing_stay; drop trigger housing_stay_fitted on housing_stay;
drop function housing_hold_bed; drop function housing_stay_fits; drop function housing_people; drop function housing_tell_as_house;
drop function housing_tell; drop function housing_hold; drop function housing_expire; drop function housing_ask_for_days;
drop function housing_take_step;
drop function housing_go;
"""


class Migration(migrations.Migration):
    dependencies = [("housing", "0002_closed")]

    operations = [migrations.RunSQL(STEPS + STAYS, BACK)]
