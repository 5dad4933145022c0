"""Bring the database to this release. Needs Django set up, signed in as the owner."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

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
        with _models_drawn_once():
            call_command("migrate", interactive=False, verbosity=0)
        connection.ensure_connection()
        roles.grant_outside_tables(connection.connection)
    return names


@contextmanager
def _models_drawn_once() -> Iterator[None]:
    """Have an operation draw the model that it changes, and nothing more.

    Django draws again every model that leads to a changed one, in any number of steps: here about fifty, eight
    hundred times over, which was nine tenths of the time an empty database took. The state is marked as
    Django marks it where it draws less itself, so that operations in Python still see all models drawn anew.
    """
    drawn: Any = ProjectState  # Django names no place for this
    all_that_lead_there = drawn._find_reload_model  # noqa: SLF001

    def itself_alone(state: ProjectState, app: str, model: str, *_: bool) -> set[tuple[str, str]]:
        state.is_delayed = True
        return {(app, model)}

    drawn._find_reload_model = itself_alone  # noqa: SLF001
    try:
        yield
    finally:
        drawn._find_reload_model = all_that_lead_there  # noqa: SLF001
