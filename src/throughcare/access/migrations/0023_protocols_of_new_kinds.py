from django.db import migrations

# A reform may bring in kinds of body; what they may read of others' records is written when it is tried.
GRANT = """
grant insert on access_protocol to throughcare_engine;
grant usage, select on sequence access_protocol_id_seq to throughcare_engine;
create policy brings_in on access_protocol for insert to throughcare_engine with check (view = 'minimum');
"""
BACK = """
drop policy brings_in on access_protocol;
revoke insert on access_protocol from throughcare_engine;
revoke usage, select on sequence access_protocol_id_seq from throughcare_engine;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0022_visits_while_nobody_signs_in")]

    operations = [migrations.RunSQL(GRANT, BACK)]
