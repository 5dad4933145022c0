from django.db import migrations

LISTS = ["nsitype", "nsisubtype", "nsistatus", "nsioutcome"]
CLOSED = ["nsi", "nsistanding", "nsimanager", "nsiappointment"]


def on_each(tables, text):
    return "".join(text.format(table=f"probation_{table}") for table in tables)


# Interventions are read with the whole record, and not through the minimum safe view.
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
        "create policy writes on {table} for insert to throughcare_app with check (probation_may_write(case_id));\n"
        "grant select, insert on {table} to throughcare_app;\n"
        "grant select on {table} to throughcare_engine;\n",
    )
    + """
create policy changes on probation_nsi for update to throughcare_app
    using (probation_may_write(case_id)) with check (probation_may_write(case_id));
grant update (starts_on, ended_on, outcome_id) on probation_nsi to throughcare_app;
grant usage on sequence probation_nsi_id_seq, probation_nsistanding_id_seq, probation_nsimanager_id_seq,
    probation_nsiappointment_id_seq to throughcare_app;
"""
)
BACK = "drop policy changes on probation_nsi;\n" + on_each(
    CLOSED,
    "drop policy writes on {table}; drop policy in_full on {table}; drop policy engine on {table};\n"
    "alter table {table} disable row level security;\n",
)


class Migration(migrations.Migration):
    dependencies = [("probation", "0078_interventions")]

    operations = [migrations.RunSQL(POLICIES, BACK)]
