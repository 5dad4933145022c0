"""What somebody would rather do, while the list of staff is still being made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from throughcare.access import commands as change_access
from throughcare.kernel.refusals import Refused
from throughcare.restructure import queries as restructure
from throughcare.transition.rules import challenges as judging

if TYPE_CHECKING:
    from datetime import datetime

    from throughcare.restructure.models import Plan


@transaction.atomic
def prefer(
    *, account_id: int, plan: Plan, post_id: int, preference: str, close_days: int, now: datetime
) -> None:
    """State what is asked for, for a post of the account's own. It counts from the next dry run.

    Raises:
        PermissionDenied: the post is another's, or was not scored.
        Refused: it is too late, or the plan has no such outcome.
    """
    staffing = restructure.read(plan).staffing
    reasons = judging.reasons_against_preference(
        phase=plan.phase,
        today=restructure.day_of(now),
        closes_on=judging.preferences_close_on(
            effective_on=restructure.day_of(plan.effective_at), days_before=close_days
        ),
        preference=preference,
        outcomes=(*staffing.outcomes, "none") if staffing else (),
    )
    if reasons:
        raise Refused(reasons)
    change_access.state_preference(
        account_id=account_id, post_id=post_id, preference=preference, now=now
    )
