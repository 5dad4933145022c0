"""Courses that were completed by e-learning."""

from uuid import UUID

from throughcare.unpaidwork.choices import Resolution
from throughcare.unpaidwork.models import Completion


def completions(case_id: int, *, limit: int) -> list[Completion]:
    """Courses of a case, those that wait first, then the latest; one query."""
    waiting = Completion.objects.filter(case_id=case_id, state=Resolution.WAITING)
    done = Completion.objects.filter(case_id=case_id).exclude(state=Resolution.WAITING)
    first = list(waiting.order_by("recorded_at", "id")[:limit])
    return [*first, *done.order_by("-resolved_at", "-id")[: limit - len(first)]]


def completion(case_id: int, *, reference: UUID) -> Completion | None:
    return Completion.objects.filter(case_id=case_id, reference=reference).first()
