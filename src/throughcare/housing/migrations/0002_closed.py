from django.db import migrations

# Read with the whole record; by whoever answers applications, once one is submitted; and by the premises in which somebody has a bed,
# until some days after they left. Of the case those two read nothing else.
OF_CASES = ["application", "steptaken", "stay"]
PLACES = ["premises", "bed", "bedtaken"]
REFERENCE = ["step", "move", "reason"]


def on_each(tables, text):
    return "".join(text.format(table=f"housing_{table}") for table in tables)


WHO = """
create function housing_assesses(of_case bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    person bigint;
begin
    if not coalesce('housing.assess' = any (tc_words('actions')), false) then
        return false;
    end if;
    select c.person_id into person from probation_case c where c.id = of_case;
    if person is null or access_refused(person) then
        return false;
    end if;
    -- Whoever answers everywhere need not be told where the case is.
    return access_reaches('housing.assess', null, null) or exists (
        select from probation_held_by(of_case, tc_now(), tc_live()) h where access_reaches('housing.assess', h.owner_id, h.holder_id));
end;
$$;

-- What waits for whoever answers applications at some steps: the urgent first, then by the day that it is due.
create function housing_to_answer(states text[]) returns table (application_id bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.id from housing_application a
    where a.state_id = any (states) and a.submitted_at is not null and a.ended_at is null and housing_assesses(a.case_id)
    order by a.is_urgent desc, a.due_on, a.id
$$;

create function housing_keeps(of_bed bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if not coalesce('bed.keep' = any (tc_words('actions')), false) then
        return false;
    end if;
    return exists (
        select from housing_bed b join housing_premises p on p.id = b.premises_id
        where b.id = of_bed and access_may('bed.keep', p.unit_id));
end;
$$;

-- Applications of those who have, or lately had, a bed where the account keeps the beds: worked out once for a statement.
create function housing_mine() returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if not coalesce('bed.keep' = any (tc_words('actions')), false) then
        return '{}';
    end if;
    return (
        with kept as materialized (select p.id from housing_premises p where access_may('bed.keep', p.unit_id))
        select coalesce(array_agg(distinct s.application_id), '{}')
        from housing_stay s
        join housing_bed b on b.id = s.bed_id
        join probation_case c on c.id = s.case_id
        where b.premises_id in (select k.id from kept k) and s.state <> 'cancelled'
          and (s.state in ('booked', 'arrived') or coalesce(s.left_on, s.ends_on) > (tc_now() at time zone 'Europe/London')::date - 28)
          and not access_refused(c.person_id));
end;
$$;

-- Whether a bed that the account keeps was ever booked under an application.
create function housing_had_here(asked bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce('bed.keep' = any (tc_words('actions')), false) and exists (
        select from housing_stay s join probation_case c on c.id = s.case_id
        where s.application_id = asked and housing_keeps(s.bed_id) and not access_refused(c.person_id))
$$;

create or replace function people_may_house(asked bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if not coalesce('bed.keep' = any (tc_words('actions')), false) then
        return false;
    end if;
    return not access_refused(asked) and exists (
        select from probation_case c join housing_stay s on s.case_id = c.id
        where c.person_id = asked and s.state in ('booked', 'arrived') and housing_keeps(s.bed_id));
end;
$$;

create function housing_may_draft(asked bigint, of_case bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select probation_may_write(of_case) and exists (
        select from housing_application a where a.id = asked and a.case_id = of_case and a.state_id = 'draft')
$$;
revoke execute on function housing_assesses, housing_to_answer,
    housing_keeps, housing_mine, housing_had_here, housing_may_draft from public;
grant execute on function housing_assesses, housing_to_answer,
    housing_keeps, housing_mine, housing_had_here, housing_may_draft to throughcare_app;
"""

