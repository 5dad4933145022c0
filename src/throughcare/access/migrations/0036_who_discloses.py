from datetime import UTC, datetime

from django.db import migrations

SINCE = datetime(2001, 4, 1, tzinfo=UTC)
PERMISSIONS = [
    ("disclosure", "case.read", "provider"),
    ("disclosure", "person.search", "nation"),
    ("disclosure", "person.disclose", "provider"),
    ("disclosure", "person.remove", "provider"),
    ("executive", "person.disclose", "provider"),
    ("executive", "person.remove", "provider"),
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
    dependencies = [("access", "0035_disclosure_officers")]

    operations = [migrations.RunPython(state_it, withdraw_it)]
