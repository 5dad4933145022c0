"""Every setting there is, read from the environment once and checked before anything starts.

`docs/settings.md` is written from `SETTINGS`; a house test holds the two together.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from throughcare.config import (
    checkins,
    feeds,
    partners,
    reforms,
    rehearsals,
    reminders,
    scanning,
    serving,
    signing_in,
)
from throughcare.config.faults import Fault, unusable
from throughcare.config.setting import Setting, number

ROOT = Path(__file__).resolve().parents[3]
DATABASE_NAME = "throughcare"
LONGEST_SOCKET_PATH = 100
SECRET_KEY_LENGTH = 50
HIGHEST_PORT = 65535
SECONDS_TO_CONNECT = 10


class Role(StrEnum):
    """As whom a process signs in to the database (decision record 1)."""

    OWNER = "throughcare_owner"
    APP = "throughcare_app"
    ENGINE = "throughcare_engine"


SETTINGS = (
    Setting(
        name="THROUGHCARE_HOME",
        meaning="Directory for everything that this installation writes: the database that it "
        "runs by itself, its passwords, its secret key, its logs.",
        default="`var/` beside the program",
        example="/srv/throughcare",
    ),
    Setting(
        name="DATABASE_URL",
        meaning="Your own PostgreSQL server, 18 or later, as the user that owns the database and the "
        "tables. It may be allowed to create roles (CREATEROLE), or find `throughcare_app` and "
        "`throughcare_engine` there, which you made; `docs/operations/deploy.md` shows both.",
        default="a PostgreSQL 18 that Throughcare runs by itself under `THROUGHCARE_HOME`",
        example="postgresql://throughcare_owner:secret@db.internal:5432/throughcare",
    ),
    Setting(
        name="DATABASE_APP_URL",
        meaning="The same server, or a pool in front of it, as the role that serves pages, "
        "`throughcare_app`. It must own nothing and must not bypass row-level security.",
        default="`DATABASE_URL` with that role and a password made from the secret key; the role is "
        "made where it is missing",
        example="postgresql://throughcare_app:secret@db.internal:5432/throughcare",
    ),
    Setting(
        name="DATABASE_ENGINE_URL",
        meaning="The same server as the role that runs restructures and background work, "
        "`throughcare_engine`.",
        default="as for `DATABASE_APP_URL`",
        example="postgresql://throughcare_engine:secret@db.internal:5432/throughcare",
    ),
    Setting(
        name="DATABASE_PREPARES",
        meaning="`no` where a pool in front of the database hands connections round by transaction and "
        "keeps no prepared statements (PgBouncer before 1.22).",
        default="yes",
        example="no",
    ),
    Setting(
        name="SECRET_KEY",
        meaning=f"Signs sessions and makes the passwords of the database roles. At least "
        f"{SECRET_KEY_LENGTH} characters, the same on every machine of one installation.",
        default="made at the first start and kept in `THROUGHCARE_HOME/secret-key`",
        example="what `python3 -c 'import secrets; print(secrets.token_urlsafe(50))'` prints",
    ),
    Setting(
        name="ALLOWED_HOSTS",
        meaning="Names under which browsers reach this installation, parted by commas.",
        default="127.0.0.1,localhost",
        example="throughcare.example.gov.uk",
    ),
    *serving.SETTINGS,
    *reforms.SETTINGS,
    *feeds.SETTINGS,
    *reminders.SETTINGS,
    *checkins.SETTINGS,
    *partners.SETTINGS,
    Setting(
        name="THROUGHCARE_DEMONSTRATION",
        meaning="`yes` lets anybody sign in as anybody with one click and move the clock. Set by "
        "`demo`; never set it where there are real records.",
        default="no",
        example="yes",
    ),
    *rehearsals.SETTINGS,
    Setting(
        name="THROUGHCARE_PYTHON",
        meaning="The Python, 3.11 or later, that the first run makes `.venv` with.",
        default="the first on the `PATH` that is new enough",
        example="/opt/python3.12/bin/python3",
    ),
    Setting(
        name="THROUGHCARE_ROLE",
        meaning="As whom this process signs in to the database: `app`, `engine` or `owner`. Each "
        "sub-command sets its own.",
        default="app",
        example="engine",
    ),
    *signing_in.SETTINGS,
    *scanning.SETTINGS,
)


@dataclass(frozen=True, kw_only=True)
class Environment:
    """All settings, checked."""

    home: Path
    secret_key: str
    allowed_hosts: list[str]
    address: str
    port: int
    processes: int
    threads: int
    is_demonstration: bool
    role: Role
    signing_in: signing_in.SigningIn
    rehearsals: rehearsals.Rehearsals
    reforms: reforms.Reforms
    feeds: feeds.Feeds
    reminders: reminders.Reminders
    checkins: checkins.CheckIns
    partners: partners.Partners
    scanning: scanning.Scanning
    prepares_statements: bool
    database_urls: Mapping[Role, str]
    """Empty where Throughcare runs PostgreSQL by itself."""

    @property
    def is_embedded(self) -> bool:
        return not self.database_urls

    def password(self, role: Role) -> str:
        """Of a database role that Throughcare made: the same wherever the secret key is."""
        return derived_password(secret_key=self.secret_key, role=role)


def derived_password(*, secret_key: str, role: Role) -> str:
    return hmac.new(secret_key.encode(), role.value.encode(), hashlib.sha256).hexdigest()


def read(environ: Mapping[str, str]) -> Environment:
    """Read and check every setting.

    Raises:
        Fault: carries a sentence for each setting that is wrong.
    """
    faults: list[str] = []
    home = Path(environ.get("THROUGHCARE_HOME") or ROOT / "var").expanduser().absolute()
    role = environ.get("THROUGHCARE_ROLE", "app").upper()
    if role not in Role.__members__:
        faults.append("THROUGHCARE_ROLE must be app, engine or owner.")
    demonstration = _is_yes(environ, "THROUGHCARE_DEMONSTRATION", default="no", faults=faults)
    prepares = _is_yes(environ, "DATABASE_PREPARES", default="yes", faults=faults)
    port = number(environ, "PORT", default=8000, limit=HIGHEST_PORT, faults=faults)
    processes = number(environ, "PROCESSES", default=2, limit=64, faults=faults)
    threads = number(environ, "THREADS", default=2, limit=200, faults=faults)
    secret_key = _secret_key(environ, home=home, faults=faults)
    urls = _database_urls(environ, secret_key=secret_key, faults=faults)
    proofs = signing_in.read(environ, faults=faults)
    rehearsing = rehearsals.read(environ, faults=faults)
    reforming = reforms.read(environ, faults=faults)
    feeding = feeds.read(environ, faults=faults)
    reminding = reminders.read(environ, faults=faults)
    checking_in = checkins.read(environ, faults=faults)
    asking = partners.read(environ, faults=faults)
    scanned = scanning.read(environ, faults=faults)
    if faults:
        raise Fault("\n".join(faults))
    return Environment(
        home=home,
        secret_key=secret_key,
        allowed_hosts=[
            host.strip()
            for host in environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost").split(",")
            if host.strip()
        ],
        address=environ.get("ADDRESS", "127.0.0.1"),
        port=port,
        processes=processes,
        threads=threads,
        is_demonstration=demonstration,
        role=Role[role],
        signing_in=proofs,
        rehearsals=rehearsing,
        reforms=reforming,
        feeds=feeding,
        reminders=reminding,
        checkins=checking_in,
        partners=asking,
        scanning=scanned,
        prepares_statements=prepares,
        database_urls=urls,
    )


def _is_yes(environ: Mapping[str, str], name: str, *, default: str, faults: list[str]) -> bool:
    said = environ.get(name, default).lower()
    if said not in {"yes", "no"}:
        faults.append(f"{name} must be yes or no.")
    return said == "yes"


def _secret_key(environ: Mapping[str, str], *, home: Path, faults: list[str]) -> str:
    given = environ.get("SECRET_KEY", "")
    if given and len(given) < SECRET_KEY_LENGTH:
        faults.append(f"SECRET_KEY must have at least {SECRET_KEY_LENGTH} characters.")
    if given:
        return given
    try:
        return kept_secret(home / "secret-key")
    except OSError as fault:
        faults.append(unusable(home, fault))
    except Fault as fault:
        faults.append(f"{fault} Or remove it: a new one is made, and everybody signs in again.")
    return ""


def kept_secret(path: Path) -> str:
    """Read a secret from a file for its owner alone, making it the first time.

    Two processes that start at once agree on one secret: the file appears whole or not at all.

    Raises:
        Fault: the file holds something else.
    """
    with suppress(FileNotFoundError):
        if kept := path.read_text(errors="replace").strip():
            if not kept.isascii() or len(kept) < SECRET_KEY_LENGTH:
                raise Fault(f"{path} is damaged. Put it back from your backup.")
            return kept
        path.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        draft.touch(mode=0o600, exist_ok=False)
        draft.write_text(secrets.token_urlsafe(SECRET_KEY_LENGTH) + "\n")
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return path.read_text().strip()


def _database_urls(
    environ: Mapping[str, str], *, secret_key: str, faults: list[str]
) -> dict[Role, str]:
    owner = environ.get("DATABASE_URL", "")
    named = {
        Role.OWNER: owner,
        Role.APP: environ.get("DATABASE_APP_URL", ""),
        Role.ENGINE: environ.get("DATABASE_ENGINE_URL", ""),
    }
    if not owner:
        if named[Role.APP] or named[Role.ENGINE]:
            faults.append("DATABASE_APP_URL and DATABASE_ENGINE_URL need DATABASE_URL beside them.")
        return {}
    for role, url in named.items():
        if url and not _is_postgresql_url(url):
            setting = "DATABASE_URL" if role is Role.OWNER else f"DATABASE_{role.name}_URL"
            faults.append(
                f"{setting} must look like postgresql://user:password@host:5432/database."
            )
    for role in (Role.APP, Role.ENGINE):
        if named[role] and not faults and urlsplit(named[role]).username != role:
            faults.append(f"DATABASE_{role.name}_URL must name the user {role}.")
    if faults:
        return {}
    return {
        role: patient(
            url
            or as_role(
                owner, role=role, password=derived_password(secret_key=secret_key, role=role)
            )
        )
        for role, url in named.items()
    }


def patient(url: str) -> str:
    """Wait no longer for an address where nothing answers than somebody at a keyboard would."""
    parts = urlsplit(url)
    if "connect_timeout" in dict(parse_qsl(parts.query)):
        return url
    query = f"{parts.query}&" if parts.query else ""
    return parts._replace(query=f"{query}connect_timeout={SECONDS_TO_CONNECT}").geturl()


def _is_postgresql_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        has_port = parts.port is None or parts.port > 0
        return (
            has_port and parts.scheme in {"postgres", "postgresql"} and bool(parts.path.strip("/"))
        )
    except ValueError:
        return False


def as_role(url: str, *, role: Role, password: str) -> str:
    """Give the same server and database with another user."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{role}:{password}@{place}").geturl()


def socket_directory(home: Path) -> Path:
    """Where the database that we run listens; a Unix socket's path has about a hundred bytes."""
    near = home / "postgres" / "socket"
    if len(os.fsencode(near / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
        return near
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return Path("/tmp") / f"throughcare-{digest}"  # noqa: S108 made and checked in postgres.py


def database(environment: Environment) -> dict[str, Any]:  # Any: Django's own shape
    """Give Django's settings of the database, signed in as the role of this process."""
    role = environment.role
    if environment.is_embedded:
        place: dict[str, Any] = {
            "NAME": DATABASE_NAME,
            "USER": role.value,
            "PASSWORD": environment.password(role),
            "HOST": str(socket_directory(environment.home)),
            "PORT": "",
        }
    else:
        place = from_url(environment.database_urls[role])
    return {"ENGINE": "django.db.backends.postgresql"} | place


def from_url(url: str) -> dict[str, Any]:  # Any: Django's own shape
    """Give Django's settings for a PostgreSQL URL; `?host=` names a directory of sockets."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


@cache
def current() -> Environment:
    """Give the settings of this process, which are read once.

    Raises:
        Fault: carries a sentence for each setting that is wrong.
    """
    return read(os.environ)
