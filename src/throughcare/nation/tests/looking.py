"""What tests ask of a nation, and how they leave none behind."""

from django.db import connection
from psycopg import sql


def rows(statement: str | sql.Composed) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def one(statement: str | sql.Composed) -> object:
    return rows(statement)[0][0]
