"""What tests ask of a nation, and how they leave none behind."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from psycopg import sql


@contextmanager
def undone() -> Iterator[None]:
    """Have what is done in the block undone at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def rows(statement: str | sql.Composed) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def one(statement: str | sql.Composed) -> object:
    return rows(statement)[0][0]
