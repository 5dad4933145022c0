"""Every column says whether it is personal.

What a column's type settles need not be said (`kernel.holdings.Table`): it is plain if it is

- a key, or the number or UUID of a row: a foreign key, a primary key that is a number, a number named `…_id`, a UUID;
- a truth or a choice from a list that the code holds;
- a moment: something held from, was recorded or ended then. Days are named, since a birthday is one.
"""

from django.db import models

from tests.house.declared import declared, tables
from throughcare.kernel.holdings import Table

SETTLED_BY_TYPE = (models.BooleanField, models.DateTimeField, models.UUIDField, models.ForeignKey)


def is_settled_by_type(column: models.Field) -> bool:
    is_number = isinstance(column, models.IntegerField)
    return (
        isinstance(column, SETTLED_BY_TYPE)
        or bool(column.choices)
        or (is_number and (column.primary_key or column.name.endswith("_id")))
    )


def objections(model: type[models.Model], *, said: Table) -> list[str]:
    columns = {column.name: column for column in model._meta.concrete_fields}
    named = [*said.personal, *said.plain]
    silent = [
        f"{said.table}.{name} does not say whether it is personal"
        for name, column in columns.items()
        if name not in named and not is_settled_by_type(column)
    ]
    unknown = [f"{said.table} has no column {name}" for name in named if name not in columns]
    twice = [f"{said.table}.{name} is named twice" for name in {*named} if named.count(name) > 1]
    return silent + unknown + twice


def test_every_column_says_whether_it_is_personal():
    said = declared()

    found = [
        objection
        for model in tables()
        for objection in objections(model, said=said[model._meta.label])
    ]

    assert found == []


def test_the_wall_sees_a_column_that_says_nothing_or_is_not_there():
    person = next(table for table in tables() if table._meta.label == "people.Person")
    said = Table(
        table="people.Person",
        personal=("born_on", "died_on", "shoe_size"),
        plain=("crn", "born_on"),
    )

    assert objections(person, said=said) == [
        "people.Person.first_language does not say whether it is personal",
        "people.Person has no column shoe_size",
        "people.Person.born_on is named twice",
    ]


def test_a_table_for_all_has_no_personal_column():
    assert [name for name, table in declared().items() if table.is_for_all and table.personal] == []
