from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("probation", "0061_contacts_of_their_case")]

    operations = [
        AddConstraintNotValid(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("requirement", None), ("sentence__isnull", False), _connector="OR"
                ),
                name="probation_appointment_requirement_of_a_sentence",
            ),
        ),
        AddConstraintNotValid(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("requirement", None), ("sentence__isnull", False), _connector="OR"
                ),
                name="probation_contact_requirement_of_a_sentence",
            ),
        ),
        AddConstraintNotValid(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hours_credited", None), ("ends_at__isnull", False), _connector="OR"
                ),
                name="probation_contact_hours_of_a_length",
            ),
        ),
    ]
