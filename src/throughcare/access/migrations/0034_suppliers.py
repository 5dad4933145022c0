from datetime import UTC, datetime

from django.db import migrations

SINCE = datetime(2001, 4, 1, tzinfo=UTC)
ROLE, ACTION = "supplier", "referral.supply"


def state_it(apps, _schema_editor):
    apps.get_model("access", "Permission").objects.create(
        role=ROLE, action=ACTION, reach="unit", hierarchy="line", starts_at=SINCE
    )


def withdraw_it(apps, _schema_editor):
    apps.get_model("access", "Permission").objects.filter(role=ROLE, action=ACTION).delete()


class Migration(migrations.Migration):
    dependencies = [("access", "0033_role_of_suppliers")]

    operations = [migrations.RunPython(state_it, withdraw_it)]
