from django.db import migrations

# What happened in a month is found by its day, and never by going through all there is.
DAYS = (
    ("probation_sentence", "imposed_on"),
    ("probation_sentence", "terminated_on"),
    ("probation_release", "released_on"),
    ("probation_recall", "recalled_on"),
    ("probation_enforcement", "opened_on"),
    ("probation_courtreport", "due_on"),
)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("probation", "0077_opened_everywhere"),
        ("unpaidwork", "0005_asked_once"),
        ("assessments", "0003_asked_once"),
        ("access", "0029_program_keys_closed"),
    ]

    operations = [
        migrations.RunSQL(
            f"create index concurrently measures_{table}_{column} on {table} ({column}) where {column} is not null;",
            f"drop index concurrently measures_{table}_{column};",
        )
        for table, column in DAYS
    ]
