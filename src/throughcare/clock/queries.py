"""The time. Doors ask here once and pass the answer down; nothing else reads a clock."""

from datetime import UTC, datetime

from django.conf import settings

from throughcare.clock.models import Setting


def now() -> datetime:
    """The moment it is for everybody: aware, UTC.

    Costs one small query where the clock may be moved, none elsewhere.
    """
    machine = machine_now()
    if not is_movable():
        return machine
    ahead_by = Setting.objects.values_list("ahead_by", flat=True).first()
    return machine if ahead_by is None else machine + ahead_by


def machine_now() -> datetime:
    """What the machine's own clock says: for measuring, and for setting the clock."""
    return datetime.now(tz=UTC)


def is_moved() -> bool:
    """Whether the moment that `now` gives differs from the machine's."""
    return is_movable() and Setting.objects.exists()


def is_movable() -> bool:
    """Whether the clock may be moved here: in a demonstration, and in the copy of a rehearsal."""
    return settings.DEMONSTRATION or settings.REHEARSAL
