from django.db import migrations

# What can change the answer of a restructure for a case (see restructure_note_change).
WATCHED = [
    ("probation_case", "after insert or update of closed_at", "case", "id", ""),
    ("probation_caseassignment", "after insert", "case", "item_id", "when (new.change_id is null)"),
    ("probation_riskprofile", "after insert or update of superseded_at", "case", "case_id", ""),
    (
        "probation_sentence",
        "after insert or update of is_deferred, terminated_on",
        "case",
        "case_id",
        "",
    ),
    (
        "probation_victimcontact",
        "after insert or update of closed_at",
        "victim-contact.victim",
        "id",
        "",
    ),
    ("probation_courtreport", "after insert or update of state", "court-report", "id", ""),
]

NOTE = "".join(
    f"create trigger {table}_noted {when} on {table} for each row {only}"
    f" execute function restructure_note_change('{kind}', '{column}');\n"
    for table, when, kind, column, only in WATCHED
)


class Migration(migrations.Migration):
    dependencies = [("probation", "0004_facts"), ("restructure", "0003_keep_up")]

    operations = [
        migrations.RunSQL(
            NOTE, "".join(f"drop trigger {table}_noted on {table};\n" for table, *_ in WATCHED)
        )
    ]
