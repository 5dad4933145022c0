"""A head of a provider says that the previews of its accounts were looked through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused
from throughcare.transition import queries
from throughcare.transition.models import Review

if TYPE_CHECKING:
    from datetime import datetime

    from throughcare.restructure.models import Plan


@transaction.atomic
def review_previews(*, account_id: int, plan: Plan, owner_code: str, now: datetime) -> Review:
    """Mark the previews of a provider's accounts as reviewed, as they are now. Reviewed twice, the first stays.

    To be called while the account is pinned.

    Raises:
        PermissionDenied: the account is not of that provider.
        Refused: there is no preview of its accounts yet.
    """
    side = next((each for each in queries.sides(plan) if each.code == owner_code), None)
    if side is None:
        raise Refused.because("no-previews", "There are no previews of this provider to review.")
    if not access.may(action=Action.SEE_PLAN, unit_id=side.owner_id) or access.actions() & {
        Action.PLAN,
        Action.APPROVE,
        Action.AUDIT,
    }:
        raise PermissionDenied("Only the head of a provider reviews its previews")
    latest = Review.objects.filter(plan=plan, owner_id=side.owner_id).order_by("-id").first()
    if latest is not None and side.is_current:
        return latest
    review = Review.objects.create(
        plan=plan,
        owner_id=side.owner_id,
        accounts=side.accounts,
        digest=queries.digests_of(plan)[side.owner_id],
        reviewed_by_id=account_id,
        recorded_at=now,
    )
    audit.record(
        account_id=account_id,
        action="transition.review",
        subject_kind="plan",
        subject_reference=str(plan),
        now=now,
        detail={"provider": owner_code, "accounts": side.accounts, "digest": review.digest},
    )
    return review
