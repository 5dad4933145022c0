import django.db.models.deletion
from django.db import migrations, models

KEY = """
alter table probation_enforcement add constraint probation_enforcement_sentence_of_its_case
    foreign key (sentence_id, case_id) references probation_sentence (id, case_id) deferrable initially deferred;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0067_contacts_taken_out")]

    operations = [
        migrations.AddField(
            "enforcement",
            "sentence",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="probation.sentence",
            ),
        ),
        migrations.RunSQL(
            KEY,
            "alter table probation_enforcement drop constraint probation_enforcement_sentence_of_its_case;",
        ),
    ]
