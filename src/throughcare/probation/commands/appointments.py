"""Time held in the diaries, and what came of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.choices import ContactKind
from throughcare.probation.commands.holding import HERE, add_contact, hold_case, write_trail
from throughcare.probation.events import (
    AppointmentCancelled,
    AppointmentMade,
    AppointmentMoved,
    ContactRecorded,
)
from throughcare.probation.models import Appointment, Case, Contact, ContactType, Outcome

BY_THE_SERVICE = "RSSR"
BY_THE_PERSON = "RSOF"


@dataclass(frozen=True, kw_only=True)
class Result:
    """What was recorded, and whether enforcement has to be decided on now."""

    contact: Contact
    prompts_enforcement: bool


@transaction.atomic
def make_appointment(
    *,
    account_id: int,
    case_id: int,
    type_code: str,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    post_id: int | None = None,
    office_id: int | None = None,
) -> Appointment:
    """Hold a time for a person.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the rules do not allow it; carries every reason, and a clash names the other.
    """
    case = hold_case(case_id)
    reasons = _reasons_against_time(case, starts_at=starts_at, ends_at=ends_at, now=now)
    if not ContactType.objects.filter(
        code=type_code, kind=ContactKind.APPOINTMENT, is_offered=True
    ).exists():
        reasons.append(Reason("type-not-offered", "This type of appointment is not offered."))
    if reasons:
        raise Refused(reasons)
    made = Appointment.objects.create(
        case=case,
        type_id=type_code,
        starts_at=starts_at,
        ends_at=ends_at,
        post_id=post_id,
        office_id=office_id,
        recorded_at=now,
    )
    outbox.publish(
        AppointmentMade(crn=case.person.crn, case_id=case_id, starts_at=starts_at), now=now
    )
    write_trail(case, account_id=account_id, action="appointment.made", now=now)
    return made


@transaction.atomic
def move_appointment(
    *,
    account_id: int,
    appointment_id: int,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    asked_by: str = BY_THE_SERVICE,
) -> Appointment:
    """Give an appointment another time: the old one is kept in the log as rescheduled, and counts as no failure.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it has an outcome already, or the new time does not do.
    """
    case, old = _held(appointment_id)
    reasons = _reasons_against_change(old)
    reasons += _reasons_against_time(
        case, starts_at=starts_at, ends_at=ends_at, now=now, instead_of=old
    )
    if reasons:
        raise Refused(reasons)
    _close(case, old, account_id=account_id, outcome_code=asked_by, notes="", now=now)
    Appointment.objects.filter(id=old.pk).update(is_cancelled=True)
    new = Appointment.objects.create(
        case=case,
        type_id=old.type_id,
        starts_at=starts_at,
        ends_at=ends_at,
        post_id=old.post_id,
        office_id=old.office_id,
        recorded_at=now,
    )
    Appointment.objects.filter(id=old.pk).update(replaced_by=new)
    outbox.publish(
        AppointmentMoved(
            crn=case.person.crn, case_id=case.pk, from_=old.starts_at, starts_at=starts_at
        ),
        now=now,
    )
    write_trail(case, account_id=account_id, action="appointment.moved", now=now, altered=old)
    return new


@transaction.atomic
def cancel_appointment(
    *, account_id: int, appointment_id: int, reason: str, now: datetime
) -> Appointment:
    """Let a time go that is still ahead.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it has an outcome, is over, or no reason is given.
    """
    case, old = _held(appointment_id)
    reasons = _reasons_against_change(old)
    if old.starts_at <= now:
        reasons.append(
            Reason("has-started", "This appointment has started: record its outcome instead.")
        )
    if not reason.strip():
        reasons.append(Reason("no-reason", "Say why the appointment is cancelled."))
    if reasons:
        raise Refused(reasons)
    Appointment.objects.filter(id=old.pk).update(is_cancelled=True)
    outbox.publish(
        AppointmentCancelled(crn=case.person.crn, case_id=case.pk, starts_at=old.starts_at),
        now=now,
    )
    write_trail(case, account_id=account_id, action="appointment.cancelled", now=now, altered=old)
    old.is_cancelled = True
    return old


@transaction.atomic
def record_outcome(
    *,
    account_id: int,
    appointment_id: int,
    outcome_code: str,
    now: datetime,
    notes: str = "",
) -> Result:
    """Write what came of an appointment: it becomes an entry of the log.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it has an outcome already, there is no such outcome, or it has not started and the
            outcome is more than an acceptable absence.
    """
    case, slot = _held(appointment_id)
    outcome = Outcome.objects.filter(code=outcome_code, is_offered=True).first()
    reasons = _reasons_against_change(slot)
    if outcome is None:
        reasons.append(Reason("no-such-outcome", "Select what happened."))
    elif slot.starts_at > now and not outcome.is_acceptable_absence:
        reasons.append(
            Reason(
                "not-yet",
                "This appointment has not started: only an acceptable absence can be recorded.",
            )
        )
    if reasons or outcome is None:
        raise Refused(reasons)
    made = _close(
        case, slot, account_id=account_id, outcome_code=outcome_code, notes=notes, now=now
    )
    write_trail(
        case,
        account_id=account_id,
        action="outcome.recorded",
        now=now,
        altered=slot,
        number=made.number,
        outcome=outcome_code,
    )
    return Result(contact=made, prompts_enforcement=outcome.is_enforceable)


def _held(appointment_id: int) -> tuple[Case, Appointment]:
    found = Appointment.objects.get(id=appointment_id)
    case = hold_case(found.case_id)
    return case, Appointment.objects.select_for_update(no_key=True).get(id=appointment_id)


def _close(
    case: Case,
    slot: Appointment,
    *,
    account_id: int,
    outcome_code: str,
    notes: str,
    now: datetime,
) -> Contact:
    made = add_contact(
        case,
        account_id=account_id,
        type_code=slot.type_id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        outcome_code=outcome_code,
        notes=notes,
        now=now,
    )
    Appointment.objects.filter(id=slot.pk).update(outcome=outcome_code, contact=made)
    outbox.publish(
        ContactRecorded(
            crn=case.person.crn,
            case_id=case.pk,
            number=made.number,
            type=slot.type_id,
            outcome=outcome_code,
        ),
        now=now,
    )
    return made


def _reasons_against_change(slot: Appointment) -> list[Reason]:
    if slot.is_cancelled:
        return [Reason("cancelled", "This appointment was cancelled or moved.")]
    if slot.outcome:
        return [Reason("has-outcome", "This appointment has an outcome already.")]
    return []


def _reasons_against_time(
    case: Case,
    *,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    instead_of: Appointment | None = None,
) -> list[Reason]:
    reasons = []
    if ends_at <= starts_at:
        return [Reason("ends-before-start", "The end must be after the start.")]
    if starts_at <= now:
        reasons.append(
            Reason("in-the-past", "An appointment must be in the future: record a contact instead.")
        )
    if case.closed_at is not None:
        reasons.append(Reason("case-closed", "The case is closed."))
    # The case is locked, so nobody adds a clash between this and the commit; the database refuses one anyway.
    clash = (
        Appointment.objects.filter(
            case=case, is_cancelled=False, starts_at__lt=ends_at, ends_at__gt=starts_at
        )
        .exclude(id__in=[instead_of.pk] if instead_of else [])
        .select_related("type")
        .order_by("starts_at")
        .first()
    )
    if clash is not None:
        reasons.append(Reason("clash", _sentence_of_clash(clash)))
    return reasons


def _sentence_of_clash(clash: Appointment) -> str:
    begins, ends = clash.starts_at.astimezone(HERE), clash.ends_at.astimezone(HERE)
    return (
        f"There is another appointment then: {clash.type.description}, "
        f"{begins.day} {begins:%B %Y} from {begins:%H:%M} to {ends:%H:%M}."
    )
