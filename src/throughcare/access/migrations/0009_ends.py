from django.db import migrations

# Whoever holds an exception, made it or was told of it may end it before its time, and may not lengthen it.
ENDS = """
create policy ends_early on access_grant for update to throughcare_app
    using (account_id = tc_account() or told_account_id = tc_account() or made_by_id = tc_account())
    with check (ends_at <= tc_now());
grant update (ends_at) on access_grant to throughcare_app;
"""
BACK = """
revoke update (ends_at) on access_grant from throughcare_app;
drop policy ends_early on access_grant;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0008_synthetic")]

    operations = [migrations.RunSQL(ENDS, BACK)]
