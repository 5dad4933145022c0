"""Courses that were completed by e-learning."""

from uuid import UUID

from django.db.models import F

from throughcare.unpaidwork.models import Completion


def completions(case_id: int, *, limit: int) -> list[Completion]:
    """Courses of a case, those that wait first, then the latest; one query."""
    found = Completion.objects.filter(case_id=case_id)
    return list(found.order_by(F("resolved_at").desc(nulls_first=True), "-id")[:limit])


def completion(case_id: int, *, reference: UUID) -> Completion | None:
    return Completion.objects.filter(case_id=case_id, reference=reference).first()
