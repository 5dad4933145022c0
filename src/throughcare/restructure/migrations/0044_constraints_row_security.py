from django.db import migrations

SECURED = """
alter table restructure_constraintsasked enable row level security;
create policy engine on restructure_constraintsasked for all to throughcare_engine using (true) with check (true);
create policy seen on restructure_constraintsasked for select to throughcare_app
    using ('restructure.see' = any (tc_words('actions')));
revoke all on restructure_constraintsasked from throughcare_app, throughcare_engine;
grant select, insert, update, delete on restructure_constraintsasked to throughcare_engine;
grant select on restructure_constraintsasked to throughcare_app;
grant usage on sequence restructure_constraintsasked_id_seq to throughcare_engine;
"""
BACK = """
drop policy seen on restructure_constraintsasked;
drop policy engine on restructure_constraintsasked;
revoke all on restructure_constraintsasked from throughcare_app, throughcare_engine;
alter table restructure_constraintsasked disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("restructure", "0043_constraints_asked")]

    operations = [migrations.RunSQL(SECURED, BACK)]
