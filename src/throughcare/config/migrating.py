"""Bring the database to this release. Needs Django set up, signed in as the owner."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from throughcare.config import roles
from throughcare.organisation import commands as change_organisation


def pending() -> list[str]:
    """Name the migrations that are not applied yet."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate() -> list[str]:
    """Apply what is pending and give its names; then load the code lists that come with this release."""
    names = apply_migrations()
    change_organisation.load_code_lists()
    return names


def apply_migrations() -> list[str]:
    """Apply what is pending and give its names; a lock is waited for 4 seconds at most."""
    names = pending()
    if names:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '4s'")
        call_command("migrate", interactive=False, verbosity=0)
        connection.ensure_connection()
        roles.grant_outside_tables(connection.connection)
    return names
