from django.db import migrations

# A reform keeps a list of invitations that nobody has used: which, and until when, and not what opens one.
COUNTED = """
create policy engine on access_invitation for select to throughcare_engine using (true);
grant select (id, used_at, ends_at) on access_invitation to throughcare_engine;
"""
BACK = """
revoke select (id, used_at, ends_at) on access_invitation from throughcare_engine;
drop policy engine on access_invitation;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0026_kinds_at_once")]

    operations = [migrations.RunSQL(COUNTED, BACK)]
