"""Many times of one case at once, for what another room plans, and what happened without having been booked."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from throughcare.kernel.refusals import Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.commands.holding import add_contact, hold_case, write_trail
from throughcare.probation.events import AppointmentCancelled, AppointmentMade, ContactRecorded
from throughcare.probation.models import Appointment, Contact, Outcome, Requirement


@transaction.atomic
def make_appointments(
    *,
    account_id: int,
    case_id: int,
    type_code: str,
    times: Sequence[tuple[datetime, datetime]],
    now: datetime,
) -> list[Appointment]:
    """Hold some times for a person, in their order; one statement. Whoever plans them has left out what is taken.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the case is closed.
    """
    case = hold_case(case_id)
    if case.closed_at is not None:
        raise Refused.because("case-closed", "The case is closed.")
    made = Appointment.objects.bulk_create(
        Appointment(
            case=case, type_id=type_code, starts_at=starts_at, ends_at=ends_at, recorded_at=now
        )
        for starts_at, ends_at in times
    )
    for each in made:
        outbox.publish(
            AppointmentMade(crn=case.person.crn, case_id=case_id, starts_at=each.starts_at),
            now=now,
        )
    if made:
        write_trail(
            case, account_id=account_id, action="appointments.made", now=now, count=len(made)
        )
    return made


@transaction.atomic
def cancel_appointments(
    *, account_id: int, case_id: int, appointment_ids: Collection[int], now: datetime
) -> int:
    """Let go those of some times that are ahead and have no outcome; how many they were.

    Raises:
        PermissionDenied: the account may not write to the case.
    """
    case = hold_case(case_id)
    found = list(
        Appointment.objects.select_for_update(no_key=True)
        .filter(
            case=case, id__in=appointment_ids, starts_at__gt=now, outcome="", is_cancelled=False
        )
        .order_by("id")
    )
    Appointment.objects.filter(id__in=[each.pk for each in found]).update(is_cancelled=True)
    for each in found:
        outbox.publish(
            AppointmentCancelled(crn=case.person.crn, case_id=case_id, starts_at=each.starts_at),
            now=now,
        )
    if found:
        write_trail(
            case, account_id=account_id, action="appointments.cancelled", now=now, count=len(found)
        )
    return len(found)


@transaction.atomic
def record_past_appointment(
    *,
    account_id: int,
    case_id: int,
    type_code: str,
    starts_at: datetime,
    ends_at: datetime,
    outcome_code: str,
    notes: str,
    now: datetime,
) -> tuple[Appointment, Contact]:
    """Write an appointment that nobody booked together with its outcome, as an entry of the log.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it is not over, or there was another at that time.
    """
    case = hold_case(case_id)
    if ends_at > now:
        raise Refused.because("not-yet", "It is not over yet.")
    if Appointment.objects.filter(
        case=case, is_cancelled=False, starts_at__lt=ends_at, ends_at__gt=starts_at
    ).exists():
        raise Refused.because("clash", "There was another appointment at that time.")
    contact = add_contact(
        case,
        account_id=account_id,
        type_code=type_code,
        starts_at=starts_at,
        ends_at=ends_at,
        outcome=Outcome.objects.get(code=outcome_code),
        notes=notes,
        now=now,
    )
    made = Appointment.objects.create(
        case=case,
        contact=contact,
        type_id=type_code,
        starts_at=starts_at,
        ends_at=ends_at,
        outcome=outcome_code,
        recorded_at=now,
    )
    outbox.publish(
        ContactRecorded(
            crn=case.person.crn,
            case_id=case_id,
            number=contact.number,
            type=type_code,
            outcome=outcome_code,
        ),
        now=now,
    )
    write_trail(
        case, account_id=account_id, action="contact.recorded", now=now, number=contact.number
    )
    return made, contact


@transaction.atomic
def count_done(*, case_id: int, sentence_id: int, type_code: str, done: int) -> None:
    """Say how much is done of the live requirements of a type in a sentence: the first is filled first.

    Raises:
        PermissionDenied: the account may not write to the case.
    """
    hold_case(case_id)
    left = done
    found = Requirement.objects.filter(
        case_id=case_id, sentence_id=sentence_id, type_id=type_code, ended_on=None
    )
    for each in found.order_by("starts_on", "id"):
        part = min(left, each.length) if each.length is not None else left
        left -= part
        if each.done != part:
            Requirement.objects.filter(id=each.pk).update(done=part)
