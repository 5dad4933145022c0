"""What other rooms ask of a case to plan its time: when it is taken, and which case a message is about."""

from datetime import datetime

from throughcare.probation.models import Appointment, Case


def times_taken(case_id: int, *, since: datetime) -> list[tuple[datetime, datetime]]:
    """The start and end of each appointment of a case that ends after a moment and was not let go; one query."""
    return list(
        Appointment.objects.filter(case_id=case_id, is_cancelled=False, ends_at__gt=since)
        .order_by("starts_at", "id")
        .values_list("starts_at", "ends_at")
    )


def open_case_under(crn: str) -> int | None:
    """The open case of the person with a number, None where there is none; for the engine, which no account is asked of."""
    return Case.objects.filter(person__crn=crn, closed_at=None).values_list("id", flat=True).first()
