from django.db import migrations

# As for answers: everywhere for the programme, their own side for the head of a provider.
POLICIES = """
alter table restructure_load enable row level security;
create policy engine on restructure_load for all to throughcare_engine using (true) with check (true);
grant select, insert, update, delete on restructure_load to throughcare_engine;
grant select on restructure_load to throughcare_app;
create policy seen on restructure_load for select to throughcare_app
    using ('restructure.see' = any (tc_words('everywhere'))
           or 'restructure.see' = any (tc_words('actions'))
              and (from_owner_id = any (tc_ids('read_owners')) or owner_id = any (tc_ids('read_owners'))));
grant usage on sequence restructure_load_id_seq to throughcare_engine;
"""

BACK = """
drop policy seen on restructure_load;
drop policy engine on restructure_load;
alter table restructure_load disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("restructure", "0013_loads")]

    operations = [migrations.RunSQL(POLICIES, BACK)]
