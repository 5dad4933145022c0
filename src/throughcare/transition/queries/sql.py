"""Running set-based SQL: the one place of this room that opens cursors."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

Params = Sequence[Any] | Mapping[str, Any]  # Any: values of any type that PostgreSQL knows


def write(statement: str, params: Params = ()) -> int:
    """Run a statement and say how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return max(int(cursor.rowcount), 0)


def rows(statement: str, params: Params = ()) -> list[dict[str, Any]]:  # Any: columns of any type
    """Run a query and return its rows by the names of their columns."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
