from django.db import migrations

# Read with the whole record, written by the engine, and by whoever may write to the case and asks for it.
POLICIES = """
alter table allocation_tier enable row level security;
create policy engine on allocation_tier for select to throughcare_engine using (true);
create policy calculates on allocation_tier for insert to throughcare_engine with check (true);
create policy supersedes on allocation_tier for update to throughcare_engine using (true);
create policy in_full on allocation_tier for select to throughcare_app using (probation_view_of(case_id) = 'full');
create policy writes on allocation_tier for insert to throughcare_app with check (probation_may_write(case_id));
create policy changes on allocation_tier for update to throughcare_app
    using (probation_may_write(case_id)) with check (probation_may_write(case_id));
grant select, insert, update (superseded_at) on allocation_tier to throughcare_app, throughcare_engine;
grant usage on sequence allocation_tier_id_seq to throughcare_app, throughcare_engine;
"""
BACK = """
revoke all on allocation_tier from throughcare_app, throughcare_engine;
drop policy changes on allocation_tier; drop policy writes on allocation_tier; drop policy in_full on allocation_tier;
drop policy supersedes on allocation_tier; drop policy calculates on allocation_tier; drop policy engine on allocation_tier;
alter table allocation_tier disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("allocation", "0001_tiers"),
        ("assessments", "0002_closed"),
        ("probation", "0304_told_by_the_house"),
    ]

    operations = [migrations.RunSQL(POLICIES, BACK)]
