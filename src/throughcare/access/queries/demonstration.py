"""Who a demonstration lets anybody sign in as."""

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from throughcare.access.choices import Role
from throughcare.organisation import queries as organisation

FRESH = 10
"""Seconds for which a process asks nobody again."""
KEPT = 600
"""Seconds for which it shows what it found while one of its threads asks again."""


@dataclass(frozen=True, kw_only=True)
class KindOfUser:
    username: str
    display_name: str
    role: Role
    body_kind: organisation.Kind
    body: str
    unit: str

    @property
    def about(self) -> str:
        return f"{self.role.label}, {self.body}"


def is_open() -> bool:
    """Whether one click signs in: where the setting says so, and the nation is an invented one."""
    return bool(settings.DEMONSTRATION) and is_invented()


def is_invented() -> bool:
    """Whether the people in the database are an invented nation, and no real ones."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_nation_is_synthetic()")
        row: tuple[bool] = cursor.fetchone()
    return row[0]


def kinds_of_user() -> list[KindOfUser]:
    """An account for each kind of user that there is now, or was some seconds ago. Two or three dozen at most.

    All accounts are looked through for it, which at the size of a nation takes longer than the page that shows it.
    """
    key = f"kinds-of-user-{_moment()}"
    found: list[KindOfUser] | None = cache.get(key)
    if cache.add(f"{key}-are-fresh", value=True, timeout=FRESH) or found is None:
        found = _kinds_of_user()
        cache.set(key, found, KEPT)
    return found


def _moment() -> str:
    """By which changes, and on which day, they are asked for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tc_live()::text, tc_now()::date::text")
        return "-".join(part or "none" for part in cursor.fetchone())


def _kinds_of_user() -> list[KindOfUser]:
    kinds = organisation.kinds()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_kinds_of_user()")
        return [
            KindOfUser(
                username=username,
                display_name=display_name,
                role=Role(role),
                body_kind=kinds[kind],
                body=body or "",
                unit=unit or "",
            )
            for username, display_name, role, kind, body, unit in cursor.fetchall()
        ]
