"""Having a video compared with the photograph by whatever the settings name. What it says is shown, and decides nothing."""

from datetime import datetime
from typing import Final

from throughcare.access import commands as access
from throughcare.checkins.choices import Comparison
from throughcare.checkins.comparing import CannotCompareNow, comparer
from throughcare.checkins.models import CheckIn
from throughcare.checkins.queries.comparing import faces_of

COMPARE: Final = "checkins.compare"
QUEUE: Final = "checkins"

__all__ = ["COMPARE", "QUEUE", "CannotCompareNow", "compare"]


def compare(*, checkin_id: int, now: datetime) -> Comparison | None:
    """Have one check-in compared, as the engine; None where nothing is to be compared any more. Nothing is locked meanwhile.

    Raises:
        CannotCompareNow: trying again may help.
    """
    asked = comparer()
    with access.as_engine(now=now):
        faces = faces_of(checkin_id)
    if faces is None:
        return None
    if asked is None or faces.photograph is None or faces.video is None:
        said = Comparison.NOT_COMPARED
    else:
        said = asked(photograph=faces.photograph, video=faces.video, media_type=faces.media_type)
    with access.as_engine(now=now):
        CheckIn.objects.filter(id=checkin_id, comparison=Comparison.WAITING).update(
            comparison=said, compared_at=now
        )
    return said
