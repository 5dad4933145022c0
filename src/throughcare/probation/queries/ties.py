"""With what a case belongs together."""

from datetime import datetime

from django.db.models import Case, DateField, F, QuerySet, When
from django.utils import timezone

from throughcare.probation.models import Tie


def ties_of(case_id: int, *, at: datetime) -> QuerySet[Tie]:
    """Every tie of a case that may be read and was known at a moment, those that count then first, the newest first among each.

    `ended` is the day from which one counted no more, where that had come.
    """
    return (
        Tie.objects.filter(case_id=case_id, recorded_at__lte=at)
        .annotate(
            ended=Case(
                When(ended_on__lte=timezone.localtime(at).date(), then="ended_on"),
                output_field=DateField(),
            )
        )
        .order_by(F("ended").asc(nulls_first=True), "-starts_on", "-id")
    )