# Policies are asked in the order of their names: the list of a premises' own costs less than the view of a case.
POLICIES = (
    on_each(
        OF_CASES,
        "alter table {table} enable row level security;\n"
        "create policy engine on {table} for select to throughcare_engine using (true);\n"
        "create policy in_full on {table} for select to throughcare_app using (probation_view_of(case_id) = 'full');\n"
        "grant select on {table} to throughcare_app, throughcare_engine;\n",
    )
    + "create policy by_premises on housing_application for select to throughcare_app"
    " using (id = any ((select housing_mine())::bigint[]));\n"
    "create policy by_assessor on housing_application for select to throughcare_app"
    " using (submitted_at is not null and housing_assesses(case_id));\n"
    + on_each(
        ["steptaken", "stay"],
        "create policy by_premises on {table} for select to throughcare_app"
        " using (application_id = any ((select housing_mine())::bigint[]));\n"
        "create policy by_assessor on {table} for select to throughcare_app using (housing_assesses(case_id) and exists ("
        "select from housing_application a where a.id = application_id and a.submitted_at is not null));\n",
    )
    + """
create policy drafts on housing_application for insert to throughcare_app
    with check (probation_may_write(case_id) and state_id = 'draft' and submitted_at is null and ended_at is null);
create policy changes on housing_application for update to throughcare_app
    using (housing_may_draft(id, case_id)) with check (probation_may_write(case_id) and state_id = 'draft');
grant insert, update (is_urgent, arrives_on, nights, purpose, needs, risk, needs_step_free, needs_single)
    on housing_application to throughcare_app;
create policy books on housing_stay for insert to throughcare_app
    with check (state = 'booked' and housing_assesses(case_id));
create policy changes on housing_stay for update to throughcare_app
    using (state in ('booked', 'arrived') and (housing_keeps(bed_id) or housing_assesses(case_id) or probation_may_write(case_id)))
    with check (housing_keeps(bed_id) or housing_assesses(case_id) or probation_may_write(case_id));
grant insert, update (state, starts_on, ends_on, keyworker, arrived_on, left_on, address_key, reason_id, move_on_id, note)
    on housing_stay to throughcare_app;
"""
    # Which houses there are, and on which days a bed is taken, is no secret among those who work here; by whom is.
    + on_each(
        PLACES,
        "alter table {table} enable row level security;\n"
        "create policy engine on {table} for select to throughcare_engine using (true);\n"
        "create policy known on {table} for select to throughcare_app using (tc_account() is not null);\n"
        "grant select on {table} to throughcare_app, throughcare_engine;\n",
    )
    + on_each(
        ["premises", "bed"],
        "create policy adds on {table} for insert to throughcare_engine with check (true);\n"
        "grant insert on {table} to throughcare_engine;\n",
    )
    + """
create policy closes on housing_bedtaken for insert to throughcare_app with check (stay_id is null and housing_keeps(bed_id));
create policy opens on housing_bedtaken for delete to throughcare_app using (stay_id is null and housing_keeps(bed_id));
grant insert, delete on housing_bedtaken to throughcare_app;
"""
    + on_each(REFERENCE, "revoke all on {table} from throughcare_app;\n")
    + on_each(REFERENCE, "grant select on {table} to throughcare_app, throughcare_engine;\n")
    + """
create sequence housing_reference as bigint start 1000001;
grant usage on all sequences in schema public to throughcare_app, throughcare_engine;
select probation_ask_once();
"""
)

BACK = """
create or replace function people_may_house(asked bigint) returns boolean language sql stable as $$ select false $$;
do $$ declare p record; begin
    for p in select policyname, tablename from pg_policies where tablename like 'housing\\_%' loop
        execute format('drop policy %I on %I', p.policyname, p.tablename);
        execute format('alter table %I disable row level security', p.tablename);
    end loop;
end $$;
drop sequence housing_reference;
drop function housing_may_draft; drop function housing_had_here; drop function housing_mine; drop function housing_keeps;
drop function housing_to_answer; drop function housing_assesses;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0001_tables"),
        ("access", "0038_who_houses"),
        ("organisation", "0014_premises"),
        ("people", "0022_taken_in"),
        ("probation", "0103_entries_of_others"),
    ]

    operations = [migrations.RunSQL(WHO + POLICIES, BACK)]
