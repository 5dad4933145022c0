from django.db import migrations

# A score is made and never changed: pages may read and add, and nothing else.
POLICIES = """
alter table risk_score enable row level security;
create policy engine on risk_score for select to throughcare_engine using (true);
create policy in_full on risk_score for select to throughcare_app using (probation_view_of(case_id) = 'full');
create policy writes on risk_score for insert to throughcare_app with check (probation_may_write(case_id));
grant select on risk_score to throughcare_app, throughcare_engine;
grant insert on risk_score to throughcare_app;
grant usage on sequence risk_score_id_seq to throughcare_app;
"""
BACK = """
revoke all on risk_score from throughcare_app, throughcare_engine;
drop policy writes on risk_score;
drop policy in_full on risk_score;
drop policy engine on risk_score;
alter table risk_score disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("risk", "0001_scores")]

    operations = [
        migrations.RunSQL(POLICIES, BACK),
        migrations.RunSQL("select probation_ask_once();", migrations.RunSQL.noop),
    ]
