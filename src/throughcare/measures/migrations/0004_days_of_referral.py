from django.db import migrations


class Migration(migrations.Migration):
    """Breaches that were referred on a day are found by it."""

    atomic = False

    dependencies = [("measures", "0003_statistics"), ("probation", "0111_reports_moved")]

    operations = [
        migrations.RunSQL(
            "create index concurrently if not exists measures_enforcementstep_referred"
            " on probation_enforcementstep (taken_on) where step_id = 'referred';",
            "drop index concurrently if exists measures_enforcementstep_referred;",
        )
    ]
