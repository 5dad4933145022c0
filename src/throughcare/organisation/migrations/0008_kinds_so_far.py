from django.db import migrations

# Code, name, and whether it can answer in law for a case. A plan may bring in more.
KINDS = [
    ("trust", "Probation trust", True),
    ("nps-division", "NPS division", True),
    ("crc", "Community rehabilitation company", True),
    ("region", "Probation region", True),
    ("owner", "Owner of companies", False),
    ("national", "National body", False),
    ("cluster", "Cluster", False),
    ("delivery-unit", "Local delivery unit", False),
    ("team", "Team", False),
    ("office", "Office", False),
]


def name_them(apps, _schema_editor):
    kind = apps.get_model("organisation", "Kind")
    kind.objects.bulk_create(
        kind(code=code, name=name, is_provider=is_provider) for code, name, is_provider in KINDS
    )


def forget_them(apps, _schema_editor):
    codes = [code for code, _, _ in KINDS]
    apps.get_model("organisation", "Kind").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("organisation", "0007_kinds")]

    operations = [migrations.RunPython(name_them, forget_them)]
