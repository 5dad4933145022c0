"""Every column says whether it is personal; what is stands in no event, no address and no `str()`.

What a column's type settles need not be said (`kernel.holdings.Table`): it is plain if it is

- a key, or the number or UUID of a row: a foreign key, a primary key that is a number, a number named `…_id`, a UUID;
- a truth or a choice from a list that the code holds;
- a moment: something held from, was recorded or ended then. Days are named, since a birthday is one.
"""

import ast
import re
from dataclasses import dataclass, fields
from datetime import date

from django.db import models
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from tests.house.declared import declared, events, tables
from tests.house.source import Module, modules
from tests.house.test_routes import routes
from throughcare.kernel.holdings import Table
from throughcare.outbox.events import Event

SETTLED_BY_TYPE = (models.BooleanField, models.DateTimeField, models.UUIDField, models.ForeignKey)


def personal_names() -> set[str]:
    return {column for table in declared().values() for column in table.personal}


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


def test_no_event_carries_what_has_the_name_of_a_personal_column():
    assert [line for event in events() for line in carried(event)] == []


def test_the_wall_sees_an_event_that_tells_too_much():
    @dataclass(frozen=True, kw_only=True)
    class PersonBorn(Event, name="house.person-born.v1", subject="crn"):
        crn: str
        born_on: date

    assert carried(PersonBorn) == ["house.person-born.v1 carries born_on"]


def carried(event: type[Event]) -> list[str]:
    return [
        f"{event.name} carries {field.name}"
        for field in fields(event)
        if field.name in personal_names()
    ]


def test_no_address_carries_what_has_the_name_of_a_personal_column():
    assert shown_in_addresses(get_resolver().url_patterns) == []


def test_the_wall_sees_an_address_that_tells_too_much():
    patterns = [path("people/<slug:crn>/<str:postcode>", HttpResponse)]

    assert shown_in_addresses(patterns) == ["/people/<slug:crn>/<str:postcode>"]


def shown_in_addresses(patterns: list[URLPattern | URLResolver]) -> list[str]:
    return [
        address
        for address, _ in routes(patterns)
        if personal_names() & {*re.findall(r"<(?:\w+:)?(\w+)>", address)}
    ]


def test_no_str_uses_a_personal_column_of_its_table():
    assert [line for module in modules() for line in shown_in_words(module)] == []


def test_the_wall_sees_a_str_that_tells_too_much():
    module = Module(
        path="src/throughcare/people/models.py",
        text="""
class Name:
    def __str__(self):
        return f"{self.kind} {self.last}"
""",
    )

    assert shown_in_words(module) == ["people.Name uses last in __str__"]


def shown_in_words(module: Module) -> list[str]:
    said = declared()
    return [
        f"{label} uses {node.attr} in {method.name}"
        for table in module.tree.body
        if isinstance(table, ast.ClassDef) and (label := f"{module.room}.{table.name}") in said
        for method in table.body
        if isinstance(method, ast.FunctionDef) and method.name in {"__str__", "__repr__"}
        for node in ast.walk(method)
        if isinstance(node, ast.Attribute) and node.attr in said[label].personal
    ]
