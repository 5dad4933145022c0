from django.db import migrations

# An account writes that it opened its own; the figures are for whoever sees the previews of those counted.
SECURED = """
alter table transition_opening enable row level security;
create policy engine on transition_opening for all to throughcare_engine using (true) with check (true);
create policy seen on transition_opening for select to throughcare_app
    using (account_id = tc_account() or 'restructure.see' = any (tc_words('everywhere'))
           or account_id in (select p.account_id from transition_preview p));
create policy own on transition_opening for insert to throughcare_app with check (account_id = tc_account());
grant select, insert, update, delete on transition_opening to throughcare_engine;
grant select, insert on transition_opening to throughcare_app;
grant usage on all sequences in schema public to throughcare_app, throughcare_engine;
"""
BACK = """
revoke select, insert on transition_opening from throughcare_app;
revoke select, insert, update, delete on transition_opening from throughcare_engine;
drop policy own on transition_opening;
drop policy seen on transition_opening;
drop policy engine on transition_opening;
alter table transition_opening disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("transition", "0007_openings"), ("access", "0012_pinned_reach")]

    operations = [migrations.RunSQL(SECURED, BACK)]
