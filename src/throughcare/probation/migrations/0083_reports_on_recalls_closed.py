from django.db import migrations

# What is said of a recall is read with the whole record; an answer is put in the place of another, and none is changed.
POLICIES = """
revoke all on probation_recalloption from throughcare_app;
grant select on probation_recalloption to throughcare_app, throughcare_engine;
alter table probation_recallanswer enable row level security;
create policy engine on probation_recallanswer for select to throughcare_engine using (true);
create policy in_full on probation_recallanswer for select to throughcare_app using (probation_view_of(case_id) = 'full');
create policy answers on probation_recallanswer for insert to throughcare_app with check (probation_may_write(case_id));
create policy drops on probation_recallanswer for delete to throughcare_app using (probation_may_write(case_id));
grant select, insert, delete on probation_recallanswer to throughcare_app;
grant select on probation_recallanswer to throughcare_engine;
grant usage on sequence probation_recallanswer_id_seq to throughcare_app;
"""
BACK = """
drop policy drops on probation_recallanswer; drop policy answers on probation_recallanswer;
drop policy in_full on probation_recallanswer; drop policy engine on probation_recallanswer;
alter table probation_recallanswer disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0082_reports_on_recalls")]

    operations = [migrations.RunSQL(POLICIES, BACK)]
