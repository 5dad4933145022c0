"""Code lists as the program has them, for tests that go by what is in them."""

import json
from functools import cache

from django.apps import apps
from django.db import connection

from throughcare.kernel.holdings import REGISTER
from throughcare.organisation import commands as change_organisation
from throughcare.organisation.holdings import CodeList
from throughcare.probation.models import ContactType

PROCESSES = (
    *("probation.NsiType", "probation.NsiStatus", "probation.NsiOutcome"),
    *("probation.ProcessStep", "probation.ProcessMove"),
    "probation.RecallOption",
    *("probation.DocumentTemplate", "probation.TemplateSection"),
    *("probation.BreachReason", "probation.BreachOutcome"),
)


def load(*tables: str, **instead: bool) -> None:
    """Put some lists in place, with the types of contact that the first of them name; codes that are there stay as they are.

    `instead` has the values of columns that are otherwise than in the files.
    """
    with connection.cursor() as cursor:
        for declared in _lists():
            if declared.table in tables:
                cursor.execute(f"{_insert(declared, **instead)} on conflict do nothing")


def load_all() -> None:
    """What `load_code_lists` does, in little more than half the time: each test that goes by codes begins with it."""
    with connection.cursor() as cursor:
        for statement in _all():
            cursor.execute(statement)


@cache
def _all() -> list[str]:
    return [f"{_insert(each)} on conflict {_given_anew(each)}" for each in _lists()]


def _lists() -> list[CodeList]:
    return [each for each in REGISTER.holdings if isinstance(each, CodeList)]


@cache
def _insert(declared: CodeList, **instead: bool) -> str:
    """A statement with all rows of a list as one value: to read them from the file, row by row, takes longer than a test."""
    columns, rows = change_organisation.read_code_list(declared)
    written = json.dumps([dict(zip(columns, row, strict=True)) | instead for row in rows])
    table, named = _table(declared), ", ".join(f'"{each}"' for each in columns)
    quoted = "'" + written.replace("'", "''") + "'"
    return f"insert into {table} as kept ({named}) select {named} from json_populate_recordset(null::{table}, {quoted})"  # noqa: S608


def _given_anew(declared: CodeList) -> str:
    columns, _ = change_organisation.read_code_list(declared)
    key = ", ".join(declared.key or (apps.get_model(declared.table)._meta.pk.attname,))
    kept, given = (", ".join(f'{of}."{each}"' for each in columns) for of in ("kept", "excluded"))
    named = ", ".join(f'"{each}"' for each in columns)
    return (
        f"({key}) do update set ({named}) = row({given}) where ({kept}) is distinct from ({given})"
    )


def _table(declared: CodeList) -> str:
    return str(apps.get_model(declared.table)._meta.db_table)


def load_processes() -> None:
    """The lists of processes, and the types of contact that the system writes, which nobody is offered."""
    load("probation.ContactType", is_offered=False)
    load(*PROCESSES)
    ContactType.objects.filter(is_system=False, is_offered=True).update(is_offered=False)
