from datetime import UTC, datetime

from django.db import migrations

SINCE = datetime(2001, 4, 1, tzinfo=UTC)

# Cases that ended under bodies that are no more: whoever meets the person again sees the minimum safe view of them, as
# bodies that stood beside one another did. While a wave of a reform is live and the next is not, both stand together.
PROTOCOLS = [
    (reader, owner)
    for other in ("trust", "nps-division", "crc")
    for reader, owner in (("region", other), (other, "region"))
]


def state_the_policy(apps, _schema_editor):
    protocol = apps.get_model("access", "Protocol")
    protocol.objects.bulk_create(
        protocol(reader_kind=reader, owner_kind=owner, view="minimum", starts_at=SINCE)
        for reader, owner in PROTOCOLS
    )


def withdraw_it(apps, _schema_editor):
    protocol = apps.get_model("access", "Protocol")
    for reader, owner in PROTOCOLS:
        protocol.objects.filter(reader_kind=reader, owner_kind=owner, starts_at=SINCE).delete()


class Migration(migrations.Migration):
    dependencies = [("access", "0017_preferences")]

    operations = [migrations.RunPython(state_the_policy, withdraw_it)]
