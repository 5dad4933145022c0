from django.db import migrations

# A referral goes on by a move in force that day and by its party, and how it stands follows from nothing else. Of a person,
# category and sentence one supplier is first: what is sent beside it has been confirmed, and follows as first when that ends.
STEPS = """
create function services_take_step(asked bigint, by_move text, words text, by_worker text, why text) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    r services_referral;
    m services_move;
    s services_step;
    today date := (tc_now() at time zone 'Europe/London')::date;
    made integer;
begin
    perform from probation_case c where c.id = (select x.case_id from services_referral x where x.id = asked) for no key update;
    select * into r from services_referral x where x.id = asked for no key update;
    select * into m from services_move x where x.code = by_move and x.starts_on <= today and (x.ends_on is null or x.ends_on > today);
    if r.id is null or m.code is null or m.from_step_id <> r.state_id
       or not (case m.party when 'officer' then probation_may_write(r.case_id) else services_supplies(r.id) end)
       or (m.ends_as <> '') <> exists (select from services_endreason e where e.key = why and e.kind = m.ends_as)
    then
        return null;
    end if;
    select * into s from services_step x where x.code = m.to_step_id;
    select coalesce(max(t.number), 0) + 1 into made from services_steptaken t where t.referral_id = asked;
    insert into services_steptaken (case_id, referral_id, number, step_id, note, author_id, recorded_at)
    values (r.case_id, asked, made, s.code, words, tc_account(), tc_now());
    update services_referral x
    set state_id = s.code,
        worker = case when by_worker <> '' then by_worker else x.worker end,
        sent_at = case when s.holds then coalesce(x.sent_at, tc_now()) else x.sent_at end,
        ended_at = case when s.acts = '' then tc_now() end,
        end_reason_id = nullif(why, '')
    where x.id = asked;
    if r.sent_at is null and s.holds then
        update services_referralcategory c
        set is_live = true,
            is_beside = exists (select from services_referralcategory o
                                where o.sentence_id = c.sentence_id and o.category_id = c.category_id and o.is_live)
        where c.referral_id = asked;
    elsif r.sent_at is not null and not s.holds then
        update services_referralcategory c set is_live = false, is_beside = false where c.referral_id = asked;
        update services_referralcategory c set is_beside = false
        where c.id in (
            select distinct on (o.sentence_id, o.category_id) o.id
            from services_referralcategory mine
            join services_referralcategory o on o.sentence_id = mine.sentence_id and o.category_id = mine.category_id and o.is_live
            where mine.referral_id = asked and not exists (
                select from services_referralcategory f
                where f.sentence_id = o.sentence_id and f.category_id = o.category_id and f.is_live and not f.is_beside)
            order by o.sentence_id, o.category_id, o.id);
        if r.requirement_id is not null then
            perform probation_count_days(r.requirement_id);
        end if;
    end if;
    return made;
end;
$$;

-- The contracts that a case may be referred under today: of an area that its unit lies in, or that follows such a one.
create function services_contracts_for(asked bigint) returns table (contract_id bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with above as materialized (
        select u.unit_id from probation_held_by(asked, tc_now(), tc_live()) h
        cross join lateral organisation_above(h.holder_id, 'line', tc_now(), tc_live()) u
    )
    select k.id from services_contract k
    where probation_view_of(asked) = 'full'
      and k.starts_on <= (tc_now() at time zone 'Europe/London')::date
      and (k.ends_on is null or k.ends_on > (tc_now() at time zone 'Europe/London')::date)
      and exists (
          select from services_contractarea a
          cross join lateral organisation_successors(a.unit_id, tc_now(), tc_live(), 'infinity') s
          where a.contract_id = k.id and s.unit_id in (select x.unit_id from above x))
$$;

-- Who some referrals are about and who answers for them, for the supplier: as much as is needed to meet the person.
create function services_people(asked bigint[])
returns table (referral_id bigint, crn text, first text, last text, born_on date, telephone text, officer text, provider text)
language sql stable security definer set search_path = public, pg_temp as $$
    select r.id, p.crn::text, coalesce(n.first, '')::text, coalesce(n.last, '')::text, p.born_on, coalesce(t.value, '')::text,
           coalesce(u.display_name, '')::text, coalesce(organisation_fact(h.owner_id, 'name', tc_now(), tc_live()), '')::text
    from services_referral r
    join probation_case c on c.id = r.case_id
    join people_person p on p.id = c.person_id
    left join people_name n on n.person_id = p.id and n.kind = 'legal'
    left join lateral probation_held_by(r.case_id, tc_now(), tc_live()) h on true
    left join access_post o on o.id = h.post_id
    left join access_account u on u.id = o.account_id
    left join lateral (
        select x.value from people_contactpoint x
        where x.person_id = p.id and x.kind in ('mobile', 'telephone') and x.ends_on is null
        order by x.kind, x.id desc limit 1
    ) t on true
    where r.id = any (asked) and r.id = any (services_mine())
$$;

-- When the sessions of a referral are, and what came of them in the log, for both parties.
create function services_times(asked bigint)
returns table (session_id bigint, starts_at timestamptz, ends_at timestamptz, outcome text, outcome_words text, is_cancelled boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select s.id, a.starts_at, a.ends_at, a.outcome::text, coalesce(o.description, '')::text, a.is_cancelled
    from services_session s
    join services_referral r on r.id = s.referral_id
    join probation_appointment a on a.id = s.slot_id
    left join probation_outcome o on o.code = a.outcome
    where s.referral_id = asked and (services_supplies(asked) or probation_view_of(r.case_id) = 'full')
$$;
"""

