"""What is frozen, and until when."""

from datetime import datetime
from typing import Final

from django.db.models import F, Q, QuerySet

from throughcare.restructure.choices import FreezeKind, Phase
from throughcare.restructure.models import Freeze, Plan
from throughcare.restructure.queries import plans, sql

BEFORE = (Phase.DRAFT, Phase.CHECKED, Phase.DRY_RUN, Phase.STAGED)
"""A freeze ends with the switch at the latest, and is in force again where that is aborted."""
NOT_FROZEN: Final = "Rules and units are not frozen for this plan. Ask for a freeze of structure, and have it approved by another."


def freezes(plan: Plan) -> list[Freeze]:
    """Every freeze that was asked for in any version of a plan, latest first."""
    found = Freeze.objects.filter(plan__reference=plan.reference).select_related("plan")
    return list(found.order_by("-id"))


def state_of(freeze: Freeze, *, now: datetime) -> str:
    """How a freeze stands, in a word or two."""
    if freeze.ended_at is not None:
        return "Ended"
    if freeze.approved_at is None:
        return "Waits for approval"
    if freeze.plan.phase not in BEFORE:
        return "Over"
    if now < freeze.starts_at:
        return "To come"
    return "In force" if freeze.until is None or now < freeze.until else "Over"


def structure_frozen(*, now: datetime, but: Plan | None = None) -> Freeze | None:
    """The freeze of structure in force at a moment, the longest; `but` leaves out a plan, and those it is a wave with."""
    found = _in_force(now).filter(kind=FreezeKind.STRUCTURE)
    if but is not None:
        found = found.exclude(plan__reference=but.reference)
        if but.programme:
            found = found.exclude(plan__programme=but.programme)
    return found.order_by(F("until").desc(nulls_first=True), "id").first()


def is_structure_frozen_for(plan: Plan, *, now: datetime) -> bool:
    """Whether rules and units are locked for a plan itself: without that it is not switched."""
    asked = {"kind": FreezeKind.STRUCTURE, "plan__reference": plan.reference}
    return _in_force(now).filter(**asked).exists()


def frozen_of(plan: Plan, *, now: datetime) -> list[Freeze]:
    """What is frozen for a plan at a moment; nothing once it is live."""
    if plan.phase not in BEFORE:
        return []
    return list(_in_force(now).filter(plan__reference=plan.reference).order_by("kind", "id"))


def _in_force(now: datetime) -> QuerySet[Freeze]:
    return Freeze.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=now),
        Q(until=None) | Q(until__gt=now),
        approved_at__lte=now,
        starts_at__lte=now,
        plan__phase__in=BEFORE,
    ).select_related("plan")


def why_structure_is_frozen(*, now: datetime, but: Plan | None = None) -> str:
    """A sentence for whoever is refused; empty where nothing is frozen."""
    freeze = structure_frozen(now=now, but=but)
    if freeze is None:
        return ""
    until = plans.civil(freeze.until) if freeze.until else "its switch"
    return (
        f"Rules and units are frozen for {freeze.plan.title} until {until}:"
        f" {freeze.reason.rstrip('.')}. Wait until then, or ask an approver to end the freeze."
    )


def why_item_is_frozen(*, kind: str, item_id: int, now: datetime) -> str:
    """Why an item may not be given to others just now, as a sentence; empty where it may. Records are written all the same."""
    found = sql.rows(
        "select title, reason, until from restructure_frozen_item(%s, %s, %s)", [kind, item_id, now]
    )
    if not found:
        return ""
    title, reason, until = found[0]
    return (
        f"New allocations and transfers are stopped for {title} until {plans.civil(until)}:"
        f" {reason.rstrip('.')}. Records can be written as always."
    )
