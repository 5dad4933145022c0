import psycopg
import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from throughcare.config import migrating, releases


def test_the_migrations_of_a_release_are_those_that_django_finds():
    found = MigrationLoader(None, ignore_no_migrations=True).disk_migrations

    assert releases.on_disk() == sorted(f"{app}.{name}" for app, name in found)


@pytest.mark.django_db
def test_a_database_that_lacks_a_migration_is_told_from_one_at_this_release():
    with connection.cursor() as cursor:
        held = cursor.connection
        assert isinstance(held, psycopg.Connection)
        before = releases.unapplied(held)
        cursor.execute("DELETE FROM django_migrations WHERE app = 'nation'")

        lacking = [name for name in releases.on_disk() if name.startswith("nation.")]
        assert lacking
        assert (before, releases.unapplied(held)) == ([], lacking)
        assert migrating.pending() == lacking
