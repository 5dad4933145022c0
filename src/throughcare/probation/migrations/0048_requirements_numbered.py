from django.db import migrations

NUMBERED = """
update probation_requirement r set number = n.number
from (
    select id, row_number() over (partition by sentence_id order by id) as number from probation_requirement where number is null
) n
where n.id = r.id;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0047_events_and_sentences")]

    operations = [migrations.RunSQL(NUMBERED, migrations.RunSQL.noop)]
