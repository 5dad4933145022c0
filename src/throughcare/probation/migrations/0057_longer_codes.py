from django.db import migrations, models

# Some codes of contact types have fourteen characters. To widen a column changes no row, and keys need no new look.
WIDER = """
alter table probation_contacttype alter column code type varchar(14);
alter table probation_contact alter column type_id type varchar(14);
alter table probation_appointment alter column type_id type varchar(14);
alter table probation_draft alter column type_code type varchar(14);
"""
BACK = """
alter table probation_draft alter column type_code type varchar(8);
alter table probation_appointment alter column type_id type varchar(8);
alter table probation_contact alter column type_id type varchar(8);
alter table probation_contacttype alter column code type varchar(8);
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0056_facts_of_sentences_alone")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(WIDER, BACK)],
            state_operations=[
                migrations.AlterField(
                    "contacttype",
                    "code",
                    models.CharField(max_length=14, primary_key=True, serialize=False),
                ),
                migrations.AlterField(
                    "draft", "type_code", models.CharField(blank=True, max_length=14)
                ),
            ],
        )
    ]
