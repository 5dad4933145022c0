"""Running set-based SQL, and rows that stream out of the database and into it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection

Params = Sequence[Any] | Mapping[str, Any]  # Any: values of any type that PostgreSQL knows


def rows(statement: str, params: Params = ()) -> list[tuple[Any, ...]]:  # Any: columns of any type
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())


def value(statement: str, params: Params = ()) -> Any:  # Any: a column of any type
    return rows(statement, params)[0][0]


def write(statement: str, params: Params = ()) -> int:
    """Run a statement and say how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return max(int(cursor.rowcount), 0)


def analyze(table: str) -> None:
    write(f"analyze {table}")


def copy_out(statement: str, params: Params = ()) -> Iterator[memoryview | bytes]:
    """The rows of a query as CSV, in blocks; what is empty is left out, and an empty text is two quotes."""
    with connection.cursor() as given:
        cursor: Any = given  # Any: Django's wrapper hides psycopg's copy
        with cursor.copy(f"copy ({statement}) to stdout (format csv)", params) as copy:
            yield from copy


def copy_in(table: str, columns: Sequence[str], blocks: Iterable[bytes]) -> None:
    r"""Write CSV to a table, with what is empty as `\N`."""
    listed = ", ".join(columns)
    with connection.cursor() as given:
        cursor: Any = given  # Any: as above
        with cursor.copy(f"copy {table} ({listed}) from stdin (format csv, null '\\N')") as copy:
            for block in blocks:
                copy.write(block)
