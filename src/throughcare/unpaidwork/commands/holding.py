"""What every change to unpaid work does first and last."""

from datetime import datetime

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.outbox import commands as outbox
from throughcare.probation import commands as change_probation
from throughcare.unpaidwork import queries
from throughcare.unpaidwork.choices import Status
from throughcare.unpaidwork.events import OrderChanged
from throughcare.unpaidwork.models import Order


def hold_order(*, case_id: int, sentence_number: int, now: datetime) -> Order:
    """Lock a case and the unpaid work of one of its sentences until commit, brought up to what is ordered now.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: there is no unpaid work of that sentence, or it is less now than what is credited.
    """
    change_probation.hold_case(case_id)
    order = (
        Order.objects.select_for_update(no_key=True, of=("self",))
        .select_related("sentence__type", "case__person")
        .filter(case_id=case_id, sentence__number=sentence_number)
        .first()
    )
    if order is None:
        raise Refused.because("no-order", "No unpaid work of this sentence is recorded.")
    found = {each.number: each for each in queries.ordered(case_id, on=local_day(now))}
    live = found.get(sentence_number)
    least = order.credited_minutes - order.adjusted_minutes
    if live is not None and live.minutes + live.additional_minutes < least:
        raise Refused.because(
            "ordered-below-credited",
            "The live requirements order less than is credited. Check the requirements of the sentence.",
        )
    if live is not None and (order.ordered_minutes, order.additional_minutes) != (
        live.minutes,
        live.additional_minutes,
    ):
        order.ordered_minutes = live.minutes
        order.additional_minutes = live.additional_minutes
        order.save(update_fields=["ordered_minutes", "additional_minutes"])
    return order


def require_open(order: Order) -> None:
    """Go on only if there is something to work.

    Raises:
        Refused: the sentence has ended, or the work is completed.
    """
    if order.sentence.terminated_on is not None:
        raise Refused.because("sentence-ended", "The sentence has ended.")
    if order.status == Status.COMPLETED:
        raise Refused.because("completed", "The unpaid work of this sentence is completed.")


def tell(order: Order, *, account_id: int, action: str, now: datetime) -> None:
    """Announce that an order is not as it was, and write who changed it."""
    case = order.case
    outbox.publish(
        OrderChanged(
            crn=case.person.crn,
            case_id=case.pk,
            sentence=order.sentence.number,
            state=str(order.status),
        ),
        now=now,
    )
    change_probation.write_trail(
        case,
        account_id=account_id,
        action=action,
        now=now,
        altered=order,
        sentence=order.sentence.number,
    )
