"""Adding to the time that is required, or taking off it."""

from datetime import datetime

from django.db import transaction

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.unpaidwork import queries
from throughcare.unpaidwork.commands.holding import hold_order, require_open, tell
from throughcare.unpaidwork.commands.scheduling import plan_ahead
from throughcare.unpaidwork.models import Adjustment, AdjustmentReason
from throughcare.unpaidwork.rules.credit import reasons_against_adjustment


@transaction.atomic
def adjust(
    *,
    account_id: int,
    case_id: int,
    sentence_number: int,
    reason_code: str,
    minutes: int,
    now: datetime,
) -> Adjustment:
    """Add minutes to what is required, or take them off where they are below nothing.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    order = hold_order(case_id=case_id, sentence_number=sentence_number, now=now)
    require_open(order)
    reason = AdjustmentReason.objects.filter(code=reason_code).first()
    reasons = reasons_against_adjustment(
        minutes=minutes,
        most_minutes=reason.most_minutes if reason else None,
        account=queries.account_of(order),
    )
    if reason is None:
        reasons.append(Reason("no-such-reason", "Select why the time is adjusted."))
    if reasons or reason is None:
        raise Refused(reasons)
    made = Adjustment.objects.create(
        case_id=case_id,
        order=order,
        reason=reason,
        minutes=minutes,
        made_on=local_day(now),
        account_id=account_id,
        recorded_at=now,
    )
    order.refresh_from_db(fields=["adjusted_minutes"])
    plan_ahead(order, account_id=account_id, now=now)
    tell(order, account_id=account_id, action="unpaid-work.adjusted", now=now)
    return made
