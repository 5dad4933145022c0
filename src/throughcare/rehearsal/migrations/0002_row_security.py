from django.db import migrations

# A rehearsal shows the whole plan, so it is for those who see plans everywhere; the head of a provider sees one side only.
POLICIES = """
alter table rehearsal_rehearsal enable row level security;
create policy engine on rehearsal_rehearsal for all to throughcare_engine using (true) with check (true);
create policy seen on rehearsal_rehearsal for select to throughcare_app
    using ('restructure.see' = any (tc_words('everywhere')));
create policy asks on rehearsal_rehearsal for insert to throughcare_app
    with check ('restructure.plan' = any (tc_words('actions')) and asked_by_id = tc_account() and state = 'waiting');
grant select, insert, update on rehearsal_rehearsal to throughcare_engine;
grant select, insert on rehearsal_rehearsal to throughcare_app;

alter table rehearsal_schedule enable row level security;
create policy engine on rehearsal_schedule for all to throughcare_engine using (true) with check (true);
create policy seen on rehearsal_schedule for select to throughcare_app
    using ('restructure.see' = any (tc_words('everywhere')));
create policy asks on rehearsal_schedule for insert to throughcare_app
    with check ('restructure.plan' = any (tc_words('actions')) and asked_by_id = tc_account());
create policy ends on rehearsal_schedule for update to throughcare_app
    using ('restructure.plan' = any (tc_words('actions')));
grant select, insert, update on rehearsal_schedule to throughcare_engine;
grant select, insert, update (ended_at) on rehearsal_schedule to throughcare_app;

grant usage on sequence rehearsal_rehearsal_id_seq, rehearsal_schedule_id_seq to throughcare_app, throughcare_engine;
"""

BACK = """
drop policy ends on rehearsal_schedule; drop policy asks on rehearsal_schedule;
drop policy seen on rehearsal_schedule; drop policy engine on rehearsal_schedule;
drop policy asks on rehearsal_rehearsal; drop policy seen on rehearsal_rehearsal; drop policy engine on rehearsal_rehearsal;
alter table rehearsal_schedule disable row level security;
alter table rehearsal_rehearsal disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("rehearsal", "0001_tables"), ("access", "0003_row_security")]

    operations = [migrations.RunSQL(POLICIES, BACK)]
