"""One PostgreSQL and one migrated database for a session of tests.

Tests sign in as the owner; what serves a request takes the lesser role by `SET ROLE` itself. The
migrated database is kept as a template under `var/test`, so that only a changed migration is slow.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from throughcare.config import migrating, postgres, processes, roles
from throughcare.config.environment import Role, as_role, derived_password, from_url

ROOT = Path(__file__).parent
# A busy machine is no fault of the code under test.
hypothesis.register_profile(
    "unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.load_profile("unhurried")

SECRET_KEY = "for-tests-only-" * 4


@pytest.fixture(scope="session", autouse=True)
def front_end_by_name(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let pages be drawn without a build; journeys have a real one."""
    directory = tmp_path_factory.mktemp("assets")
    (directory / "current.json").write_text('{"version": "not-built"}')
    settings.STATIC_ROOT = directory


@pytest.fixture(autouse=True)
def nothing_kept_from_before() -> None:
    """Forget what the process keeps for some seconds: the database of another test holds something else."""
    cache.clear()


def pytest_configure() -> None:
    """Stop the database when told to stop, and not at Ctrl-C alone."""
    processes.stop_on_terminate()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    server = postgres.Server(home=ROOT / "var" / "test", is_durable=False)
    superuser = roles.Superuser(socket=server.socket, password=server.superuser_password)
    with postgres.running(server), superuser.connect("postgres") as connection:
        _drop_abandoned(connection)
        template = f"template_{_digest()}"
        with django_db_blocker.unblock():
            if not _exists(connection, database=template):
                _make_template(connection, server=server, superuser=superuser, name=template)
        name = f"test_{os.getpid()}"
        _copy(connection, template=template, name=name)
        _point_django_at(server, database=name)
        yield
        with django_db_blocker.unblock():
            connections.close_all()
        _execute(connection, "DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture(scope="session")
def a_database(
    django_db_setup: None,  # noqa: ARG001  it makes the template
    django_db_blocker: DjangoDbBlocker,
) -> Callable[[], AbstractContextManager[None]]:
    """A block with an empty migrated database of its own, to commit to, whatever other tests left in theirs."""
    server = postgres.Server(home=ROOT / "var" / "test", is_durable=False)
    superuser = roles.Superuser(socket=server.socket, password=server.superuser_password)
    numbers = count()

    @contextmanager
    def made() -> Iterator[None]:
        around = settings.DATABASES["default"]["NAME"]
        name = f"own_{os.getpid()}_{next(numbers)}"
        with superuser.connect("postgres") as connection:
            _copy(connection, template=f"template_{_digest()}", name=name)
            _point_django_at(server, database=name)
            try:
                with django_db_blocker.unblock():
                    yield
            finally:
                _point_django_at(server, database=around)
                _execute(connection, "DROP DATABASE {} WITH (FORCE)", name)

    return made


@pytest.fixture
def own_database(a_database: Callable[[], AbstractContextManager[None]]) -> Iterator[None]:
    """Have an empty migrated database to commit to, for one test alone."""
    with a_database():
        yield


def _make_template(
    connection: psycopg.Connection,
    *,
    server: postgres.Server,
    superuser: roles.Superuser,
    name: str,
) -> None:
    draft = f"draft_{os.getpid()}"
    roles.prepare_embedded(superuser, secret_key=SECRET_KEY, database=draft)
    _point_django_at(server, database=draft)
    migrating.migrate()
    connections.close_all()
    _execute(connection, "ALTER DATABASE {} RENAME TO {}", draft, name)


def _point_django_at(server: postgres.Server, *, database: str) -> None:
    url = f"postgresql://nobody@/{database}?host={server.socket}"
    for role in Role:
        password = derived_password(secret_key=SECRET_KEY, role=role)
        setting = "DATABASE_URL" if role is Role.OWNER else f"DATABASE_{role.name}_URL"
        os.environ[setting] = as_role(url, role=role, password=password)
    place = from_url(os.environ["DATABASE_URL"])
    place["OPTIONS"] |= settings.DATABASES["default"]["OPTIONS"]
    connections.close_all()
    settings.DATABASES["default"].update(place)
    connections["default"].settings_dict.update(place)


def _drop_abandoned(connection: psycopg.Connection) -> None:
    """Drop what killed sessions and older migrations left."""
    kept = f"template_{_digest()}"
    for (name,) in connection.execute(
        "SELECT datname FROM pg_database WHERE datname ~ '^(template_|test_|draft_|own_)'"
    ).fetchall():
        kind, mark, *_ = name.split("_")
        is_abandoned = name != kept if kind == "template" else not Path(f"/proc/{mark}").exists()
        if is_abandoned:
            _execute(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _copy(connection: psycopg.Connection, *, template: str, name: str) -> None:
    _execute(connection, "CREATE DATABASE {} TEMPLATE {} OWNER {}", name, template, Role.OWNER)


def _exists(connection: psycopg.Connection, *, database: str) -> bool:
    return bool(
        connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
    )


def _digest() -> str:
    """Of all that makes the empty database."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    source = ROOT / "src" / "throughcare"
    for path in [*sorted(source.glob("*/migrations/**/*")), source / "config" / "roles.py"]:
        if path.suffix in {".py", ".sql", ".csv", ".yaml"}:
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _execute(connection: psycopg.Connection, statement: str, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