SESSIONS = """
-- Locks the case and then the referral; what speaks against a time of it, in a word, or nothing.
create function services_against_time(asked bigint, what text, from_at timestamptz, to_at timestamptz, instead_of bigint) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    r services_referral;
    day date := (from_at at time zone 'Europe/London')::date;
    used integer;
begin
    perform from probation_case c where c.id = (select x.case_id from services_referral x where x.id = asked) for no key update;
    select * into r from services_referral x where x.id = asked for no key update;
    if r.id is null or not services_may_supply(asked, r.case_id, case what when 'session' then 'sessions' else what end) then
        return 'not-here';
    end if;
    if exists (select from probation_case c where c.id = r.case_id and c.closed_at is not null) then
        return 'case-closed';
    end if;
    if exists (select from probation_sentence s where s.id = r.sentence_id and s.terminated_on < day)
       or exists (select from probation_requirement q where q.id = r.requirement_id and q.ended_on < day) then
        return 'order-ended';
    end if;
    if exists (
        select from probation_appointment a
        where a.case_id = r.case_id and not a.is_cancelled and a.starts_at < to_at and a.ends_at > from_at
          and a.id is distinct from instead_of)
    then
        return 'clash';
    end if;
    if r.requirement_id is not null and what = 'session' then
        select count(distinct d) into used from (
            select (a.starts_at at time zone 'Europe/London')::date as d
            from services_session s
            join probation_appointment a on a.id = s.slot_id and not a.is_cancelled and a.id is distinct from instead_of
            left join probation_outcome o on o.code = a.outcome
            where s.referral_id = asked and a.is_rar and (a.outcome = '' or o.is_attended)
            union select day) t;
        if used > r.most_days then
            return 'days-used';
        end if;
        select count(distinct d) into used from (
            select (c.starts_at at time zone 'Europe/London')::date as d from probation_contact c
            left join probation_outcome o on o.code = c.outcome_id
            where c.case_id = r.case_id and c.requirement_id = r.requirement_id and c.is_rar and c.deleted_at is null
              and (c.outcome_id is null or o.is_attended)
            union
            select (a.starts_at at time zone 'Europe/London')::date from probation_appointment a
            where a.case_id = r.case_id and a.requirement_id = r.requirement_id and a.is_rar and not a.is_cancelled and a.outcome = ''
              and a.id is distinct from instead_of
            union select day) t;
        if used > (select q.length from probation_requirement q where q.id = r.requirement_id) then
            return 'order-used';
        end if;
    end if;
    return '';
end;
$$;

create function services_book(asked bigint, what text, type text, from_at timestamptz, to_at timestamptz)
returns table (number integer, problem text)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    r services_referral;
    against text := services_against_time(asked, what, from_at, to_at, null);
    slot bigint;
    made integer;
begin
    if against <> '' then
        return query select null::integer, against;
        return;
    end if;
    select * into r from services_referral x where x.id = asked;
    slot := probation_hold_time(r.case_id, r.sentence_id, r.requirement_id,
                                case when r.requirement_id is not null and what = 'session' then true end, type, from_at, to_at);
    select coalesce(max(s.number), 0) + 1 into made from services_session s where s.referral_id = asked;
    insert into services_session (case_id, referral_id, number, kind, slot_id, attendance, not_held_for, feedback, concern, is_notified,
                                  recorded_at)
    values (r.case_id, asked, made, what, slot, '', '', '', '', false, tc_now());
    return query select made, '';
end;
$$;

-- Another time for a session: the old one is in the log as rescheduled, and the session follows the new one.
create function services_rebook(asked bigint, session smallint, came text, from_at timestamptz, to_at timestamptz)
returns table (was_at timestamptz, number integer, problem text)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    s services_session;
    a probation_appointment;
    against text;
    entry integer;
    slot bigint;
begin
    select * into s from services_session x where x.referral_id = asked and x.number = session;
    select * into a from probation_appointment x where x.id = s.slot_id;
    against := case when s.id is null or s.told_at is not null or a.outcome <> '' or a.is_cancelled then 'not-here'
                    else services_against_time(asked, s.kind, from_at, to_at, s.slot_id) end;
    if against <> '' then
        return query select null::timestamptz, null::integer, against;
        return;
    end if;
    select c.number into entry from probation_close_time(a.id, came, '', false) c;
    update probation_appointment x set is_cancelled = true where x.id = a.id;
    slot := probation_hold_time(a.case_id, a.sentence_id, a.requirement_id, a.is_rar, a.type_id, from_at, to_at);
    update probation_appointment x set replaced_by_id = slot where x.id = a.id;
    return query select a.starts_at, entry, '';
end;
$$;

-- What the supplier says of a session. What came of its time was perhaps written by the officer already, and then stays.
create function services_tell(asked bigint, session smallint, came text, came_to text, held boolean, why text, said text, worry text,
                              is_failure boolean, entry_words text)
returns table (number integer, outcome text, counted smallint, problem text)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    s services_session;
    a probation_appointment;
    entry integer;
    another smallint;
begin
    perform from probation_case c where c.id = (select x.case_id from services_referral x where x.id = asked) for no key update;
    select * into s from services_session x where x.referral_id = asked and x.number = session for no key update;
    select * into a from probation_appointment x where x.id = s.slot_id for no key update;
    if s.id is null or not services_supplies(asked) or s.told_at is not null or a.is_cancelled or a.starts_at > tc_now()
       or exists (select from services_referral r where r.id = asked and r.ended_at is not null) then
        return query select null::integer, null::text, null::smallint, 'not-here';
        return;
    end if;
    if a.outcome = '' then
        select c.number, c.counted into entry, another from probation_close_time(a.id, came, entry_words, is_failure) c;
    end if;
    update services_session x
    set attendance = came_to, is_held = held, not_held_for = why, feedback = said, concern = worry,
        is_notified = is_failure and worry <> '', told_by_id = tc_account(), told_at = tc_now()
    where x.id = s.id;
    return query select entry, case when a.outcome = '' then came else a.outcome::text end, another, '';
end;
$$;

-- A time that is let go on any page is let go here; one that was given another time is followed to it.
create function services_follow() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update services_session s
    set slot_id = coalesce(new.replaced_by_id, s.slot_id), is_released = new.replaced_by_id is null
    where s.slot_id = new.id and s.told_at is null;
    return null;
end;
$$;
create trigger services_followed after update of is_cancelled, replaced_by_id on probation_appointment
    for each row when (new.is_cancelled and (not old.is_cancelled or new.replaced_by_id is distinct from old.replaced_by_id))
    execute function services_follow();

revoke all on function services_take_step, services_contracts_for, services_people, services_times, services_against_time,
    services_book, services_rebook, services_tell, services_follow from public;
grant execute on function services_take_step, services_contracts_for, services_people, services_times, services_book,
    services_rebook, services_tell to throughcare_app;
"""

BACK = """
drop trigger services_followed on probation_appointment;
drop function services_follow; drop function services_tell; drop function services_rebook; drop function services_book;
drop function services_against_time; drop function services_times; drop function services_people; drop function services_contracts_for;
drop function services_take_step;
"""


class Migration(migrations.Migration):
    dependencies = [("services", "0002_closed")]

    operations = [migrations.RunSQL(STEPS + SESSIONS, BACK)]
