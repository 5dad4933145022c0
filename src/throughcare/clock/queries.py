"""The time. Doors ask here once and pass the answer down; nothing else reads a clock."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The moment it is for everybody, and whether somebody has moved the clock there."""

    now: datetime
    is_moved: bool


def read() -> Reading:
    """Read the clock. Costs one small query where it may be moved, none elsewhere."""
    machine = machine_now()
    if not is_movable():
        return Reading(now=machine, is_moved=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ahead_by FROM clock_setting")
        row = cursor.fetchone()
    return Reading(now=machine + row[0] if row else machine, is_moved=row is not None)


def now() -> datetime:
    """The moment it is for everybody: aware, UTC. Costs what `read` costs."""
    return read().now


def machine_now() -> datetime:
    """What the machine's own clock says: for measuring, and for setting the clock."""
    return datetime.now(tz=UTC)


def is_movable() -> bool:
    """Whether the clock may be moved here: in a demonstration, and in the copy of a rehearsal."""
    return settings.DEMONSTRATION or settings.REHEARSAL
