"""Taking unpaid work on from what a court ordered, suspending and completing it."""

from datetime import datetime

from django.db import transaction

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.probation import commands as change_probation
from throughcare.unpaidwork import queries
from throughcare.unpaidwork.choices import Status
from throughcare.unpaidwork.commands.holding import (
    hold_order,
    require_open,
    tell,
)
from throughcare.unpaidwork.commands.scheduling import plan_ahead
from throughcare.unpaidwork.models import Allocation, Order
from throughcare.unpaidwork.rules.wording import spoken


@transaction.atomic
def take_order(
    *, account_id: int, case_id: int, sentence_number: int, is_intensive: bool, now: datetime
) -> Order:
    """Take on the unpaid work that the live requirements of a sentence order.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: there is no such sentence, it has ended, orders none, or was taken on before.
    """
    case = change_probation.hold_case(case_id)
    found = {each.number: each for each in queries.ordered(case_id, on=local_day(now))}
    wanted = found.get(sentence_number)
    reasons = []
    if wanted is None:
        reasons.append(Reason("no-sentence", "There is no such sentence, or it has ended."))
    elif not wanted.minutes + wanted.additional_minutes:
        reasons.append(Reason("none-ordered", "The sentence has no live unpaid work requirement."))
    if Order.objects.filter(case=case, sentence__number=sentence_number).exists():
        reasons.append(Reason("taken-on", "The unpaid work of this sentence was taken on before."))
    if reasons or wanted is None:
        raise Refused(reasons)
    order = Order.objects.create(
        case=case,
        sentence_id=wanted.sentence_id,
        ordered_minutes=wanted.minutes,
        additional_minutes=wanted.additional_minutes,
        is_intensive=is_intensive,
        recorded_at=now,
    )
    tell(order, account_id=account_id, action="unpaid-work.taken-on", now=now)
    return order


@transaction.atomic
def suspend_order(*, account_id: int, case_id: int, sentence_number: int, now: datetime) -> Order:
    """Stop work until it is resumed: what is booked ahead is let go.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: there is none, it is completed, or was suspended before.
    """
    order = hold_order(case_id=case_id, sentence_number=sentence_number, now=now)
    require_open(order)
    if order.status == Status.SUSPENDED:
        raise Refused.because("suspended", "The unpaid work is suspended already.")
    return _set_status(order, Status.SUSPENDED, account_id=account_id, now=now)


@transaction.atomic
def resume_order(*, account_id: int, case_id: int, sentence_number: int, now: datetime) -> Order:
    """Let work go on: the sessions ahead are planned again.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: there is none, or it is not suspended.
    """
    order = hold_order(case_id=case_id, sentence_number=sentence_number, now=now)
    require_open(order)
    if order.status != Status.SUSPENDED:
        raise Refused.because("not-suspended", "The unpaid work is not suspended.")
    has_places = Allocation.objects.filter(order=order).exists()
    status = Status.WORKING if has_places else Status.TO_ALLOCATE
    return _set_status(order, status, account_id=account_id, now=now)


@transaction.atomic
def complete_order(*, account_id: int, case_id: int, sentence_number: int, now: datetime) -> Order:
    """Say that all that was required is worked, credited or earned: what is booked ahead is let go.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: there is none, it is completed, something remains, or an appointment waits for its minutes.
    """
    order = hold_order(case_id=case_id, sentence_number=sentence_number, now=now)
    require_open(order)
    standing = next(
        each
        for each in queries.standings(case_id, at=now)
        if each.sentence_number == sentence_number
    )
    reasons = []
    if standing.account.remaining > 0:
        reasons.append(
            Reason("not-done", f"{spoken(standing.account.remaining)} remain to be worked.")
        )
    if standing.without_minutes:
        reasons.append(
            Reason("minutes-missing", "An appointment that is over has no outcome or no minutes.")
        )
    if reasons:
        raise Refused(reasons)
    order.completed_on = local_day(now)
    return _set_status(order, Status.COMPLETED, account_id=account_id, now=now)


def _set_status(order: Order, status: Status, *, account_id: int, now: datetime) -> Order:
    order.status = status
    order.save(update_fields=["status", "completed_on"])
    plan_ahead(order, account_id=account_id, now=now)
    tell(order, account_id=account_id, action=f"unpaid-work.{status}", now=now)
    return order
