from django.db import migrations

# What a requirement was before is read with the whole record, and not through the minimum safe view.
POLICIES = """
alter table probation_requirementamendment enable row level security;
create policy engine on probation_requirementamendment for select to throughcare_engine using (true);
create policy in_full on probation_requirementamendment for select to throughcare_app using (probation_view_of(case_id) = 'full');
create policy writes on probation_requirementamendment for insert to throughcare_app with check (probation_may_write(case_id));
revoke all on probation_requirementamendment from throughcare_app, throughcare_engine;
grant select, insert on probation_requirementamendment to throughcare_app;
grant select on probation_requirementamendment to throughcare_engine;
grant usage on sequence probation_requirementamendment_id_seq to throughcare_app;
"""

# What a requirement was belongs to the case of that requirement.
SAME_CASE = """
alter table probation_requirement add constraint probation_requirement_of_its_case unique (id, case_id);
alter table probation_requirementamendment add constraint probation_requirementamendment_same_case
    foreign key (requirement_id, case_id) references probation_requirement (id, case_id);
"""

BACK = """
alter table probation_requirementamendment drop constraint probation_requirementamendment_same_case;
alter table probation_requirement drop constraint probation_requirement_of_its_case;
drop policy writes on probation_requirementamendment;
drop policy in_full on probation_requirementamendment;
drop policy engine on probation_requirementamendment;
alter table probation_requirementamendment disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0104_requirement_amendments")]

    operations = [
        migrations.RunSQL(POLICIES + SAME_CASE, BACK),
        migrations.RunSQL("select probation_ask_once();", migrations.RunSQL.noop),
    ]
