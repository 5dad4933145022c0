"""What can happen to a database while it is used, that the person at the keyboard can put right."""

from importlib import import_module

import psycopg

from throughcare.config import ends, postgres, running
from throughcare.config.environment import Environment

GONE = (
    psycopg.errors.AdminShutdown,
    psycopg.errors.CrashShutdown,
    psycopg.errors.CannotConnectNow,
)


def errors() -> tuple[type[Exception], ...]:
    """Give what a lost database raises, through Django and without it."""
    return psycopg.Error, import_module("django.db").Error


def worded(error: Exception, *, environment: Environment) -> str | None:
    """Give a sentence that says what to do, or None for what is a fault of ours."""
    cause = error if isinstance(error, psycopg.Error) else error.__cause__
    if isinstance(cause, psycopg.errors.DiskFull) or "No space left on device" in str(cause):
        return _disk_full(environment, said=str(cause))
    if isinstance(cause, psycopg.errors.LockNotAvailable):
        return (
            "Another program holds what this one has to change in the database. Stop the other "
            "`throughcare` programs, then run this again."
        )
    is_gone = isinstance(cause, psycopg.OperationalError) and cause.sqlstate is None
    if is_gone or isinstance(cause, GONE):
        return gone(environment, said=str(cause))
    return None


def _disk_full(environment: Environment, *, said: str) -> str:
    if environment.is_embedded:
        server = running.embedded_server(environment)
        return ends.of_silence(server, said=said, is_alive=postgres.is_alive(server))
    return "The disk of the server that DATABASE_URL names is full. Free some space, and go on."


def gone(environment: Environment, *, said: str) -> str:
    """Word that a database that answered does so no more."""
    if environment.is_embedded:
        return ends.of_use(running.embedded_server(environment))
    return (
        "The connection to the server that DATABASE_URL names was lost "
        f"({(said.strip() or 'it did not say why').splitlines()[0]}). See that it runs, then run this again; it goes on."
    )
