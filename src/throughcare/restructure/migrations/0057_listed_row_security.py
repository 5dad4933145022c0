from django.db import migrations

# Preferences and scores: for the engine alone. What somebody may see of their own place stands with their answer.
POLICIES = """
alter table restructure_listed enable row level security;
create policy engine on restructure_listed for all to throughcare_engine using (true) with check (true);
grant select, insert, delete on restructure_listed to throughcare_engine;
grant usage on sequence restructure_listed_id_seq to throughcare_engine;
"""

BACK = """
revoke usage on sequence restructure_listed_id_seq from throughcare_engine;
revoke all on restructure_listed from throughcare_engine;
drop policy engine on restructure_listed;
alter table restructure_listed disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("restructure", "0056_listed")]

    operations = [migrations.RunSQL(POLICIES, BACK)]
