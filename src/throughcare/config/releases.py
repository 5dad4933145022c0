"""Which release this is, and whether the database is at it, asked without Django, which takes a second to load."""

import tomllib
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

import psycopg

from throughcare.config.environment import ROOT, Environment, Role, database
from throughcare.config.faults import Fault


def software() -> str:
    """Name this release, as packages and packs of evidence do: `throughcare 0.1.0`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return f"{project['name']} {project['version']}"


def connect_as_owner(environment: Environment) -> psycopg.Connection:
    """Connect to a prepared database; each statement is a transaction."""
    place = database(replace(environment, role=Role.OWNER))
    return psycopg.connect(
        dbname=place["NAME"],
        user=place["USER"],
        password=place["PASSWORD"],
        host=place["HOST"],
        port=place["PORT"],
        autocommit=True,
        **place.get("OPTIONS", {}),
    )


def unapplied(connection: psycopg.Connection) -> list[str]:
    """Name the migrations of this release that the database has not."""
    asked = connection.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
    if asked.fetchone() != (True,):
        return on_disk()
    applied = {
        name for (name,) in connection.execute("SELECT app || '.' || name FROM django_migrations")
    }
    return [name for name in on_disk() if name not in applied]


def on_disk() -> list[str]:
    # Loaded here, since it reads the settings, which a sub-command may set first.
    apps = import_module("throughcare.config.settings").INSTALLED_APPS
    return sorted(
        f"{_label(app)}.{module.name}"
        for app in apps
        for module in iter_modules([str(_directory(app) / "migrations")])
        if module.name[0] not in "_~"
    )


def require_current(environment: Environment) -> None:
    """See that a prepared database is at this release.

    Raises:
        Fault: it is not.
    """
    with connect_as_owner(environment) as connection:
        missing = unapplied(connection)
    if missing:
        raise Fault(
            f"The database is not at this release: {len(missing)} migrations are not applied. "
            "Run `./throughcare migrate`, then this again."
        )


def _label(app: str) -> str:
    return "procrastinate" if app.startswith("procrastinate.") else app.rpartition(".")[2]


def _directory(app: str) -> Path:
    """Find a package without loading it or those around it."""
    top, *rest = app.split(".")
    found = find_spec(top)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(name=top)
    return Path(found.submodule_search_locations[0], *rest)
