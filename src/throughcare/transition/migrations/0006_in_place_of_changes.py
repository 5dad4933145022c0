from importlib import import_module

from django.db import migrations

PAGES = import_module("throughcare.restructure.migrations.0004_pages")


class Migration(migrations.Migration):
    """What a plan changes for an account is asked of its preview."""

    dependencies = [("transition", "0005_questions")]

    operations = [migrations.RunSQL("drop function restructure_changes;", PAGES.CHANGES)]
