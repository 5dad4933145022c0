from importlib import import_module

from django.db import migrations

BEFORE = import_module("throughcare.checkins.migrations.0003_answered_by_link")

# Whoever was known under two numbers and names may say either: a link that is out still opens after the records became one.
AS_IT_WAS = (
    "create or replace function checkins_prove"
    + BEFORE.LINKS.partition("create function checkins_prove")[2].partition("create function")[0]
)
UNDER_ANY = (
    AS_IT_WAS.replace(
        "coalesce(person.born_on = born, false) and digits <> '' and right(person.crn, length(digits)) = digits\n",
        """digits <> '' and (right(person.crn, length(digits)) = digits or exists (
            select from people_identifier i
            where i.person_id = person.id and i.kind = 'former-crn' and right(i.canonical, length(digits)) = digits))
""",
    )
    .replace(
        "where n.person_id = person.id\n",
        "where n.person_id = person.id and coalesce(person.born_on = born or n.born_on = born, false)\n",
    )
    .rpartition("$$;")[0]
    + "$$;"
)
AS_IT_WAS = AS_IT_WAS.rpartition("$$;")[0] + "$$;"


class Migration(migrations.Migration):
    dependencies = [("checkins", "0003_answered_by_link"), ("people", "0019_merges_closed")]

    operations = [migrations.RunSQL(UNDER_ANY, AS_IT_WAS)]
