from django.db import migrations

# Somebody knows what they asked for and the score of their post, and may ask for something else. Nobody scores themselves.
POLICIES = """
create policy own_post on access_staffchoice for select to throughcare_app
    using (exists (select from access_post p where p.id = post_id and p.account_id = tc_account()));
create policy own_preference on access_staffchoice for update to throughcare_app
    using (exists (select from access_post p where p.id = post_id and p.account_id = tc_account()));
grant select, update (preference, stated_on) on access_staffchoice to throughcare_app;
"""

BACK = """
revoke all on access_staffchoice from throughcare_app;
drop policy own_preference on access_staffchoice;
drop policy own_post on access_staffchoice;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0016_reach_of_seats")]

    operations = [migrations.RunSQL(POLICIES, BACK)]
