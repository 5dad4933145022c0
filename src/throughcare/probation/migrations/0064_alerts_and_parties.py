from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("probation", "0063_contacts_held_to_it")]

    operations = [
        AddIndexConcurrently(
            model_name="appointment",
            index=models.Index(
                condition=models.Q(("party__isnull", False)),
                fields=["party"],
                name="probation_appointment_party",
            ),
        ),
        AddIndexConcurrently(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("is_alert", True)),
                fields=["case"],
                name="probation_contact_alert",
            ),
        ),
    ]
