"""Those who are reminded are found by when their appointment is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("probation", "0086_reminders")]

    operations = [
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(
                condition=models.Q(("is_cancelled", False), ("outcome", "")),
                fields=["starts_at", "id"],
                name="probation_appointment_ahead",
            ),
        ),
    ]
