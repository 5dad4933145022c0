"""Code lists that come with the program: each declared list in its table."""

import csv
import json
from collections.abc import Sequence
from functools import cache

from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

from throughcare.kernel.holdings import REGISTER
from throughcare.organisation.holdings import CodeList

Row = Sequence[str | None]


@transaction.atomic
def load_code_lists() -> None:
    """Put the codes of every room in place; safe to repeat.

    A code that is there already is given the facts of the file. One that the file does not have is left alone, since records may bear it.
    """
    for declared in REGISTER.holdings:
        if isinstance(declared, CodeList):
            load_code_list(declared)


def load_code_list(declared: CodeList) -> None:
    """Put the codes of one list in place; safe to repeat."""
    with connection.cursor() as cursor:
        cursor.execute(_in_place(declared))


def read_code_list(declared: CodeList) -> tuple[list[str], list[Row]]:
    """Give the columns and rows of a list; an empty field is NULL where the column may be."""
    model = apps.get_model(declared.table)
    with declared.file.open(encoding="utf-8", newline="") as file:
        columns, *written = csv.reader(file)
    may_be_null = [_field(model, column).null for column in columns]
    return columns, [
        [
            None if is_nullable and value == "" else value
            for value, is_nullable in zip(row, may_be_null, strict=True)
        ]
        for row in written
    ]


def _field(model: type[models.Model], column: str) -> "models.Field[object, object]":
    return next(field for field in model._meta.concrete_fields if field.column == column)


@cache
def _in_place(declared: CodeList) -> sql.Composed:
    """A statement with all rows of a list as one value, which takes little more than half the time of a table to copy them to."""
    model = apps.get_model(declared.table)
    columns, rows = read_code_list(declared)

    def named(of: str = "") -> sql.Composed:
        return sql.SQL(", ").join(sql.SQL(of) + sql.Identifier(each) for each in columns)

    return sql.SQL(
        "insert into {table} as kept ({columns})"
        " select {columns} from json_populate_recordset(null::{table}, {rows})"
        " on conflict ({key}) do update set ({columns}) = row({given}) where ({kept}) is distinct from ({given})"
    ).format(
        table=sql.Identifier(model._meta.db_table),
        columns=named(),
        rows=sql.Literal(json.dumps([dict(zip(columns, row, strict=True)) for row in rows])),
        key=sql.SQL(", ").join(map(sql.Identifier, declared.key or (model._meta.pk.attname,))),
        given=named("excluded."),
        kept=named("kept."),
    )
