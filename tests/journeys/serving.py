"""A tiny nation of its own on the eve of the reform, made and served by the very commands that others use.

It lives in the PostgreSQL of the tests, beside their databases, and is new for each session.
"""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from throughcare.config import front_end, ports, postgres, processes, roles
from throughcare.config.environment import DATABASE_NAME, Role

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "var" / "test"
ADDRESS = "127.0.0.1"
SECRET_KEY = "for-tests-only-" * 4


@dataclass(frozen=True, kw_only=True)
class Served:
    """A demonstration that answers at `address`, and its database."""

    address: str
    superuser: roles.Superuser

    def rows(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Look something up, to know where a journey begins."""
        with self.superuser.connect(DATABASE_NAME) as connection:
            return connection.execute(statement.encode(), values).fetchall()

    def run(self, *words: str) -> str:
        """Run a sub-command beside what is served, and give what it prints."""
        return subprocess.run(
            [sys.executable, "-m", "throughcare.cli", *words],
            check=True,
            env=os.environ | _environ(),
            stdout=subprocess.PIPE,
            text=True,
        ).stdout


def at(address: str) -> Served:
    """What answers at an address, if it is served from here."""
    return Served(address=address, superuser=_superuser())


@contextmanager
def serving() -> Iterator[Served]:
    """Serve a new tiny nation for as long as the block runs."""
    environ = _environ()
    with (HOME / "journeys.lock").open("w") as lock, postgres.running(_server()):
        fcntl.flock(lock, fcntl.LOCK_EX)
        build = front_end.start_build(HOME)
        served = at(f"http://{ADDRESS}:{ports.any_free(address=ADDRESS)}")
        _make_database(served.superuser)
        subprocess.run(
            [sys.executable, "-m", "throughcare.cli", "nation", "generate", "--size=tiny"],
            check=True,
            env=os.environ | environ,
        )
        with served.superuser.connect(DATABASE_NAME) as connection:
            connection.execute((Path(__file__).parent / "kinds_of_user.sql").read_bytes())
        front_end.finish_build(build, home=HOME)
        port = int(served.address.rpartition(":")[2])
        with (
            processes.child(["serve", "--port", str(port)], environ=environ) as web,
            processes.child(["worker"], environ=environ),
        ):
            ports.wait_until_answered(
                address=ADDRESS, port=port, is_alive=lambda: web.poll() is None
            )
            yield served


def _environ() -> dict[str, str]:
    return {
        "THROUGHCARE_HOME": str(HOME),
        "THROUGHCARE_DEMONSTRATION": "yes",
        "SECRET_KEY": SECRET_KEY,
        "ADDRESS": ADDRESS,
        "THREADS": "2",
        "PYTHONPATH": str(ROOT / "src"),
        **dict.fromkeys(("DATABASE_URL", "DATABASE_APP_URL", "DATABASE_ENGINE_URL"), ""),
    }


def _server() -> postgres.Server:
    return postgres.Server(home=HOME, is_durable=False)


def _superuser() -> roles.Superuser:
    return roles.Superuser(socket=_server().socket, password=_server().superuser_password)


def _make_database(superuser: roles.Superuser) -> None:
    """Copy the migrated database that the session of tests has made."""
    with superuser.connect("postgres") as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE datname ~ '^template_'")
        [(template,)] = found.fetchall()
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE_NAME))
        )
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                *map(sql.Identifier, (DATABASE_NAME, template, Role.OWNER))
            )
        )


if __name__ == "__main__":
    processes.stop_on_terminate()
    with serving() as running:
        print(f"JOURNEYS_AT={running.address}", flush=True)  # noqa: T201  for who writes journeys
        while True:
            time.sleep(3600)
