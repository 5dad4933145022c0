from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("restructure", "0062_awaited_is_analyzed")]

    operations = [
        migrations.AddField("override", "carried_from", models.PositiveIntegerField(null=True)),
        migrations.AddField("hold", "carried_from", models.PositiveIntegerField(null=True)),
    ]
