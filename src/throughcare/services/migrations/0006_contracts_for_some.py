from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0005_programmes_closed")]

    operations = [
        migrations.AddField(
            model_name="contract",
            name="sex",
            field=models.CharField(
                blank=True, choices=[("F", "women"), ("M", "men")], db_default="", max_length=1
            ),
        ),
    ]
