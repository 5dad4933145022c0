from django.db import migrations

LISTS = ["processstep", "processmove", "breachreason", "breachoutcome"]
CLOSED = ["enforcementstep", "enforcementfailure"]


def on_each(tables, text):
    return "".join(text.format(table=f"probation_{table}") for table in tables)


# Steps and evidence are read with the whole record. A step is written by the function below alone, which asks whether the
# move is allowed that day and to whom; how enforcement stands follows from it, and from nothing else.
POLICIES = (
    on_each(
        LISTS,
        "revoke all on {table} from throughcare_app;\n"
        "grant select on {table} to throughcare_app, throughcare_engine;\n",
    )
    + on_each(
        CLOSED,
        "alter table {table} enable row level security;\n"
        "create policy engine on {table} for select to throughcare_engine using (true);\n"
        "create policy in_full on {table} for select to throughcare_app using (probation_view_of(case_id) = 'full');\n"
        "grant select on {table} to throughcare_app, throughcare_engine;\n",
    )
    + """
create policy gathers on probation_enforcementfailure for insert to throughcare_app
    with check (probation_may_write(case_id));
create policy drops on probation_enforcementfailure for delete to throughcare_app using (probation_may_write(case_id));
grant insert, delete on probation_enforcementfailure to throughcare_app;
grant usage on sequence probation_enforcementfailure_id_seq to throughcare_app;

revoke update on probation_enforcement from throughcare_app;
drop policy changes on probation_enforcement;
drop policy writes on probation_enforcement;
create policy opens on probation_enforcement for insert to throughcare_app
    with check (state = 'open' and presenter_id is null and probation_may_write(case_id));
"""
)
POLICIES_BACK = """
drop policy opens on probation_enforcement;
create policy writes on probation_enforcement for insert to throughcare_app with check (probation_may_write(case_id));
create policy changes on probation_enforcement for update to throughcare_app
    using (probation_may_write(case_id)) with check (probation_may_write(case_id));
grant update on probation_enforcement to throughcare_app;
drop policy drops on probation_enforcementfailure;
drop policy gathers on probation_enforcementfailure;
""" + on_each(
    CLOSED,
    "drop policy in_full on {table}; drop policy engine on {table};\n"
    "alter table {table} disable row level security;\n",
)

# Whether the account in the seat writes for the unit that presents a process, or for what follows that unit.
PARTIES = """
create function probation_presents(asked bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce('case.write' = any (tc_words('actions')), false) and exists (
        select
        from probation_enforcement e
        join probation_case c on c.id = e.case_id
        cross join lateral organisation_successors(e.presenter_id, tc_now(), tc_live(), 'infinity') s
        where e.id = asked and e.presenter_id is not null and not access_refused(c.person_id)
          and access_may('case.write', s.unit_id)
    )
$$;

create function probation_is_party(asked bigint, party text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(case party
        when 'officer' then probation_may_write(e.case_id)
        when 'presenter' then
            case when e.presenter_id is null then probation_may_write(e.case_id) else probation_presents(e.id) end
        when 'manager' then probation_may('case.allocate', e.case_id)
        when 'head' then probation_view_of(e.case_id) = 'full' and exists (
            select from access_seats(tc_account(), tc_now(), tc_live()) s
            join lateral probation_held_by(e.case_id, tc_now(), tc_live()) h on h.owner_id = s.owner_id
            where s.role = 'executive')
        end, false)
    from probation_enforcement e where e.id = asked
$$;

-- Where a process stands: at the last step that was taken or, of one that was begun before steps were kept, at the first
-- that has its state or, where none has, at the first of its kind.
create function probation_step_of(asked bigint) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(
        (select t.step_id from probation_enforcementstep t where t.enforcement_id = e.id order by t.number desc limit 1),
        (select s.code from probation_processstep s where s.kind = e.kind order by s.state <> e.state, s.position limit 1))::text
    from probation_enforcement e where e.id = asked
$$;
"""

