"""A copy of the database, for a rehearsal, that leaves the one that is served alone (ADR 6).

Our own PostgreSQL is copied while it serves, as a physical backup, into a server of its own that nobody else knows. There
the database as it was stays as it is, and the rehearsal works in a second one that is made from it. Of a server that
DATABASE_URL names, REHEARSAL_DATABASE_URL names a database that was restored from a backup, and stands for the first.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

from throughcare.config import backup, copying, postgres, running
from throughcare.config.environment import DATABASE_NAME, Environment, Role, derived_password
from throughcare.config.faults import Fault
from throughcare.config.roles import Superuser

GIGABYTE = 1024**3
ROOM_TO_WORK = 0.25
"""What a rehearsal writes besides, as a share of what is copied: assignments, digests, the log of both."""
LEAST_ROOM = 256 * 1024**2

Roots = dict[str, tuple[int, str]]
"""Of each table the number of rows, and a digest of all of them in whatever order."""
PUT_OFF: Final = "UPDATE procrastinate_jobs SET scheduled_at = '9999-01-01T00:00:00Z' WHERE status IN ('todo', 'doing')"
"""No worker takes a job that is not due, and a copy has none. The job stays, since what waits without one counts as forgotten."""
Free = Callable[[Path], int]
Tell = Callable[[int, int, str], None]
"""What is done, of how much, and what is being done."""


@dataclass(frozen=True, kw_only=True)
class Need:
    """Bytes that a rehearsal takes on the disk, and that are free; `free` is None where we cannot see it."""

    needed: int
    free: int | None
    is_cloned: bool

    @property
    def sentence(self) -> str:
        how = "files are cloned" if self.is_cloned else "files are copied"
        there = "how much is free cannot be seen from here"
        if self.free is not None:
            there = f"{self.free / GIGABYTE:.1f} GB are free"
        return f"A rehearsal needs about {self.needed / GIGABYTE:.1f} GB ({how}); {there}."


@dataclass(frozen=True, kw_only=True)
class Copy:
    """The database as it was (`base`, which nobody touches) and the one that a rehearsal works in (`work`)."""

    maintenance_url: str
    """Signed in as whoever may make databases there."""
    owner: str
    owner_url: str
    """Of `work`, as the owner of its tables."""
    base: str
    work: str

    def make_work(self) -> None:
        """Make the database to work in from the one as it was, in place of any that is there."""
        self.drop_work()
        with psycopg.connect(self.maintenance_url, autocommit=True) as connection:
            with suppress(psycopg.errors.InvalidParameterValue):  # a server that knows no cloning
                connection.execute("SET file_copy_method = clone")
            try:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY").format(
                        *map(sql.Identifier, (self.work, self.base, self.owner))
                    )
                )
            except psycopg.errors.ObjectInUse as fault:
                raise Fault(
                    f"Somebody is connected to the database {self.base} that REHEARSAL_DATABASE_URL "
                    "names. It is kept as it was restored: let nothing but rehearsals use it."
                ) from fault

    def drop_work(self) -> None:
        with psycopg.connect(self.maintenance_url, autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.work))
            )

    def quieten(self) -> None:
        """Let nothing that waited in the live database be done in the copy, and nobody be signed in."""
        with psycopg.connect(self.owner_url, autocommit=True) as connection:
            connection.execute(PUT_OFF)
            connection.execute("DELETE FROM django_session")

    def roots(self) -> Roots:
        with psycopg.connect(self.owner_url, autocommit=True) as connection:
            tables = connection.execute(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
                " ORDER BY relname"
            ).fetchall()
            return {name: _root(connection, table=name) for (name,) in tables}


def _root(connection: psycopg.Connection, *, table: str) -> tuple[int, str]:
    statement = (
        "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {} t"
    )
    row = connection.execute(sql.SQL(statement).format(sql.Identifier(table))).fetchone()
    return (row[0], row[1]) if row else (0, "0")


@contextmanager
def alone(environment: Environment, *, patience: float = 0) -> Iterator[None]:
    """Be the only rehearsal of an installation; `patience` is for how many seconds another may be waited for.

    Raises:
        Fault: another runs.
    """
    environment.home.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + patience
    with (environment.home / "rehearsal.lock").open("w") as lock:
        while not _is_ours(lock):
            if time.monotonic() >= deadline:
                raise Fault(
                    "A rehearsal is running. Wait for it to end, or stop it; then run this again."
                )
            time.sleep(0.1)
        yield


def _is_ours(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def free_bytes(place: Path) -> int:
    return shutil.disk_usage(place).free


def need(environment: Environment, *, free: Free = free_bytes) -> Need:
    """What a rehearsal takes on the disk.

    Raises:
        Fault: there is no database that could be copied.
    """
    if not environment.is_embedded:
        size = _size_given(environment)
        return Need(needed=size + _room(size), free=None, is_cloned=False)
    live = running.embedded_server(environment)
    size = copying.size_of(live.data)
    is_cloned = copying.can_clone(live.place)
    copies = 0 if is_cloned else 2 * size
    return Need(needed=copies + _room(size), free=free(live.place), is_cloned=is_cloned)


def require_room(found: Need) -> None:
    """See that a rehearsal fits on the disk.

    Raises:
        Fault: it does not.
    """
    if found.free is not None and found.free < found.needed:
        raise Fault(
            f"{found.sentence} Nothing was copied. Free some space, or move THROUGHCARE_HOME to a larger disk."
        )


def remove_abandoned(environment: Environment) -> bool:
    """Delete the copy that a killed rehearsal left; whether there was one. To be called `alone`."""
    if not environment.is_embedded:
        return False
    server = _server_of_copy(environment)
    if not server.home.exists():
        return False
    postgres.remove(server)
    shutil.rmtree(server.home)
    return True


@contextmanager
def copied(environment: Environment, *, tell: Tell) -> Iterator[Copy]:
    """Have a copy for as long as the block runs; it is deleted at the end. To be called `alone`.

    Raises:
        Fault: it cannot be made; says why and what to do.
    """
    if not environment.is_embedded:
        yield from _given(environment)
        return
    live, server = running.embedded_server(environment), _server_of_copy(environment)
    _prepare_home(server, beside=live)
    try:
        backup.back_up(
            Superuser(socket=live.socket, password=live.superuser_password),
            source=live.data,
            target=server.data,
            tell=tell,
        )
        with postgres.running(server):
            yield _ours(server, environment)
    finally:
        remove_abandoned(environment)


def _ours(server: postgres.Server, environment: Environment) -> Copy:
    work = f"{DATABASE_NAME}_rehearsal"
    password = derived_password(secret_key=environment.secret_key, role=Role.OWNER)
    where = f"host={quote(str(server.socket), safe='')}"
    return Copy(
        maintenance_url=f"postgresql://{postgres.SUPERUSER}:{server.superuser_password}@/postgres?{where}",
        owner=Role.OWNER,
        owner_url=f"postgresql://{Role.OWNER}:{password}@/{work}?{where}",
        base=DATABASE_NAME,
        work=work,
    )


def _given(environment: Environment) -> Iterator[Copy]:
    url = _url_given(environment)
    parts = urlsplit(url)
    base = parts.path.lstrip("/")
    copy = Copy(
        maintenance_url=parts._replace(path="/postgres").geturl(),
        owner=parts.username or "",
        owner_url=parts._replace(path=f"/{base}_rehearsal").geturl(),
        base=base,
        work=f"{base}_rehearsal",
    )
    try:
        yield copy
    finally:
        copy.drop_work()


def _url_given(environment: Environment) -> str:
    if not environment.rehearsals.url:
        raise Fault(
            "A server of your own is not copied while people use it. Restore your last backup into another "
            "database, and name that with REHEARSAL_DATABASE_URL; docs/how-to/rehearse.md shows how."
        )
    return environment.rehearsals.url


def _size_given(environment: Environment) -> int:
    try:
        with psycopg.connect(_url_given(environment), autocommit=True) as connection:
            row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    except psycopg.OperationalError as fault:
        raise Fault(
            f"The server named by REHEARSAL_DATABASE_URL does not let us in: {str(fault).splitlines()[0]}. "
            "Check that it runs, and the address, database, user and password."
        ) from fault
    return int(row[0]) if row else 0


def _room(size: int) -> int:
    return max(LEAST_ROOM, round(size * ROOM_TO_WORK))


def _server_of_copy(environment: Environment) -> postgres.Server:
    return postgres.Server(home=environment.home / "rehearsal")


def _prepare_home(server: postgres.Server, *, beside: postgres.Server) -> None:
    """Make the directory of the copy where PostgreSQL reaches it: beside the one of the server that is copied."""
    server.home.mkdir(parents=True, exist_ok=True)
    if beside.link.is_symlink():
        place = beside.place.with_name(f"{beside.place.name}-rehearsal")
        place.mkdir(exist_ok=True)
        server.link.symlink_to(place)
    else:
        server.place.mkdir(exist_ok=True)
    secret = server.home / "postgres-password"
    descriptor = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as kept:
        kept.write(beside.superuser_password)
