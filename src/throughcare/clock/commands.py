from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied

from throughcare.clock.models import Setting


def set_moment(*, moment: datetime, now_real: datetime) -> None:
    """Make it `moment` now; from there the clock runs as fast as the machine's.

    `now_real` is `queries.machine_now()`.

    Raises:
        PermissionDenied: this is not a demonstration.
    """
    _require_demonstration()
    Setting.objects.update_or_create(id=1, defaults={"ahead_by": moment - now_real})


def go_on() -> None:
    """Go back to the machine's clock.

    Raises:
        PermissionDenied: this is not a demonstration.
    """
    _require_demonstration()
    Setting.objects.all().delete()


def _require_demonstration() -> None:
    if not settings.DEMONSTRATION:
        raise PermissionDenied("The clock can be moved in a demonstration only")
