from django.db import migrations

# A saved search is its account's alone.
POLICIES = """
alter table people_savedsearch enable row level security;
create policy own on people_savedsearch for select to throughcare_app using (account_id = tc_account());
create policy saves on people_savedsearch for insert to throughcare_app
    with check (account_id = tc_account() and 'person.search' = any (tc_words('actions')));
create policy ends on people_savedsearch for update to throughcare_app
    using (account_id = tc_account()) with check (account_id = tc_account());
grant select, insert, update (ended_at) on people_savedsearch to throughcare_app;
grant usage on sequence people_savedsearch_id_seq to throughcare_app;
"""

BACK = """
drop policy ends on people_savedsearch; drop policy saves on people_savedsearch; drop policy own on people_savedsearch;
alter table people_savedsearch disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0006_saved_searches")]

    operations = [migrations.RunSQL(POLICIES, BACK)]
