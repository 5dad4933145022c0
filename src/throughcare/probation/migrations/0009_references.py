from django.db import migrations

# What every case is known by, ended ones too.
REFERENCES = """
create view probation_case_references with (security_invoker = true) as
select c.id as item_id, p.crn as reference
from probation_case c join people_person p on p.id = c.person_id;

grant select on probation_case_references to throughcare_engine;
"""

# What a restructure writes by the hundred thousand has to be known to the planner before it is read.
MAINTAIN = """
grant maintain on probation_caseassignment, probation_courtreportassignment, probation_victimcontactassignment
    to throughcare_engine;
"""
MAINTAIN_BACK = """
revoke maintain on probation_caseassignment, probation_courtreportassignment, probation_victimcontactassignment
    from throughcare_engine;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0008_pinned_reach")]

    operations = [
        migrations.RunSQL(REFERENCES, "drop view probation_case_references;"),
        migrations.RunSQL(MAINTAIN, MAINTAIN_BACK),
    ]
