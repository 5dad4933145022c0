from django.db import migrations

# Read in full only, and also through the minimum safe view: whoever meets a person at work knows how many hours are left.
CLOSED = ["adjustment", "completion"]
OPEN = ["order", "allocation", "appointment"]
PLACES = ["project", "opening", "session"]
REFERENCE = ["projecttype", "adjustmentreason", "creditscope"]
CHANGED = {
    "order": "ordered_minutes, additional_minutes, status, is_intensive, completed_on",
    "allocation": "ends_on",
    "appointment": "credited_minutes, penalty_minutes, wore_hi_vis, work_quality, behaviour, is_released",
    "completion": "state, appointment_id, reason, resolved_by_id, resolved_at",
}


def on_each(tables, text):
    return "".join(text.format(table=f"unpaidwork_{table}") for table in tables)


POLICIES = (
    on_each(
        [*CLOSED, *OPEN, *PLACES],
        "alter table {table} enable row level security;\n"
        "create policy engine on {table} for select to throughcare_engine using (true);\n"
        "grant select on {table} to throughcare_app, throughcare_engine;\n",
    )
    + on_each(
        CLOSED,
        "create policy in_full on {table} for select to throughcare_app"
        " using (probation_view_of(case_id) = 'full');\n",
    )
    + on_each(
        OPEN,
        "create policy in_view on {table} for select to throughcare_app"
        " using (probation_view_of(case_id) is not null);\n",
    )
    + on_each(
        [*OPEN, "adjustment"],
        "create policy writes on {table} for insert to throughcare_app"
        " with check (probation_may_write(case_id));\n"
        "grant insert on {table} to throughcare_app;\n",
    )
    + "".join(
        f"create policy changes on unpaidwork_{table} for update to throughcare_app"
        f" using (probation_may_write(case_id){' and resolved_at is null' if table == 'completion' else ''})"
        f" with check (probation_may_write(case_id));\n"
        f"grant update ({columns}) on unpaidwork_{table} to throughcare_app;\n"
        for table, columns in CHANGED.items()
    )
    # What a message told is kept for the engine, which writes no record itself; told twice it is kept once.
    + """
create function unpaidwork_keep_completion(
    message uuid, of_case bigint, name text, length integer, on_day date, at timestamptz
) returns boolean
language sql volatile security definer set search_path = public, pg_temp as $$
    with kept as (
        insert into unpaidwork_completion (reference, case_id, course, minutes, completed_on, state, reason, recorded_at)
        values (message, of_case, name, length, on_day, 'waiting', '', at)
        on conflict (reference) do nothing
        returning id
    )
    select exists (select from kept)
$$;
revoke execute on function unpaidwork_keep_completion from public;
grant execute on function unpaidwork_keep_completion to throughcare_engine;
"""
    # Where work is done is no secret among those who work here; it is kept by those who may write in its unit.
    + on_each(
        PLACES,
        "create policy known on {table} for select to throughcare_app using (tc_account() is not null);\n",
    )
    + """
create function unpaidwork_may_keep(asked bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from unpaidwork_project p where p.id = asked and access_may('case.write', p.unit_id))
$$;

create policy adds on unpaidwork_project for insert to throughcare_app with check (access_may('case.write', unit_id));
create policy keeps on unpaidwork_project for update to throughcare_app
    using (access_may('case.write', unit_id)) with check (access_may('case.write', unit_id));
grant insert, update (ends_on) on unpaidwork_project to throughcare_app;
create policy adds on unpaidwork_opening for insert to throughcare_app with check (unpaidwork_may_keep(project_id));
grant insert on unpaidwork_opening to throughcare_app;

-- A session comes to be with the first who is booked on it, by whoever books.
create policy adds on unpaidwork_session for insert to throughcare_app
    with check ('case.write' = any (tc_words('actions')) and booked = 0);
create policy keeps on unpaidwork_session for update to throughcare_app
    using ('case.write' = any (tc_words('actions'))) with check (unpaidwork_may_keep(project_id));
grant insert, update (supervisor_post_id, pick_up_place, pick_up) on unpaidwork_session to throughcare_app;
"""
    + on_each(REFERENCE, "revoke all on {table} from throughcare_app;\n")
    + on_each(REFERENCE, "grant select on {table} to throughcare_app, throughcare_engine;\n")
    + """
create sequence unpaidwork_project_code as bigint start 500001;
grant usage on all sequences in schema public to throughcare_app, throughcare_engine;
"""
)

BACK = """
do $$ declare p record; begin
    for p in select policyname, tablename from pg_policies where tablename like 'unpaidwork\\_%' loop
        execute format('drop policy %I on %I', p.policyname, p.tablename);
    end loop;
end $$;
drop sequence unpaidwork_project_code;
drop function unpaidwork_may_keep;
drop function unpaidwork_keep_completion;
""" + on_each([*CLOSED, *OPEN, *PLACES], "alter table {table} disable row level security;\n")


class Migration(migrations.Migration):
    dependencies = [("unpaidwork", "0001_tables")]

    operations = [migrations.RunSQL(POLICIES, BACK)]
