"""The time. Doors ask here once and pass the answer down; nothing else reads a clock."""

from datetime import UTC, datetime

from django.conf import settings

from throughcare.clock.models import Setting


def now() -> datetime:
    """The moment it is for everybody: aware, UTC.

    Costs one small query in a demonstration, none outside.
    """
    machine = machine_now()
    if not settings.DEMONSTRATION:
        return machine
    ahead_by = Setting.objects.values_list("ahead_by", flat=True).first()
    return machine if ahead_by is None else machine + ahead_by


def machine_now() -> datetime:
    """What the machine's own clock says: for measuring, and for setting the clock."""
    return datetime.now(tz=UTC)


def is_moved() -> bool:
    """Whether the moment that `now` gives differs from the machine's."""
    return settings.DEMONSTRATION and Setting.objects.exists()
