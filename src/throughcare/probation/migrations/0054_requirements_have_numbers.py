from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("probation", "0053_licences_closed")]

    operations = [
        migrations.AlterField("requirement", "number", models.PositiveSmallIntegerField()),
    ]
