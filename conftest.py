"""One PostgreSQL for a session of tests, and a migrated database for each process that runs them.

Tests sign in as the owner; what serves a request takes the lesser role by `SET ROLE` itself. The
migrated database is kept as a template under `var/test`, so that only a changed migration is slow;
so is one with the tiny nation, until a line of the program changes.
"""

import fcntl
import gc
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache, partial
from itertools import count
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.cache import cache as kept
from django.db import connections
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker
from tests import in_memory
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from throughcare.config import migrating, postgres, processes, roles
from throughcare.config.environment import Role, as_role, derived_password, from_url
from throughcare.nation import commands as nation_commands

ROOT = Path(__file__).parent
HOME = ROOT / "var" / "test"
SOURCE = ROOT / "src" / "throughcare"
JOURNEYS = "tests/journeys/"
LONGEST = (JOURNEYS, "src/throughcare/handover/")
"""What takes minutes: where it began last, one process would work while another has nothing left to do."""
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
    kept.clear()


def pytest_configure() -> None:
    """Stop the database when told to stop, and not at Ctrl-C alone."""
    processes.stop_on_terminate()


class ByFile(LoadScopeScheduling):
    """Which process runs what: a file is not divided, since its tests share what was made once, and the longest begin."""

    def _split_scope(self, nodeid: str) -> str:
        place = nodeid.partition("::")[0]
        return JOURNEYS if place.startswith(JOURNEYS) else place


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    return ByFile(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_collection_finish() -> None:
    """Have the collector of garbage leave alone what stays until the end: the program, and all tests."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Stop the database where the processes that ran the tests were cut off before they could."""
    server, _ = _server()
    if getattr(session.config.option, "numprocesses", None) and postgres.is_alive(server):
        with postgres.running(server):
            pass  # whoever lets go last stops it


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    HOME.mkdir(parents=True, exist_ok=True)
    with _alone():
        in_memory.settle(postgres.Server(home=HOME, is_durable=False))
    server, superuser = _server()
    with postgres.running(server), superuser.connect("postgres") as connection:
        with _alone(), django_db_blocker.unblock():
            _drop_abandoned(connection)
            if not _exists(connection, database=_migrated()):
                _make(connection, name=_migrated(), fill=migrating.apply_migrations)
        name = f"test_{os.getpid()}"
        _copy(connection, template=_migrated(), name=name)
        _point_django_at(server, database=name)
        yield
        with django_db_blocker.unblock():
            connections.close_all()
        _execute(connection, "DROP DATABASE {} WITH (FORCE)", name)


OwnDatabase = Callable[[], AbstractContextManager[None]]
Step = Callable[[], object]
"""What was done in a nation, as a function of the tests that does it in whatever database Django is pointed at."""
NationAfter = Callable[..., AbstractContextManager[None]]


@pytest.fixture(scope="session")
def a_database(
    django_db_setup: None,  # noqa: ARG001  it makes the template
    django_db_blocker: DjangoDbBlocker,
) -> OwnDatabase:
    """A block with an empty migrated database of its own, to commit to, whatever other tests left in theirs."""
    return lambda: _own(_migrated(), blocker=django_db_blocker)


@pytest.fixture(scope="session")
def a_nation(
    django_db_setup: None,  # noqa: ARG001  it makes the template
    django_db_blocker: DjangoDbBlocker,
) -> NationAfter:
    """A block with the tiny nation before its reform, or after steps, in a database of its own, to commit to.

    It is made by the command that makes it anywhere, once for all, and copied from then on. So is what each step makes of it; two
    steps have two names.
    """

    def made(*steps: Step) -> AbstractContextManager[None]:
        with django_db_blocker.unblock():
            _have_nation(steps)
        return _own(_with_nation(steps), blocker=django_db_blocker)

    return made


@pytest.fixture
def own_database(a_database: OwnDatabase) -> Iterator[None]:
    """Have an empty migrated database to commit to, for one test alone."""
    with a_database():
        yield


@pytest.fixture
def own_nation(a_nation: OwnDatabase) -> Iterator[None]:
    """Have a tiny nation to commit to, for one test alone."""
    with a_nation():
        yield


def _server() -> tuple[postgres.Server, roles.Superuser]:
    server = postgres.Server(home=HOME, is_durable=False)
    return server, roles.Superuser(socket=server.socket, password=server.superuser_password)


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time makes what the others copy."""
    with (HOME / "templates.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


_numbers = count()


@contextmanager
def _own(template: str, *, blocker: DjangoDbBlocker) -> Iterator[None]:
    if connections["default"].in_atomic_block:
        pytest.fail(
            "The tests of this file share what a transaction holds: put this one into another file."
        )
    server, superuser = _server()
    around = settings.DATABASES["default"]["NAME"]
    name = f"own_{os.getpid()}_{next(_numbers)}"
    with superuser.connect("postgres") as connection:
        _copy(connection, template=template, name=name)
        _point_django_at(server, database=name)
        try:
            with blocker.unblock():
                yield
        finally:
            _point_django_at(server, database=around)
            _execute(connection, "DROP DATABASE {} WITH (FORCE)", name)


def _make(
    connection: psycopg.Connection, *, name: str, fill: Callable[[], object], template: str = ""
) -> None:
    """Make a database that others are copies of. Django is pointed at it, and has let go of it."""
    server, superuser = _server()
    draft = f"draft_{os.getpid()}"
    if template:
        _copy(connection, template=template, name=draft)
    else:
        roles.prepare_embedded(superuser, secret_key=SECRET_KEY, database=draft)
    _point_django_at(server, database=draft)
    fill()
    connections.close_all()
    _execute(connection, "ALTER DATABASE {} RENAME TO {}", draft, name)


def _have_nation(steps: Sequence[Step]) -> None:
    if connections["default"].in_atomic_block:
        pytest.fail(
            "The tests of this file share what a transaction holds: put this one into another file."
        )
    server, superuser = _server()
    around = settings.DATABASES["default"]["NAME"]
    with superuser.connect("postgres") as connection, _alone():
        for done in range(len(steps) + 1):
            name = _with_nation(steps[:done])
            if not _exists(connection, database=name):
                _make(
                    connection,
                    name=name,
                    fill=steps[done - 1]
                    if done
                    else partial(nation_commands.generate, size="tiny"),
                    template=_with_nation(steps[: done - 1]) if done else _migrated(),
                )
                _point_django_at(server, database=around)


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
    """Drop what killed sessions and older sources left."""
    kept = (_migrated(), _with_nation())
    for (name,) in connection.execute(
        "SELECT datname FROM pg_database WHERE datname ~ '^(template_|nation_|test_|draft_|own_)'"
    ).fetchall():
        kind, mark, *_ = name.split("_")
        is_template = kind in {"template", "nation"}
        if not name.startswith(kept) if is_template else not Path(f"/proc/{mark}").exists():
            _execute(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _copy(connection: psycopg.Connection, *, template: str, name: str) -> None:
    """Files are copied as they are: half the work of writing their pages through the log."""
    _execute(
        connection,
        "CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY",
        *(name, template, Role.OWNER),
    )


def _exists(connection: psycopg.Connection, *, database: str) -> bool:
    return bool(
        connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
    )


@cache
def _migrated() -> str:
    """The name of the empty database, by all that makes it."""
    paths = [*SOURCE.glob("*/migrations/**/*"), SOURCE / "config" / "roles.py"]
    return f"template_{_digest(paths)}"


def _with_nation(steps: Sequence[Step] = ()) -> str:
    """The name of the database with the tiny nation, or with what the last of some steps made of it."""
    return "_".join(["nation", _nation_digest(), *(step.__name__ for step in steps[-1:])])


@cache
def _nation_digest() -> str:
    """Any line of the program may have a part in what is there, and any plan, and what tests do with them."""
    program = [path for path in SOURCE.rglob("*") if "tests" not in path.parts]
    steps = [
        path
        for path in (SOURCE / "restructure" / "tests").glob("*.py")
        if not path.name.startswith("test_")
    ]
    return _digest([*program, *steps, *(ROOT / "plans").iterdir()])


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted(paths):
        if path.suffix in {".py", ".sql", ".csv", ".yaml"}:
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _execute(connection: psycopg.Connection, statement: str, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
