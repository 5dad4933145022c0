"""Row-level security stands where the declarations say that it must: on every table but those that are for all."""

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from tests.house.declared import declared, tables

FILLERS = {
    "bigint": "1",
    "smallint": "1",
    "integer": "1",
    "numeric": "1",
    "double precision": "1",
    "boolean": "true",
    "date": "2014-06-01",
    "timestamp with time zone": "2014-06-01",
    "time without time zone": "02:00",
    "interval": "1 day",
    "uuid": "00000000-0000-0000-0000-000000000001",
    "jsonb": "{}",
    "bytea": "x",
}
"""A value of each type, for a row that nothing but its types has made."""


@pytest.mark.django_db
def test_every_table_with_personal_columns_has_row_security():
    secured = {label for label, is_secured, _ in found_in_the_database() if is_secured}

    assert {label for label, table in declared().items() if table.personal} - secured == set()


@pytest.mark.django_db
def test_the_application_has_no_table_without_row_security_but_what_is_for_all():
    open_to_it = {
        label
        for label, is_secured, is_open in found_in_the_database()
        if is_open and not is_secured
    }

    assert open_to_it - {label for label, table in declared().items() if table.is_for_all} == set()


@pytest.mark.django_db
def test_the_application_owns_no_table():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tableowner = 'throughcare_app'")

        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_with_no_account_pinned_only_tables_for_all_show_a_row():
    with connection.cursor() as cursor:
        for table in tables():
            put_a_row_in(table._meta.db_table, cursor=cursor)
        shown = {
            table._meta.label
            for table in tables()
            if shows_a_row(table._meta.db_table, cursor=cursor)
        }

    assert shown == {name for name, table in declared().items() if table.is_for_all}


def put_a_row_in(table: str, *, cursor: CursorWrapper) -> None:
    """Write some row, whatever its constraints and triggers would say; the end of the test takes all of it back."""
    here = sql.Identifier(table)
    cursor.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'f')",
        [table],
    )
    for (name,) in cursor.fetchall():
        drop = sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}")
        cursor.execute(drop.format(here, sql.Identifier(name)))
    cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(here))
    cursor.execute(sql.SQL("DELETE FROM {}").format(here))
    cursor.execute(
        """SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
        WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''""",
        [table],
    )
    row = {
        name: FILLERS.get(kind, "{}" if kind.endswith("[]") else "x")
        for name, kind in cursor.fetchall()
    }
    insert = sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES ({})").format(
        here,
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join(sql.Placeholder() * len(row)),
    )
    cursor.execute(insert, [*row.values()])


def shows_a_row(table: str, *, cursor: CursorWrapper) -> bool:
    """Whether the application sees a row of a table; it is not asked about one that it may not read at all."""
    cursor.execute("SELECT has_any_column_privilege('throughcare_app', %s, 'select')", [table])
    if not cursor.fetchone()[0]:
        return False
    cursor.execute("SET LOCAL ROLE throughcare_app")
    cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
    (rows,) = cursor.fetchone()
    cursor.execute("RESET ROLE")
    return bool(rows)


def found_in_the_database() -> list[tuple[str, bool, bool]]:
    """Give each table with whether it has row security and whether the application may do anything with it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT relname, relrowsecurity,
                has_table_privilege('throughcare_app', oid, 'select, insert, update, delete')
            FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"""
        )
        rows = cursor.fetchall()
    labels = {table._meta.db_table: table._meta.label for table in tables()}
    return [
        (labels[name], is_secured, is_open) for name, is_secured, is_open in rows if name in labels
    ]
