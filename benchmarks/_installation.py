"""An installation of its own, whose programs can be killed: PostgreSQL, the web server and the worker, started as `demo` starts them."""

import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from benchmarks._verifier import ENDED
from psycopg import sql

from throughcare.config import front_end, ports, postgres, processes, roles
from throughcare.config.environment import DATABASE_NAME, ROOT, Role

ADDRESS = "127.0.0.1"
KEPT = "kept_for_the_next_round"
SECONDS_BEFORE_ANOTHER = 0.2
"""`demo` waits three; a service manager has its own."""
PATIENCE = 600
TICK = 0.02


def environ(home: Path) -> dict[str, str]:
    """The settings of a demonstration that shares nothing with this process."""
    return {
        "THROUGHCARE_HOME": str(home),
        "THROUGHCARE_DEMONSTRATION": "yes",
        "ADDRESS": ADDRESS,
        "ALLOWED_HOSTS": ADDRESS,
        "THREADS": "4",
        "PYTHONPATH": str(ROOT / "src"),
        **dict.fromkeys(("DATABASE_URL", "DATABASE_APP_URL", "DATABASE_ENGINE_URL"), ""),
    }


class Program:
    """A sub-command that runs until it is killed."""

    def __init__(self, words: Sequence[str], *, home: Path) -> None:
        self._words, self._home = words, home
        self._started = ExitStack()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        child = processes.child(self._words, environ=environ(self._home), output=subprocess.DEVNULL)
        self.process = self._started.enter_context(child)

    def stop(self) -> None:
        self._started.close()
        self.process = None

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def pids(self) -> list[int]:
        """The process, and the ones that it started, which answer in its name."""
        return [self.process.pid, *children(self.process.pid)] if self.process is not None else []


@dataclass(kw_only=True)
class Installation:
    home: Path
    port: int
    fallen: dict[str, int] = field(default_factory=dict)
    """How often each program was started again because it had ended."""
    packer: subprocess.Popen[bytes] | None = None
    """What writes a package now."""

    not_verified: int = 0
    """How often `restructure verify` had no database to ask, and was asked again."""

    _line: psycopg.Connection | None = None
    """What is looked up goes over it, so that asking takes less time than what is asked about."""
    _alone: threading.Lock = field(default_factory=threading.Lock)
    _manager: threading.Thread | None = None
    _verifier: subprocess.Popen[str] | None = None

    def __post_init__(self) -> None:
        self.web = Program(["serve", "--port", str(self.port)], home=self.home)
        self.worker = Program(["worker"], home=self.home)

    @property
    def server(self) -> postgres.Server:
        return postgres.Server(home=self.home)

    def connect(self, database: str = DATABASE_NAME) -> psycopg.Connection:
        superuser = roles.Superuser(
            socket=self.server.socket, password=self.server.superuser_password
        )
        return superuser.connect(database)

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:  # Any: columns
        """Look something up; waits for a server that is just coming back."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with self._alone:
                    if self._line is None or self._line.closed:
                        self._line = self.connect()
                    return self._line.execute(statement.encode(), values or None).fetchall()
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(TICK)

    def is_in_the_act(self) -> bool:
        """Whether some transaction holds a plan, as that of a switch does from its first statement to its commit."""
        [[held]] = self.rows(
            "select exists (select from pg_locks where relation = 'restructure_plan'::regclass"
            " and mode = 'RowShareLock' and granted)"
        )
        return bool(held)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a sub-command beside what is served, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "throughcare.cli", *words],
            check=False,
            env=os.environ | environ(self.home),
            capture_output=True,
            text=True,
        )

    def begin(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a sub-command that may be killed."""
        return subprocess.Popen(
            [sys.executable, "-m", "throughcare.cli", *words],
            env=os.environ | environ(self.home),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def broken(self) -> list[str]:
        """What `restructure verify` finds, as soon as it has a database to ask."""
        deadline = time.monotonic() + PATIENCE
        while True:
            said = self._verified()
            for line in said:
                if line.startswith("{"):
                    found = json.loads(line)["breaks"]
                    return [f"{name}: {each}" for name, breaks in found.items() for each in breaks]
            if time.monotonic() > deadline:
                return said
            self.not_verified += 1
            time.sleep(SECONDS_BEFORE_ANOTHER)

    def _verified(self) -> list[str]:
        """The lines that `restructure verify` prints."""
        if self._verifier is None or self._verifier.poll() is not None:
            self._verifier = subprocess.Popen(
                [sys.executable, "-m", "benchmarks._verifier"],
                cwd=ROOT,
                env=os.environ | environ(self.home),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        line = self._verifier
        assert line.stdin is not None
        assert line.stdout is not None
        print("verify", file=line.stdin, flush=True)
        said = []
        for each in line.stdout:
            if each.startswith(ENDED):
                break
            said.append(each.strip())
        return said

    def start(self) -> None:
        """Start what is served, and look after it as a service manager does until it is stopped."""
        self.web.start()
        self.worker.start()
        self._ended = threading.Event()
        self._manager = threading.Thread(target=self._look_after, name="manager", daemon=True)
        self._manager.start()
        ports.wait_until_answered(
            address=ADDRESS, port=self.port, is_alive=lambda: self.web.is_alive
        )

    def stop(self) -> None:
        if self._manager is not None:
            self._ended.set()
            self._manager.join()
        self.worker.stop()
        self.web.stop()
        if self._verifier is not None:
            self._verifier.communicate()  # it ends with its standard input
            self._verifier = None

    def _look_after(self) -> None:
        """Start again what has ended; PostgreSQL is the web server's to look after."""
        while not self._ended.wait(SECONDS_BEFORE_ANOTHER):
            for name, program in (("web", self.web), ("worker", self.worker)):
                if not program.is_alive:
                    program.stop()
                    program.start()
                    self.fallen[name] = self.fallen.get(name, 0) + 1

    def keep(self) -> None:
        """Keep the database as it is, for every round to begin with."""
        self._copy(name=KEPT, template=DATABASE_NAME)

    def put_back(self) -> None:
        self._copy(name=DATABASE_NAME, template=KEPT)

    def _copy(self, *, name: str, template: str) -> None:
        if self._line is not None:
            self._line.close()  # nobody may look on while a database is copied
        names = sql.Identifier(name), sql.Identifier(template), sql.Identifier(Role.OWNER)
        with self.connect("postgres") as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(names[0]))
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY").format(*names)
            )


def kill(pids: Sequence[int]) -> None:
    """Kill processes outright, as a failing machine does: none of them hears of it."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def postgres_pids(server: postgres.Server) -> list[int]:
    """The server and everything that it started."""
    try:
        first = int((server.data / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return []
    return [first, *children(first)]


def children(pid: int) -> list[int]:
    """What a process started, and what that did, from one look at all processes: many looks take longer than a switch."""
    begun_by: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        begun_by.setdefault(parent, []).append(int(place.name))
    found = list(begun_by.get(pid, ()))
    for each in found:
        found += begun_by.get(each, ())
    return found


@contextmanager
def made(home: Path) -> Iterator[Installation]:
    """A tiny nation on the eve of the reform, in a home of its own; nothing is served yet."""
    place = Installation(home=home / secrets.token_hex(4), port=ports.any_free(address=ADDRESS))
    with postgres.running(place.server):
        build = front_end.start_build(place.home)
        generated = place.run("nation", "generate", "--size=tiny")
        front_end.finish_build(build, home=place.home)
        if generated.returncode:
            raise SystemExit(generated.stderr)
        try:
            yield place
        finally:
            place.stop()
    postgres.remove(place.server)
