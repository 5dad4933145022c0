"""With what a case belongs together."""

from datetime import datetime

from throughcare.probation.models import Tie


def ties_of(case_id: int, *, at: datetime) -> list[Tie]:
    """Every tie of a case that may be read and was known at a moment, those that count first, the newest first among each."""
    ties = Tie.objects.filter(case_id=case_id, recorded_at__lte=at).order_by("-starts_on", "-id")
    return sorted(ties, key=lambda tie: tie.ended_on is not None)
