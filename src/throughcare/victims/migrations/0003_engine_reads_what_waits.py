from django.db import migrations

# A reform keeps which requests and tasks waited, and asks what became of each. Of what they say it reads nothing.
READS = """
grant select (state) on victims_conditionrequest to throughcare_engine;
grant select (done_at) on victims_task to throughcare_engine;
"""
NO_MORE = """
revoke select (state) on victims_conditionrequest from throughcare_engine;
revoke select (done_at) on victims_task from throughcare_engine;
"""


class Migration(migrations.Migration):
    dependencies = [("victims", "0002_closed")]

    operations = [migrations.RunSQL(READS, NO_MORE)]
