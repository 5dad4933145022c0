from django.db import migrations

# Where a case is removed, the key of each of these is looked up.
TABLES = ("answer", "risk", "paragraph", "goal", "goalstep")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("assessments", "0004_plans_handed_over")]

    operations = [
        migrations.RunSQL(
            f"create index concurrently if not exists assessments_{table}_of_case on assessments_{table} (case_id)",
            f"drop index concurrently if exists assessments_{table}_of_case",
        )
        for table in TABLES
    ]
