from importlib import import_module

from django.db import migrations, models

BEFORE = import_module("throughcare.probation.migrations.0036_notices_gone_out")

# A breach binds from the day on which it was presented, which it is after it was opened; a warning or a recall from when it was opened.
GONE_OUT = BEFORE.GONE_OUT.replace("create function", "create or replace function").replace(
    "coalesce(e.concluded_on, e.opened_on)::timestamp",
    "(case when e.kind in ('warning', 'recall') then e.opened_on"
    " else coalesce(e.presented_on, e.concluded_on, e.opened_on) end)::timestamp",
)


class Migration(migrations.Migration):
    dependencies = [("probation", "0042_reports_ended")]

    operations = [
        migrations.AddField("enforcement", "presented_on", models.DateField(null=True)),
        migrations.RunSQL(
            GONE_OUT, BEFORE.GONE_OUT.replace("create function", "create or replace function")
        ),
    ]
