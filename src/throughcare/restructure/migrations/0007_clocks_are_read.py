from django.db import migrations

POLICIES = """
alter table restructure_clock enable row level security;
create policy engine on restructure_clock for all to throughcare_engine using (true) with check (true);
create policy seen on restructure_clock for select to throughcare_app using ('restructure.see' = any (tc_words('everywhere')));
grant select, insert, update, delete on restructure_clock to throughcare_engine;
grant select on restructure_clock to throughcare_app;
grant usage on sequence restructure_clock_id_seq to throughcare_engine;
grant maintain on restructure_answer, restructure_digest, restructure_book, restructure_clock to throughcare_engine;
"""

BACK = """
revoke maintain on restructure_answer, restructure_digest, restructure_book, restructure_clock from throughcare_engine;
drop policy seen on restructure_clock; drop policy engine on restructure_clock;
alter table restructure_clock disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("restructure", "0006_clocks")]

    operations = [migrations.RunSQL(POLICIES, BACK)]
