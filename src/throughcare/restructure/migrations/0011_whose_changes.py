from django.db import migrations

# What was noted before belongs to the one plan that could be staged then.
FILL = """
update restructure_changed set plan_id = (select max(id) from restructure_plan where phase = 'staged')
where plan_id is null;
delete from restructure_changed where plan_id is null;
"""


class Migration(migrations.Migration):
    dependencies = [("restructure", "0010_changed_for_a_plan")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
