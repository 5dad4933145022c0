from datetime import UTC, datetime

from django.db import migrations

SINCE = datetime(2001, 4, 1, tzinfo=UTC)

# The service's policy as data: who may do what, how far from the unit of the post. Ended and added by row, never edited.
PRACTITIONERS = (
    "officer",
    "manager",
    "victim-liaison",
    "unpaid-work",
    "programmes",
    "psychology",
    "approved-premises",
    "administrator",
    "court",
    "duty",
)
PERMISSIONS = [
    *((role, "case.read", "provider", "line") for role in PRACTITIONERS),
    *((role, "case.write", "provider", "line") for role in PRACTITIONERS),
    *((role, "case.minimum", "provider", "line") for role in PRACTITIONERS),
    *((role, "person.search", "nation", "line") for role in PRACTITIONERS),
    *((role, "case.emergency", "nation", "line") for role in PRACTITIONERS),
    ("manager", "case.allocate", "unit", "line"),
    ("manager", "person.restrict", "provider", "line"),
    ("executive", "case.read", "provider", "line"),
    ("executive", "case.minimum", "provider", "line"),
    ("executive", "person.search", "nation", "line"),
    ("executive", "restructure.see", "provider", "line"),
    ("contract", "case.read", "unit", "reporting"),
    ("planner", "restructure.plan", "nation", "line"),
    ("planner", "restructure.see", "nation", "line"),
    ("approver", "restructure.approve", "nation", "line"),
    ("approver", "restructure.see", "nation", "line"),
    ("director", "restructure.plan", "nation", "line"),
    ("director", "restructure.approve", "nation", "line"),
    ("director", "restructure.switch", "nation", "line"),
    ("director", "restructure.see", "nation", "line"),
    ("auditor", "audit.read", "nation", "line"),
    ("auditor", "restructure.see", "nation", "line"),
]

# Trusts were one public service and read each other's records; so do the divisions of the NPS. Bodies with competing
# interests see the minimum safe view of each other, and nothing else (restructure rules, section 5).
PROTOCOLS = [
    ("trust", "trust", "full"),
    ("nps-division", "nps-division", "full"),
    ("region", "region", "full"),
    ("nps-division", "crc", "minimum"),
    ("crc", "nps-division", "minimum"),
    ("crc", "crc", "minimum"),
    ("trust", "crc", "minimum"),
    ("trust", "nps-division", "minimum"),
    ("crc", "trust", "minimum"),
    ("nps-division", "trust", "minimum"),
]


def state_the_policy(apps, _schema_editor):
    permission = apps.get_model("access", "Permission")
    protocol = apps.get_model("access", "Protocol")
    permission.objects.bulk_create(
        permission(role=role, action=action, reach=reach, hierarchy=hierarchy, starts_at=SINCE)
        for role, action, reach, hierarchy in PERMISSIONS
    )
    protocol.objects.bulk_create(
        protocol(reader_kind=reader, owner_kind=owner, view=view, starts_at=SINCE)
        for reader, owner, view in PROTOCOLS
    )


def withdraw_it(apps, _schema_editor):
    apps.get_model("access", "Permission").objects.filter(starts_at=SINCE).delete()
    apps.get_model("access", "Protocol").objects.filter(starts_at=SINCE).delete()


class Migration(migrations.Migration):
    dependencies = [("access", "0003_row_security")]

    operations = [migrations.RunPython(state_the_policy, withdraw_it)]
