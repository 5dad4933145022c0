from django.db import migrations

# A reform keeps a list of searches that people keep: which, and not what they ask or whose they are.
COUNTED = """
create policy engine on people_savedsearch for select to throughcare_engine using (true);
grant select (id, ended_at) on people_savedsearch to throughcare_engine;
"""
BACK = """
revoke select (id, ended_at) on people_savedsearch from throughcare_engine;
drop policy engine on people_savedsearch;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0011_recognitions_row_security")]

    operations = [migrations.RunSQL(COUNTED, BACK)]
