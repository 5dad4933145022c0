"""What whoever has the unpaid work of somebody records, while others have the case (decision record 14).

The database writes it for them, and asks again whether they have it. Taking on, adjusting, suspending and completing are for
whoever has the case.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import connection

from throughcare.kernel.refusals import Refused
from throughcare.outbox import commands as outbox
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.unpaidwork import queries, terms
from throughcare.unpaidwork.commands.entries import Entry, reasons_against
from throughcare.unpaidwork.commands.holding import hold_order
from throughcare.unpaidwork.events import AppointmentCredited, FailureRecorded
from throughcare.unpaidwork.models import Appointment, Order, Session
from throughcare.unpaidwork.rules.credit import credit


def hold_for_places(*, case_id: int, sentence_number: int, now: datetime) -> tuple[Order, bool]:
    """Lock the unpaid work of a sentence for whoever gives places and books days; and whether they have it apart from the case.

    Raises:
        PermissionDenied: the account has neither the case nor the unpaid work.
        Refused: there is no unpaid work of that sentence, or it is less now than what is credited.
    """
    found = Order.objects.filter(case_id=case_id, sentence__number=sentence_number).first()
    if found is None or found.pk not in queries.apart_of([found.pk]):
        return hold_order(case_id=case_id, sentence_number=sentence_number, now=now), False
    hold_apart(found.pk)
    return Order.objects.select_related("sentence__type", "case__person").get(id=found.pk), True


def hold_apart(order_id: int) -> None:
    """Lock the case of an order and the order until commit, as whoever has its requirement.

    Raises:
        PermissionDenied: the account has not.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT unpaidwork_hold_apart(%s)", [order_id])
        (is_held,) = cursor.fetchone()
    if not is_held:
        raise PermissionDenied("the account may not record this unpaid work")


def record_apart(
    entry: Entry, appointment: Appointment, *, session: Session, account_id: int, now: datetime
) -> None:
    """Write what came of a session for one person of whom the account has the unpaid work alone.

    Raises:
        Refused: the rules do not allow it, or it went on meanwhile; carries every reason.
    """
    held = Appointment.objects.select_related("slot", "order__sentence").get(id=appointment.pk)
    outcome = next((each for each in probation.outcomes() if each.code == entry.outcome_code), None)
    if outcome is None:
        raise Refused.because("no-such-outcome", "Select what happened.")
    is_attended = outcome.is_attended is True
    minutes = credit(
        offered=held.offered_minutes, penalty=entry.penalty_minutes, is_attended=is_attended
    )
    reasons = reasons_against(
        entry, held, minutes=minutes, is_attended=is_attended, project=session.project, now=now
    )
    if reasons:
        raise Refused(reasons)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM unpaidwork_record_apart(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                *(held.pk, entry.outcome_code, entry.notes.strip(), outcome.is_enforceable),
                *(minutes, entry.penalty_minutes, entry.wore_hi_vis),
                *(entry.work_quality or "", entry.behaviour or ""),
            ],
        )
        number, counted, problem = cursor.fetchone()
    if problem:
        raise Refused.because("overtaken", "This went on meanwhile. Look at the register again.")
    _tell(
        entry,
        held,
        session=session,
        number=number,
        counted=counted,
        is_failure=outcome.is_enforceable,
        account_id=account_id,
        now=now,
    )


def _tell(
    entry: Entry,
    held: Appointment,
    *,
    session: Session,
    number: int | None,
    counted: int | None,
    is_failure: bool,
    account_id: int,
    now: datetime,
) -> None:
    """Announce what was written, and write who did it."""
    case = probation.Case.objects.select_related("person").get(id=held.case_id)
    crn = case.person.crn
    if number is not None:
        change_probation.tell_of_time_closed(
            crn=crn,
            case_id=case.pk,
            number=number,
            type_code=terms.agreed().contact_type,
            outcome=entry.outcome_code,
            counted=counted,
            now=now,
        )
        if is_failure:
            outbox.publish(
                FailureRecorded(
                    crn=crn, case_id=case.pk, number=number, outcome=entry.outcome_code
                ),
                now=now,
            )
    outbox.publish(
        AppointmentCredited(
            crn=crn,
            case_id=case.pk,
            project=session.project.code,
            held_on=session.day,
            outcome=entry.outcome_code,
        ),
        now=now,
    )
    change_probation.write_trail(
        case,
        account_id=account_id,
        action="unpaid-work.recorded-apart",
        now=now,
        project=session.project.code,
        outcome=entry.outcome_code,
    )