TAKING = """
create function probation_take_step(
    asked bigint, by_move text, day date, due date, words text, presents bigint, said text, court text)
returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    e probation_enforcement;
    m probation_processmove;
    s probation_processstep;
    of_case bigint;
    entry bigint;
    made integer;
begin
    select x.case_id into of_case from probation_enforcement x where x.id = asked;
    perform from probation_case c where c.id = of_case for no key update;
    select * into e from probation_enforcement x where x.id = asked for no key update;
    select * into m from probation_processmove x
    where x.code = by_move and x.starts_on <= (tc_now() at time zone 'Europe/London')::date
      and (x.ends_on is null or x.ends_on > (tc_now() at time zone 'Europe/London')::date);
    if e.id is null or m.code is null then
        return null;
    end if;
    select * into s from probation_processstep x where x.code = m.to_step_id;
    select coalesce(max(t.number), 0) + 1 into made from probation_enforcementstep t where t.enforcement_id = asked;
    if s.kind <> e.kind
       or m.from_step_id is null and (made > 1 or e.state <> 'open' or e.recorded_at <> tc_now())
       or m.from_step_id is not null and m.from_step_id <> probation_step_of(asked)
       or not exists (select from unnest(string_to_array(m.parties, ' ')) p where probation_is_party(asked, p))
       or m.other_than <> '' and exists (
           select from probation_enforcementstep t
           where t.enforcement_id = asked and t.step_id = m.other_than and t.author_id = tc_account())
       or s.names_presenter and presents is null
    then
        return null;
    end if;
    if s.contact_type_id is not null then
        insert into probation_contact (case_id, number, type_id, starts_at, notes, is_sensitive, author_id, recorded_at, version)
        select c.id, c.contacts_made + 1, s.contact_type_id, tc_now(), '', false, tc_account(), tc_now(), 1
        from probation_case c where c.id = of_case
        returning id into entry;
        update probation_case set contacts_made = contacts_made + 1 where id = of_case;
    end if;
    insert into probation_enforcementstep
        (enforcement_id, case_id, number, step_id, taken_on, due_on, note, author_id, contact_id, recorded_at)
    values (asked, of_case, made, s.code, day, due, words, tc_account(), entry, tc_now());
    update probation_enforcement x
    set state = s.state, result = said, court_outcome_id = nullif(court, ''),
        presented_on = case when s.state in ('presented', 'concluded') and e.kind = 'breach'
                            then coalesce(x.presented_on, case when s.state = 'presented' then day end) else x.presented_on end,
        concluded_on = case when s.state = 'concluded' then day end,
        presenter_id = case when s.names_presenter then presents when s.releases_presenter then null else x.presenter_id end
    where x.id = asked;
    perform probation_end_with(asked, day);
    return made;
end;
$$;

-- What ends with a process that is over: the intervention that it is and, where the court ended the order, the order with
-- its requirements.
create function probation_end_with(asked bigint, day date) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    e probation_enforcement;
    q probation_breachoutcome;
    n probation_nsi;
    c probation_case;
    of_sentence bigint;
begin
    select * into e from probation_enforcement x where x.id = asked;
    if e.state not in ('concluded', 'withdrawn') then
        return;
    end if;
    select * into q from probation_breachoutcome x where x.code = e.court_outcome_id;
    update probation_nsi x
    set ended_on = day,
        outcome_id = case when e.kind = 'breach' and e.state = 'withdrawn' then 'BRE09' else coalesce(q.nsi_outcome_id, x.outcome_id) end
    where x.enforcement_id = asked and x.ended_on is null
    returning * into n;
    if n.id is not null then
        select * into c from probation_case x where x.id = e.case_id;
        insert into probation_contact (case_id, number, type_id, starts_at, notes, is_sensitive, author_id, recorded_at, version)
        values (c.id, c.contacts_made + 1, 'NTER', tc_now(), '', false, tc_account(), tc_now(), 1);
        update probation_case set contacts_made = contacts_made + 1 where id = c.id;
    end if;
    if q.ends_sentence and e.sentence_id is not null then
        update probation_sentence x set terminated_on = day, ended_for = ended
        from (select case q.result when 'resentenced' then 'resentenced' else 'revoked' end as ended) why
        where x.id = e.sentence_id and x.terminated_on is null;
        update probation_requirement x
        set ended_on = day, ended_for = case q.result when 'resentenced' then 'resentenced' else 'revoked' end
        where x.sentence_id = e.sentence_id and x.ended_on is null and x.starts_on <= day;
    end if;
    -- An order that comes out of breach has its failures counted from that day on (domain rules, 14.1). Of a breach that names
    -- no sentence it is the only one in force; among several nobody guesses.
    if e.kind = 'breach' and e.state = 'concluded' then
        select coalesce(e.sentence_id, min(x.id)) into of_sentence from probation_sentence x
        where x.case_id = e.case_id and x.terminated_on is null having e.sentence_id is not null or count(*) = 1;
        insert into probation_compliance (case_id, sentence_id, failures, breach_ended_on, counted_at)
        select e.case_id, of_sentence, (
            select count(distinct (t.starts_at at time zone 'Europe/London')::date) from probation_contact t
            join probation_contacttype y on y.code = t.type_id and y.is_national_standard
            join probation_outcome o on o.code = t.outcome_id and o.is_complied is false
            where t.case_id = e.case_id and t.sentence_id = of_sentence and t.deleted_at is null
              and (t.starts_at at time zone 'Europe/London')::date >= day), day, tc_now()
        where of_sentence is not null
        on conflict (sentence_id) do update
        set breach_ended_on = excluded.breach_ended_on, failures = excluded.failures, counted_at = excluded.counted_at;
    end if;
end;
$$;
revoke all on function probation_end_with from public;
"""

