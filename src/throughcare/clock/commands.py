from datetime import datetime

from django.core.exceptions import PermissionDenied

from throughcare.clock import queries
from throughcare.clock.models import Setting


def set_moment(*, moment: datetime, now_real: datetime) -> None:
    """Make it `moment` now; from there the clock runs as fast as the machine's.

    `now_real` is `queries.machine_now()`.

    Raises:
        PermissionDenied: this is neither a demonstration nor the copy of a rehearsal.
    """
    _require_movable()
    Setting.objects.update_or_create(id=1, defaults={"ahead_by": moment - now_real})


def go_on() -> None:
    """Go back to the machine's clock.

    Raises:
        PermissionDenied: this is neither a demonstration nor the copy of a rehearsal.
    """
    _require_movable()
    Setting.objects.all().delete()


def _require_movable() -> None:
    if not queries.is_movable():
        raise PermissionDenied("The clock can be moved in a demonstration or a rehearsal only")
