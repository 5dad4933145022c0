from datetime import UTC, datetime

from django.db import migrations

SINCE = datetime(2001, 4, 1, tzinfo=UTC)
# Approved premises are one estate for the whole nation: whoever answers for them may be asked by the officer of any case.
PERMISSIONS = [
    ("approved-premises", "housing.assess", "nation"),
    ("premises", "bed.keep", "unit"),
]


def state_it(apps, _schema_editor):
    permission = apps.get_model("access", "Permission")
    permission.objects.bulk_create(
        permission(role=role, action=action, reach=reach, hierarchy="line", starts_at=SINCE)
        for role, action, reach in PERMISSIONS
    )


def withdraw_it(apps, _schema_editor):
    found = apps.get_model("access", "Permission").objects
    for role, action, _ in PERMISSIONS:
        found.filter(role=role, action=action).delete()


class Migration(migrations.Migration):
    dependencies = [("access", "0037_housing")]

    operations = [migrations.RunPython(state_it, withdraw_it)]
