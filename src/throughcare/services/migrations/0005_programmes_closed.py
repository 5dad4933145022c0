from django.db import migrations

# Programmes are run by the provider: read with the whole record, and written by whoever may write to the case.
CLOSED = ["programmereferral", "programmestanding", "attendance"]
PLACES = ["programmegroup", "groupsession"]
REFERENCE = ["programmestatus", "programmemove"]


def on_each(tables, text):
    return "".join(text.format(table=f"services_{table}") for table in tables)


POLICIES = (
    on_each(
        CLOSED,
        "alter table {table} enable row level security;\n"
        "create policy engine on {table} for select to throughcare_engine using (true);\n"
        "create policy in_full on {table} for select to throughcare_app using (probation_view_of(case_id) = 'full');\n"
        "create policy writes on {table} for insert to throughcare_app with check (probation_may_write(case_id));\n"
        "grant select on {table} to throughcare_app, throughcare_engine;\n"
        "grant insert on {table} to throughcare_app;\n",
    )
    + """
create policy changes on services_programmereferral for update to throughcare_app
    using (probation_may_write(case_id)) with check (probation_may_write(case_id));
grant update (state_id, group_id, closed_at, report, reported_by_id, reported_at) on services_programmereferral to throughcare_app;
"""
    + on_each(
        PLACES,
        "alter table {table} enable row level security;\n"
        "create policy engine on {table} for select to throughcare_engine using (true);\n"
        "create policy known on {table} for select to throughcare_app using (tc_account() is not null);\n"
        "grant select on {table} to throughcare_app, throughcare_engine;\n"
        "grant insert on {table} to throughcare_app;\n",
    )
    + """
create policy adds on services_programmegroup for insert to throughcare_app with check (access_may('case.write', unit_id));
create policy keeps on services_programmegroup for update to throughcare_app
    using (access_may('case.write', unit_id)) with check (access_may('case.write', unit_id));
grant update (ends_on) on services_programmegroup to throughcare_app;
create policy adds on services_groupsession for insert to throughcare_app
    with check (group_id in (select g.id from services_programmegroup g where g.id = group_id and access_may('case.write', g.unit_id)));
"""
    + on_each(REFERENCE, "revoke all on {table} from throughcare_app;\n")
    + on_each(REFERENCE, "grant select on {table} to throughcare_app, throughcare_engine;\n")
    + """
-- No status follows that no row of that day lets follow; an end closes, and whoever has no place in a group is in none.
create function services_programme_goes_on() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    today date := (tc_now() at time zone 'Europe/London')::date;
    came services_programmestatus;
begin
    if new.state_id <> old.state_id and not exists (
        select from services_programmemove m
        where m.from_status_id = old.state_id and m.to_status_id = new.state_id and m.starts_on <= today
          and (m.ends_on is null or m.ends_on > today))
    then
        raise exception 'no move from % to %', old.state_id, new.state_id using errcode = 'check_violation';
    end if;
    select * into came from services_programmestatus s where s.code = new.state_id;
    if came.is_closed <> (new.closed_at is not null) then
        raise exception 'closed if and only if %', new.state_id using errcode = 'check_violation';
    end if;
    return new;
end;
$$;
create trigger services_programme_moved before update of state_id, closed_at on services_programmereferral
    for each row execute function services_programme_goes_on();

-- Who is in a group, for those who keep it. Of a case that the viewer may not see only its number is given.
create function services_members_of(asked bigint)
returns table (case_id bigint, crn text, is_limited boolean, referral_id bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select r.case_id, p.crn::text, j.is_limited, case when not j.is_limited then r.id end
    from services_programmegroup g
    join services_programmereferral r on r.group_id = g.id and r.closed_at is null
    join probation_case c on c.id = r.case_id
    join people_person p on p.id = c.person_id
    cross join lateral (select coalesce(probation_view_of(r.case_id), '') <> 'full' as is_limited) j
    where g.id = asked and access_may('case.read', g.unit_id)
    order by p.crn
$$;

-- How many have a place in a group, whoever has their cases: a number, and no more.
create function services_places_taken(asked bigint) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) from services_programmereferral r where r.group_id = asked and r.closed_at is null and tc_account() is not null
$$;
revoke all on function services_members_of, services_places_taken, services_programme_goes_on from public;
grant execute on function services_members_of, services_places_taken to throughcare_app;

create sequence services_programme_reference as bigint start 1000001;
grant usage on all sequences in schema public to throughcare_app, throughcare_engine;
select probation_ask_once();
"""
)

BACK = """
drop trigger services_programme_moved on services_programmereferral;
drop function services_programme_goes_on; drop function services_members_of; drop function services_places_taken;
drop sequence services_programme_reference;
do $$ declare p record; begin
    for p in select policyname, tablename from pg_policies
             where tablename in ('services_programmereferral', 'services_programmestanding', 'services_attendance',
                                 'services_programmegroup', 'services_groupsession') loop
        execute format('drop policy %I on %I', p.policyname, p.tablename);
        execute format('alter table %I disable row level security', p.tablename);
    end loop;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("services", "0004_programmes")]

    operations = [migrations.RunSQL(POLICIES, BACK)]
