from django.db import migrations

# What every case is known by, ended ones too.
REFERENCES = """
create view probation_case_references with (security_invoker = true) as
select c.id as item_id, p.crn as reference
from probation_case c join people_person p on p.id = c.person_id;

grant select on probation_case_references to throughcare_engine;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0006_cards")]

    operations = [migrations.RunSQL(REFERENCES, "drop view probation_case_references;")]
