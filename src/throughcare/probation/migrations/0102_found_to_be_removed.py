from django.db import migrations

# The night walks through closed cases in the order in which they were closed; and where a record is removed, each key that
# leads to one of its rows is looked up, so that none may need a walk through a table of the nation.
INDEXES = {
    "probation_case_closed": "probation_case (closed_at, id) where closed_at is not null",
    "probation_contact_linked_to": "probation_contact (linked_id) where linked_id is not null",
    "probation_contact_of_requirement": "probation_contact (requirement_id) where requirement_id is not null",
    "probation_appointment_of_requirement": "probation_appointment (requirement_id) where requirement_id is not null",
    "probation_sentence_followed": "probation_sentence (follows_id) where follows_id is not null",
    "probation_document_content": "probation_document using hash (digest)",
    "probation_documentorigin_data": "probation_documentorigin using hash (data_digest)",
    "probation_documentorigin_docx": "probation_documentorigin using hash (docx_digest)",
}


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("probation", "0101_times_of_others")]

    operations = [
        migrations.RunSQL(
            f"create index concurrently if not exists {name} on {what}",
            f"drop index concurrently if exists {name}",
        )
        for name, what in INDEXES.items()
    ]
