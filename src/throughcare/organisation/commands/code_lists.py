"""Code lists that come with the program: each declared list in its table."""

import csv
from collections.abc import Sequence

from django.apps import apps
from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from throughcare.kernel.holdings import REGISTER
from throughcare.organisation.holdings import CodeList

Row = Sequence[str | None]


@transaction.atomic
def load_code_lists() -> None:
    """Put the codes of every room in place; safe to repeat.

    A code that is there already is given the facts of the file. One that the file does not have is left alone, since records may bear it.
    """
    with connection.cursor() as cursor:
        for declared in REGISTER.holdings:
            if isinstance(declared, CodeList):
                _load(cursor, declared)


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


def _load(cursor: CursorWrapper, declared: CodeList) -> None:
    model = apps.get_model(declared.table)
    columns, rows = read_code_list(declared)
    named = sql.SQL(", ").join(map(sql.Identifier, columns))
    words = {
        "table": sql.Identifier(model._meta.db_table),
        "columns": named,
        "key": sql.SQL(", ").join(map(sql.Identifier, declared.key or (model._meta.pk.attname,))),
        "given": sql.SQL(", ").join(
            sql.SQL("excluded.{}").format(sql.Identifier(each)) for each in columns
        ),
    }
    cursor.execute(
        sql.SQL(
            "create temp table code_list on commit drop as select {columns} from {table} with no data"
        ).format(**words)
    )
    with cursor.copy(sql.SQL("copy code_list ({columns}) from stdin").format(**words)) as copy:
        for row in rows:
            copy.write_row(row)
    cursor.execute(
        sql.SQL(
            "insert into {table} as kept ({columns}) select {columns} from code_list"
            " on conflict ({key}) do update set ({columns}) = row({given})"
            " where ({kept}) is distinct from ({given})"
        ).format(
            **words,
            kept=sql.SQL(", ").join(
                sql.SQL("kept.{}").format(sql.Identifier(each)) for each in columns
            ),
        )
    )
    cursor.execute("drop table code_list")
