from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

# Apart from making them, so that nobody waits while what is there is read.
KEYS = """
alter table probation_contact validate constraint probation_contact_sentence_of_its_case;
alter table probation_contact validate constraint probation_contact_requirement_of_its_sentence;
alter table probation_appointment validate constraint probation_appointment_sentence_of_its_case;
alter table probation_appointment validate constraint probation_appointment_requirement_of_its_sentence;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0062_contacts_hold_to_it")]

    operations = [
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
        ValidateConstraint("appointment", "probation_appointment_requirement_of_a_sentence"),
        ValidateConstraint("contact", "probation_contact_requirement_of_a_sentence"),
        ValidateConstraint("contact", "probation_contact_hours_of_a_length"),
    ]
