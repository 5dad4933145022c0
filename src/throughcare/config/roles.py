"""The database and its three roles (decision record 1), made and kept right at every start."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import conninfo, sql

from throughcare.config.environment import (
    DATABASE_NAME,
    Environment,
    Role,
    derived_password,
)
from throughcare.config.faults import Fault
from throughcare.config.postgres import SUPERUSER

OLDEST_SERVER = 18
LESSER = (Role.APP, Role.ENGINE)
EXTENSIONS = ("btree_gist", "fuzzystrmatch", "pg_trgm", "unaccent")


@dataclass(frozen=True, kw_only=True)
class Superuser:
    """How to reach a server of our own as its superuser, for this module alone."""

    socket: Path
    password: str

    def connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.socket),
            dbname=database,
            user=SUPERUSER,
            password=self.password,
            autocommit=True,
        )


def prepare_embedded(
    superuser: Superuser, *, secret_key: str, database: str = DATABASE_NAME
) -> None:
    """Make roles, database and extensions in a server of our own. Safe to repeat, and then fast."""
    digest = hashlib.sha256(Path(__file__).read_bytes() + secret_key.encode()).hexdigest()
    with superuser.connect("postgres") as connection:
        kept = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [database],
        ).fetchone()
        if kept == (digest,):
            return
        for role in Role:
            _keep_role(connection, role=role, secret_key=secret_key)
        _let_owner_become_others(connection, owner=Role.OWNER)
        if kept is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(database), sql.Identifier(Role.OWNER)
                )
            )
    with superuser.connect(database) as connection:
        _keep_extensions(connection)
        _keep_privileges(connection, owner=Role.OWNER)
        connection.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(database), sql.Literal(digest)
            )
        )


def prepare_given(environment: Environment) -> None:
    """Make what is missing in the server that DATABASE_URL names. Safe to repeat.

    Raises:
        Fault: the server is too old, cannot be reached, or does not let us.
    """
    try:
        with psycopg.connect(environment.database_urls[Role.OWNER], autocommit=True) as connection:
            _check_version(connection)
            owner = connection.info.user
            for role in LESSER:
                _have_role(connection, role=role, environment=environment)
            _let_owner_become_others(connection, owner=owner)
            _keep_extensions(connection)
            _keep_privileges(connection, owner=owner)
    except (psycopg.OperationalError, psycopg.ProgrammingError) as fault:
        raise Fault(_explain_given(fault)) from fault


def _explain_given(fault: psycopg.Error) -> str:
    said = (fault.diag.message_primary or str(fault).splitlines()[0]).strip().rstrip(".")
    if isinstance(fault, psycopg.errors.DiskFull):
        return f"The disk of the server that DATABASE_URL names is full ({said}). Free some space."
    if isinstance(fault, psycopg.errors.InsufficientPrivilege):
        return (
            f"The user of DATABASE_URL may not prepare the database: {said}. Make it the owner of "
            "the database, and give it CREATEROLE or make the two other roles yourself; "
            "docs/operations/deploy.md shows how."
        )
    if isinstance(fault, psycopg.OperationalError):
        return (
            f"The server named by DATABASE_URL does not let us in: {said}. Check that it runs, and "
            "the address, database, user and password."
        )
    return f"DATABASE_URL, or the server that it names, is not as it should be: {said}."


def _have_role(connection: psycopg.Connection, *, role: Role, environment: Environment) -> None:
    """Make a role that is missing; one that is there must be a lesser one, and let us in."""
    place = conninfo.conninfo_to_dict(environment.database_urls[role])
    found = connection.execute(
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [role]
    ).fetchone()
    if found == (True,):
        raise Fault(
            f"The role {role} bypasses row-level security. Take that away: "
            f"ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS."
        )
    refusal = _refusal(environment.database_urls[role]) if found else ""
    if found and not refusal:
        return
    if found and place["password"] != environment.password(role):
        raise Fault(f"DATABASE_{role.name}_URL does not let us in: {refusal}.")
    connection.execute(
        sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(
            sql.SQL("ALTER" if found else "CREATE"),
            sql.Identifier(role),
            sql.Literal(place["password"]),
        )
    )


def _refusal(url: str) -> str:
    """Say why an address does not let us in, or nothing where it does."""
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError as fault:
        return str(fault).splitlines()[0].rstrip(".")
    return ""


def _check_version(connection: psycopg.Connection) -> None:
    version = connection.info.server_version // 10000
    if version < OLDEST_SERVER:
        raise Fault(
            f"The server named by DATABASE_URL is PostgreSQL {version}. Throughcare needs "
            f"{OLDEST_SERVER} or later; without DATABASE_URL it runs one by itself."
        )


def _keep_role(connection: psycopg.Connection, *, role: Role, secret_key: str) -> None:
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    connection.execute(
        sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB PASSWORD {}").format(
            sql.SQL("ALTER" if exists.fetchone() else "CREATE"),
            sql.Identifier(role),
            sql.Literal(derived_password(secret_key=secret_key, role=role)),
        )
    )


def _let_owner_become_others(connection: psycopg.Connection, *, owner: str) -> None:
    """Let migrations, loads and tests take the lesser roles by SET ROLE, without inheriting."""
    for role in LESSER:
        may = connection.execute("SELECT pg_has_role(%s, %s, 'SET')", [owner, role])
        if may.fetchone() != (True,):
            connection.execute(
                sql.SQL("GRANT {} TO {} WITH SET TRUE, INHERIT FALSE").format(
                    sql.Identifier(role), sql.Identifier(owner)
                )
            )


def _keep_extensions(connection: psycopg.Connection) -> None:
    held = {name for (name,) in connection.execute("SELECT extname FROM pg_extension")}
    for name in EXTENSIONS:
        if name not in held:
            connection.execute(sql.SQL("CREATE EXTENSION {}").format(sql.Identifier(name)))


def _keep_privileges(connection: psycopg.Connection, *, owner: str) -> None:
    """Let the lesser roles in, and no further: the migrations of a room grant its tables."""
    connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    connection.execute(
        sql.SQL("GRANT USAGE, CREATE ON SCHEMA public TO {}").format(sql.Identifier(owner))
    )
    connection.execute(
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}, {}").format(
            sql.Identifier(Role.APP), sql.Identifier(Role.ENGINE)
        )
    )


def grant_outside_tables(connection: psycopg.Connection) -> None:
    """Let the lesser roles use the tables that come from outside the house.

    To be called by the owner after migrations. The queue's tables are the outbox's to grant.
    """
    for privileges, table, role in (
        ("SELECT, INSERT, UPDATE, DELETE", "django_session", Role.APP),
        ("SELECT", "django_content_type", Role.APP),
        ("SELECT", "django_content_type", Role.ENGINE),
    ):
        connection.execute(
            sql.SQL("GRANT {} ON {} TO {}").format(
                sql.SQL(privileges), sql.Identifier(table), sql.Identifier(role)
            )
        )
