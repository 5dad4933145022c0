from datetime import UTC, datetime

from django.db import migrations

SINCE = datetime(2001, 4, 1, tzinfo=UTC)
ROLE, ACTION = "victim-liaison", "victim.keep"


def state_it(apps, _schema_editor):
    apps.get_model("access", "Permission").objects.create(
        role=ROLE, action=ACTION, reach="provider", hierarchy="line", starts_at=SINCE
    )


def withdraw_it(apps, _schema_editor):
    apps.get_model("access", "Permission").objects.filter(role=ROLE, action=ACTION).delete()


class Migration(migrations.Migration):
    dependencies = [("access", "0030_an_action_more")]

    operations = [migrations.RunPython(state_it, withdraw_it)]