# What a presenter knows: the process, its steps and its evidence, and of the case no more than who it is about.
KNOWN = """
-- The records that were altered with a process that is over, as the trail names them.
create function probation_ended_with(asked bigint) returns table (action text, record text)
language sql stable security definer set search_path = public, pg_temp as $$
    select 'nsi.ended', 'probation.Nsi/' || n.number
    from probation_enforcement e join probation_nsi n on n.enforcement_id = e.id
    where e.id = asked and e.state in ('concluded', 'withdrawn')
    union all
    select 'sentence.ended', 'probation.Sentence/' || s.number
    from probation_enforcement e
    join probation_breachoutcome q on q.code = e.court_outcome_id and q.ends_sentence
    join probation_sentence s on s.id = e.sentence_id and s.terminated_on = e.concluded_on
    where e.id = asked
    union all
    select 'requirement.ended', 'probation.Requirement/' || r.id
    from probation_enforcement e
    join probation_breachoutcome q on q.code = e.court_outcome_id and q.ends_sentence
    join probation_requirement r on r.sentence_id = e.sentence_id and r.ended_on = e.concluded_on
    where e.id = asked
$$;

create function probation_processes_presented(only_reference text)
returns table (id bigint, case_id bigint, crn text, person_id bigint, reference text, step text, opened_on date, due_on date,
               owner_id bigint, presenter_id bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with mine as materialized (
        select t.unit from (
            select distinct x.presenter_id as unit from probation_enforcement x
            where x.presenter_id is not null and x.state in ('open', 'presented')
        ) t
        where coalesce('case.write' = any (tc_words('actions')), false) and exists (
            select from organisation_successors(t.unit, tc_now(), tc_live(), 'infinity') s where access_may('case.write', s.unit_id))
    )
    select e.id, e.case_id, p.crn::text, p.id, e.reference::text, probation_step_of(e.id), e.opened_on, e.due_on, h.owner_id,
           e.presenter_id
    from probation_enforcement e
    join probation_case c on c.id = e.case_id
    join people_person p on p.id = c.person_id
    left join lateral probation_held_by(e.case_id, tc_now(), tc_live()) h on true
    where tc_account() is not null and e.presenter_id in (select m.unit from mine m) and e.state in ('open', 'presented')
      and (only_reference = '' or e.reference = only_reference) and not access_refused(c.person_id)
$$;

create function probation_steps_known(asked bigint)
returns table (number smallint, step text, title text, acts text, taken_on date, due_on date, note text, author text,
               recorded_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select t.number, s.code::text, s.title::text, s.acts::text, t.taken_on, t.due_on, t.note::text, coalesce(u.display_name, '')::text,
           t.recorded_at
    from probation_enforcementstep t
    join probation_processstep s on s.code = t.step_id
    left join access_account u on u.id = t.author_id
    where t.enforcement_id = asked and (probation_presents(asked) or coalesce(probation_view_of(t.case_id) = 'full', false))
$$;

create function probation_failures_known(asked bigint)
returns table (contact integer, at timestamptz, type text, outcome text, reason text, requirement text)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.number, c.starts_at, y.description::text, coalesce(o.description, '')::text, coalesce(r.description, '')::text,
           coalesce(k.description, '')::text
    from probation_enforcementfailure f
    join probation_contact c on c.id = f.contact_id
    join probation_contacttype y on y.code = c.type_id
    left join probation_outcome o on o.code = c.outcome_id
    left join probation_breachreason r on r.code = f.reason_id
    left join probation_requirement q on q.id = f.requirement_id
    left join probation_requirementtype k on k.code = q.type_id
    where f.enforcement_id = asked and (probation_presents(asked) or coalesce(probation_view_of(f.case_id) = 'full', false))
$$;

revoke all on function probation_ended_with, probation_presents, probation_is_party, probation_step_of, probation_take_step,
    probation_processes_presented, probation_steps_known, probation_failures_known from public;
grant execute on function probation_ended_with, probation_presents, probation_is_party, probation_step_of, probation_take_step,
    probation_processes_presented, probation_steps_known, probation_failures_known to throughcare_app;
"""
KNOWN_BACK = """
drop function probation_failures_known; drop function probation_steps_known; drop function probation_processes_presented;
drop function probation_ended_with; drop function probation_end_with; drop function probation_take_step; drop function probation_step_of;
drop function probation_is_party; drop function probation_presents;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("probation", "0080_steps_of_enforcement"),
        ("access", "0016_reach_of_seats"),
        ("organisation", "0005_both_clocks"),
    ]

    operations = [
        migrations.RunSQL(POLICIES + PARTIES + TAKING + KNOWN, KNOWN_BACK + POLICIES_BACK)
    ]
