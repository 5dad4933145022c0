from django.db import migrations

# Read in full only; nobody but the house sends any.
CLOSED = """
alter table probation_reminder enable row level security;
create policy engine on probation_reminder for select to throughcare_engine using (true);
create policy sends on probation_reminder for insert to throughcare_engine with check (true);
create policy takes_back on probation_reminder for update to throughcare_engine using (true);
create policy in_full on probation_reminder for select to throughcare_app using (probation_view_of(case_id) = 'full');
grant select on probation_reminder to throughcare_app, throughcare_engine;
grant insert, update (taken_back_at, taken_back_message) on probation_reminder to throughcare_engine;
grant usage on sequence probation_reminder_id_seq to throughcare_engine;
select probation_ask_once();
"""
BACK = """
drop policy in_full on probation_reminder;
drop policy takes_back on probation_reminder;
drop policy sends on probation_reminder;
drop policy engine on probation_reminder;
alter table probation_reminder disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0087_appointments_ahead")]

    operations = [migrations.RunSQL(CLOSED, BACK)]
