from django.db import migrations, models


class Migration(migrations.Migration):
    """No signature at the gates for the forecast and for differences was ever asked for: a gap is accepted at its own gate."""

    dependencies = [("restructure", "0050_contradicted_by")]

    operations = [
        migrations.AlterField(
            model_name="approval",
            name="gate",
            field=models.CharField(
                choices=[("plan", "The plan"), ("go", "Go"), ("sign-off", "Sign-off")],
                max_length=12,
            ),
        ),
    ]
