from django.db import migrations

# Read in full only, and written by whoever may write to the case. Later notes and deletions are never changed.
TABLES = ("compliance", "contactnote", "contactdeletion", "failureaction")
CHANGED = ("compliance", "failureaction")
CLOSED = "".join(
    f"""
alter table probation_{table} enable row level security;
create policy engine on probation_{table} for select to throughcare_engine using (true);
create policy in_full on probation_{table} for select to throughcare_app using (probation_view_of(case_id) = 'full');
create policy writes on probation_{table} for insert to throughcare_app with check (probation_may_write(case_id));
grant select, insert on probation_{table} to throughcare_app;
grant select on probation_{table} to throughcare_engine;
grant usage on sequence probation_{table}_id_seq to throughcare_app;
"""
    for table in TABLES
) + "".join(
    f"""
create policy changes on probation_{table} for update to throughcare_app
    using (probation_may_write(case_id)) with check (probation_may_write(case_id));
"""
    for table in CHANGED
)
GRANTS = """
grant update (failures, breach_ended_on, counted_at) on probation_compliance to throughcare_app;
grant update (state, response, responded_on, answered_by_id) on probation_failureaction to throughcare_app;
"""
BACK = "".join(f"drop policy changes on probation_{table};\n" for table in CHANGED) + "".join(
    f"""
drop policy writes on probation_{table}; drop policy in_full on probation_{table}; drop policy engine on probation_{table};
alter table probation_{table} disable row level security;
"""
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("probation", "0065_compliance")]

    operations = [migrations.RunSQL(CLOSED + GRANTS, BACK)]
