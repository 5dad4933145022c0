import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("restructure", "0049_noted_in_one_way")]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="contradicted_by",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60), null=True, size=None
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                condition=models.Q(("contradicted_by__isnull", False)),
                fields=["plan", "kind", "rule"],
                name="restructure_answer_contradict",
            ),
        ),
    ]
