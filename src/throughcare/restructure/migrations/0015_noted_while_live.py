from importlib import import_module

from django.db import migrations

NOTE = import_module("throughcare.restructure.migrations.0010_changed_for_a_plan").NOTE

# What changes while a plan is live is noted as well, until it is reconciled: after an abort it is staged again, and a second
# switch must not use old answers.
WHILE_LIVE = NOTE.replace("phase = 'staged'", "phase in ('staged', 'live')")


class Migration(migrations.Migration):
    dependencies = [("restructure", "0014_loads_are_read")]

    operations = [migrations.RunSQL(WHILE_LIVE, NOTE)]
