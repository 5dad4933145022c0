from importlib import import_module

from django.db import migrations

BEFORE = import_module("throughcare.probation.migrations.0039_ties_closed")

# An event that no court has sentenced yet decides nothing in a plan: the newest sentence does.
FACTS = BEFORE.FACTS.replace(
    "s.terminated_on is null", "s.terminated_on is null and s.type_id is not null"
)


class Migration(migrations.Migration):
    dependencies = [("probation", "0055_doubts_in_the_queue")]

    operations = [migrations.RunSQL(FACTS, BEFORE.FACTS)]
