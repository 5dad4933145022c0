from django.db import migrations

# Conditions may name people and places: they are read with the whole record, and not through the minimum safe view.
CHANGED = {
    "licence": "state, state_at",
    "licencecondition": "ended_on, ended_for",
    "supervisionrequirement": "ended_on, ended_for",
}

POLICIES = "".join(
    f"""
alter table probation_{table} enable row level security;
create policy engine on probation_{table} for select to throughcare_engine using (true);
create policy in_full on probation_{table} for select to throughcare_app using (probation_view_of(case_id) = 'full');
create policy writes on probation_{table} for insert to throughcare_app with check (probation_may_write(case_id));
create policy changes on probation_{table} for update to throughcare_app
    using (probation_may_write(case_id)) with check (probation_may_write(case_id));
create policy engine_changes on probation_{table} for update to throughcare_engine using (true) with check (true);
revoke all on probation_{table} from throughcare_app, throughcare_engine;
grant select, insert on probation_{table} to throughcare_app;
grant select on probation_{table} to throughcare_engine;
grant update ({columns}) on probation_{table} to throughcare_app, throughcare_engine;
grant usage on sequence probation_{table}_id_seq to throughcare_app;
alter table probation_{table} add constraint probation_{table}_same_case
    foreign key (sentence_id, case_id) references probation_sentence (id, case_id);
"""
    for table, columns in CHANGED.items()
)

BACK = "".join(
    f"alter table probation_{table} drop constraint probation_{table}_same_case;"
    f" drop policy engine_changes on probation_{table}; drop policy changes on probation_{table};"
    f" drop policy writes on probation_{table}; drop policy in_full on probation_{table};"
    f" drop policy engine on probation_{table};"
    f" alter table probation_{table} disable row level security;\n"
    for table in CHANGED
)


class Migration(migrations.Migration):
    dependencies = [("probation", "0052_licences")]

    operations = [migrations.RunSQL(POLICIES, BACK)]
