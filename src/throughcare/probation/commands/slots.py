"""What every change to an appointment begins with, and how one becomes an entry of the log."""

from datetime import datetime

from throughcare.kernel.refusals import Reason
from throughcare.outbox import commands as outbox
from throughcare.probation.commands.holding import add_contact, hold_case
from throughcare.probation.commands.subjects import Subject
from throughcare.probation.events import ContactRecorded
from throughcare.probation.models import Appointment, Case, Contact, Outcome


def hold_slot(appointment_id: int) -> tuple[Case, Appointment]:
    """An appointment, locked with its case until commit."""
    found = Appointment.objects.get(id=appointment_id)
    case = hold_case(found.case_id)
    return case, Appointment.objects.select_for_update(no_key=True).get(id=appointment_id)


def close_slot(
    case: Case,
    slot: Appointment,
    *,
    account_id: int,
    outcome: Outcome,
    notes: str,
    now: datetime,
) -> Contact:
    """Write what came of an appointment into the log; one that took the place of another is linked to the entry of that."""
    replaced = Contact.objects.filter(appointment__replaced_by=slot).first()
    made = add_contact(
        case,
        account_id=account_id,
        type_code=slot.type_id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        outcome=outcome,
        notes=notes,
        subject=Subject(
            sentence_id=slot.sentence_id, requirement_id=slot.requirement_id, is_rar=slot.is_rar
        ),
        office_id=slot.office_id,
        post_id=slot.post_id,
        linked=replaced,
        now=now,
    )
    Appointment.objects.filter(id=slot.pk).update(outcome=outcome.code, contact=made)
    outbox.publish(
        ContactRecorded(
            crn=case.person.crn,
            case_id=case.pk,
            number=made.number,
            type=slot.type_id,
            outcome=outcome.code,
        ),
        now=now,
    )
    return made


def reasons_against_change(slot: Appointment) -> list[Reason]:
    if slot.is_cancelled:
        return [Reason("cancelled", "This appointment was cancelled or moved.")]
    if slot.outcome:
        return [Reason("has-outcome", "This appointment has an outcome already.")]
    return []
