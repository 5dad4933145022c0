from django.db import migrations

# Which contacts were recorded in a period: a few kilobytes for a nation, and next to nothing for each contact that is written.
INDEX = "create index concurrently probation_contact_recorded on probation_contact using brin (recorded_at);"


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("probation", "0028_period_figures")]

    operations = [migrations.RunSQL(INDEX, "drop index concurrently probation_contact_recorded;")]
