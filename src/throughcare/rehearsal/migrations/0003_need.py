from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rehearsal", "0002_row_security")]

    operations = [
        migrations.AddField(
            model_name="rehearsal",
            name="need",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
