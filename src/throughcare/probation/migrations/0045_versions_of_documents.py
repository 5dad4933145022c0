from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("probation", "0031_held_once")]

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
