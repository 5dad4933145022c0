"""Delete the database of a demonstration, and never one that holds real records."""

from dataclasses import dataclass
from pathlib import Path

import psycopg

from throughcare.config import postgres, running
from throughcare.config.environment import DATABASE_NAME, Environment
from throughcare.config.faults import Fault, unusable
from throughcare.config.roles import Superuser

RECORDS = ("people_person", "access_account", "organisation_unit")


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What a database holds."""

    is_real: bool
    what: str


def mark(environment: Environment) -> None:
    """Note that the database here is a demonstration's, for the day on which it is damaged.

    Raises:
        Fault: the disk is full, or the directory cannot be written.
    """
    try:
        _mark_of(environment).touch()
    except OSError as fault:
        raise Fault(unusable(environment.home, fault)) from fault


def reset(environment: Environment) -> str:
    """Delete the database of a demonstration; says in a sentence what that was.

    Raises:
        Fault: it is not ours to delete, or holds records that are of no demonstration.
    """
    if not environment.is_embedded:
        raise Fault(
            "--reset deletes only a database that Throughcare runs by itself. Yours is named by "
            "DATABASE_URL: empty it there."
        )
    server = running.embedded_server(environment)
    if not server.data.exists():
        postgres.remove(server)
        return f"There is no database in {server.place}; nothing to delete."
    holding = _holding(server, is_marked=_mark_of(environment).exists())
    if holding.is_real:
        raise Fault(
            f"The database in {server.place} holds {holding.what}. --reset does not delete that. If "
            "it may go, stop whatever uses it and delete that directory yourself."
        )
    postgres.remove(server)
    return f"Deleted the database in {server.place}: {holding.what}."


def _mark_of(environment: Environment) -> Path:
    return environment.home / "demonstration"


def _holding(server: postgres.Server, *, is_marked: bool) -> Holding:
    try:
        with (
            postgres.running(server),
            Superuser(socket=server.socket, password=server.superuser_password).connect(
                DATABASE_NAME
            ) as connection,
        ):
            return _look(connection)
    except psycopg.errors.InvalidCatalogName:
        return Holding(is_real=False, what="it was empty")
    except (Fault, psycopg.Error):
        if is_marked:
            return Holding(is_real=False, what="a demonstration that was damaged")
        return Holding(is_real=True, what="what cannot be looked at, since it is damaged")


def _look(connection: psycopg.Connection) -> Holding:
    tables = {
        name for (name,) in connection.execute("SELECT relname FROM pg_class WHERE relkind = 'r'")
    }
    if "nation_load" in tables:
        nation = connection.execute("SELECT size, seed FROM nation_load").fetchone()
        if nation:
            return Holding(is_real=False, what="the {} nation of seed {}".format(*nation))
    for table in RECORDS:
        if (
            table in tables
            and connection.execute(
                psycopg.sql.SQL("SELECT 1 FROM {} LIMIT 1").format(psycopg.sql.Identifier(table))
            ).fetchone()
        ):
            return Holding(is_real=True, what="records that are of no demonstration")
    return Holding(is_real=False, what="it was empty")
