from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("probation", "0033_more_to_ask_of_a_case")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="reference",
            field=models.UUIDField(null=True),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reference__isnull", False)),
                fields=("reference",),
                name="probation_document_reference",
            ),
        ),
    ]
