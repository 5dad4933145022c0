from importlib import import_module

from django.db import migrations, models

BEFORE = import_module("throughcare.people.migrations.0021_nearest_first")

# Of a thousand who are found twenty-five are shown: the rows of the others are not read any more for what is shown of a person
# alone. Who is alike in all else comes in the order in which they came to be known, as their CRNs mostly are.
SHOWN = {
    "count(*) over () as total, p.crn, p.born_on, p.sex, n.first, n.middle, n.last, n.search_text\n": (
        "count(*) over () as total, n.first, n.middle, n.last, n.search_text\n"
    ),
    "        from known k\n        join people_person p on p.id = k.id\n": "        from known k\n",
    "case when k.refused then '' else n.first end, p.crn\n        limit": (
        "case when k.refused then '' else n.first end, k.id\n        limit"
    ),
    "select s.id, s.crn::text,": "select s.id, p.crn::text,",
    "case when not s.refused then s.born_on end, case when not s.refused then s.sex::text end,": (
        "case when not s.refused then p.born_on end, case when not s.refused then p.sex::text end,"
    ),
    "    from shown s\n": "    from shown s\n    join people_person p on p.id = s.id\n",
    "case when s.refused then '' else s.first end, s.crn;": (
        "case when s.refused then '' else s.first end, s.id;"
    ),
}


def shown_last(text: str) -> str:
    for old, new in SHOWN.items():
        if text.count(old) != 1:
            raise ValueError(old)
        text = text.replace(old, new)
    return text


SEARCH = BEFORE.led(BEFORE.SEARCH)


class Migration(migrations.Migration):
    dependencies = [("people", "0022_taken_in")]

    operations = [
        migrations.RunSQL(shown_last(SEARCH), SEARCH),
        # Those who are born on a day, and the names of each, are read from these alone.
        migrations.RemoveIndex("name", "people_name_person"),
        migrations.RemoveIndex("person", "people_person_born_on"),
        migrations.AlterField(
            "name",
            "person",
            models.ForeignKey(
                db_index=False,
                on_delete=models.deletion.PROTECT,
                related_name="names",
                to="people.person",
            ),
        ),
        migrations.AddIndex(
            "name",
            models.Index(
                fields=["person"], include=("search_text", "born_on"), name="people_name_person"
            ),
        ),
        migrations.AddIndex(
            "person",
            models.Index(fields=["born_on"], include=("id",), name="people_person_born_on"),
        ),
    ]
