from django.db import migrations

SECURED = """
alter table restructure_measurement enable row level security;
create policy engine on restructure_measurement for all to throughcare_engine using (true) with check (true);
create policy seen on restructure_measurement for select to throughcare_app
    using ('restructure.see' = any (tc_words('actions')));
grant select, insert on restructure_measurement to throughcare_engine;
grant select on restructure_measurement to throughcare_app;
grant usage on all sequences in schema public to throughcare_app, throughcare_engine;
"""
BACK = """
revoke select on restructure_measurement from throughcare_app;
revoke select, insert on restructure_measurement from throughcare_engine;
drop policy seen on restructure_measurement;
drop policy engine on restructure_measurement;
alter table restructure_measurement disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("restructure", "0035_measurements"), ("access", "0003_row_security")]

    operations = [migrations.RunSQL(SECURED, BACK)]
