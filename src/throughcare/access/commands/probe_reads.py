"""What a probe reads from the database as the owner of the tables."""

from collections.abc import Sequence
from typing import Any

from django.db import connection


def firsts_of(table: str, *, column: str, of: Sequence[int]) -> dict[int, int]:
    """The first record of a table for each case or person that has any."""
    return dict(
        pairs_of(
            f"SELECT {column}, min(id) FROM {table} WHERE {column} = ANY (%s) GROUP BY 1",  # noqa: S608  our own names
            [list(of)],
        )
    )


def ids_of(statement: str, values: Sequence[Any] = ()) -> list[int]:  # Any: what a query takes
    return [row[0] for row in pairs_of(statement, values)]


def pairs_of(
    statement: str, values: Sequence[Any] = ()
) -> list[tuple[Any, ...]]:  # Any: as in `ids_of`, and what it gives
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall())


def rows_of(
    statement: str, values: Sequence[Any] = ()
) -> list[dict[str, Any]]:  # Any: as in `pairs_of`
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
