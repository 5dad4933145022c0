from importlib import import_module

from django.db import migrations

FIRST = import_module("throughcare.probation.migrations.0006_cards")

# Who may see a case was worked out again for each column and each joined table of its line: a step that is read once is
# pulled up into what reads it. Materialized, it is worked out once.
JUDGED = "with judged as ("
ONCE = "with judged as materialized ("


def again(text: str) -> str:
    return text.replace("create function", "create or replace function")


PLANNED = "alter function probation_cards(bigint[], timestamptz) set plan_cache_mode = force_generic_plan;"
"""Replacing a function forgets what was set for it."""


class Migration(migrations.Migration):
    dependencies = [("probation", "0017_planned_once")]

    operations = [
        migrations.RunSQL(again(text.replace(JUDGED, ONCE)) + PLANNED, again(text) + PLANNED)
        for text in (FIRST.CARDS, FIRST.DIARY)
    ]
