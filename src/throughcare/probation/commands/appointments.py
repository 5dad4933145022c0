"""Time held in the diaries: making it, moving it, and letting it go."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from throughcare.kernel.days import HERE, local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.choices import ContactKind, Need
from throughcare.probation.commands.counts import activities_of, count_again
from throughcare.probation.commands.holding import hold_case, write_trail
from throughcare.probation.commands.slots import close_slot, hold_slot, reasons_against_change
from throughcare.probation.commands.subjects import THE_PERSON, Subject, reasons_against_subject
from throughcare.probation.events import AppointmentCancelled, AppointmentMade, AppointmentMoved
from throughcare.probation.models import Appointment, Case, ContactType, Outcome, Requirement
from throughcare.probation.queries import is_seated
from throughcare.probation.rules.compliance import (
    Activity,
    activity_days,
    reasons_against_length,
)

BY_THE_SERVICE: Final = "RSSR"
BY_THE_PERSON: Final = "RSOF"


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
    subject: Subject = THE_PERSON,
) -> Appointment:
    """Hold a time for a person.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the rules do not allow it; carries every reason, and a clash names the other.
    """
    case = hold_case(case_id)
    kind = offered_type(type_code)
    reasons = reasons_against_time(case, starts_at=starts_at, ends_at=ends_at, now=now)
    reasons += reasons_against_booking(
        case, kind, starts_at=starts_at, post_id=post_id, office_id=office_id, subject=subject
    )
    if reasons:
        raise Refused(reasons)
    return book(
        case,
        account_id=account_id,
        type_code=type_code,
        starts_at=starts_at,
        ends_at=ends_at,
        post_id=post_id,
        office_id=office_id,
        subject=subject,
        now=now,
    )


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
    case, old = hold_slot(appointment_id)
    reasons = reasons_against_change(old)
    reasons += reasons_against_time(
        case, starts_at=starts_at, ends_at=ends_at, now=now, instead_of=old
    )
    reasons += _reasons_against_day(case, old, starts_at=starts_at)
    if reasons:
        raise Refused(reasons)
    asked = Outcome.objects.get(code=asked_by)
    close_slot(case, old, account_id=account_id, outcome=asked, notes="", now=now)
    Appointment.objects.filter(id=old.pk).update(is_cancelled=True)
    new = Appointment.objects.create(
        case=case,
        type_id=old.type_id,
        starts_at=starts_at,
        ends_at=ends_at,
        post_id=old.post_id,
        office_id=old.office_id,
        sentence_id=old.sentence_id,
        requirement_id=old.requirement_id,
        is_rar=old.is_rar,
        series=old.series,
        party=None,
        made_by_id=account_id,
        recorded_at=now,
    )
    Appointment.objects.filter(id=old.pk).update(replaced_by=new)
    count_again(case, subject_of(old), account_id=account_id, now=now)
    _tell_of_move(case, old, account_id=account_id, starts_at=starts_at, now=now)
    return new


@transaction.atomic
def correct_appointment(
    *,
    account_id: int,
    appointment_id: int,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
) -> Appointment:
    """Put right the time of an appointment that is ahead: it is moved in place, and no entry is made of it.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: somebody else made it, it has started or has an outcome, or the new time does not do; carries every reason.
    """
    case, slot = hold_slot(appointment_id)
    reasons = reasons_against_change(slot)
    if slot.made_by_id != account_id:
        reasons.append(
            Reason("not-its-maker", "Only whoever made an appointment can correct it: move it.")
        )
    if slot.starts_at <= now:
        reasons.append(Reason("has-started", "This appointment has started: move it instead."))
    reasons += reasons_against_time(
        case, starts_at=starts_at, ends_at=ends_at, now=now, instead_of=slot
    )
    reasons += _reasons_against_day(case, slot, starts_at=starts_at)
    if reasons:
        raise Refused(reasons)
    before = slot.starts_at
    Appointment.objects.filter(id=slot.pk).update(starts_at=starts_at, ends_at=ends_at)
    _tell_of_move(case, slot, account_id=account_id, starts_at=starts_at, now=now)
    slot.refresh_from_db()
    if local_day(before) != local_day(starts_at):
        count_again(case, subject_of(slot), account_id=account_id, now=now)
    return slot


@transaction.atomic
def cancel_appointment(
    *, account_id: int, appointment_id: int, reason: str, now: datetime
) -> Appointment:
    """Let a time go that is still ahead.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it has an outcome, is over, or no reason is given.
    """
    case, old = hold_slot(appointment_id)
    reasons = reasons_against_change(old)
    if old.starts_at <= now:
        reasons.append(
            Reason("has-started", "This appointment has started: record its outcome instead.")
        )
    if not reason.strip():
        reasons.append(Reason("no-reason", "Say why the appointment is cancelled."))
    if reasons:
        raise Refused(reasons)
    Appointment.objects.filter(id=old.pk).update(is_cancelled=True)
    count_again(case, subject_of(old), account_id=account_id, now=now)
    outbox.publish(
        AppointmentCancelled(crn=case.person.crn, case_id=case.pk, starts_at=old.starts_at),
        now=now,
    )
    write_trail(case, account_id=account_id, action="appointment.cancelled", now=now, altered=old)
    old.is_cancelled = True
    return old


def subject_of(slot: Appointment) -> Subject:
    return Subject(
        sentence_id=slot.sentence_id, requirement_id=slot.requirement_id, is_rar=slot.is_rar
    )


def offered_type(code: str) -> ContactType | None:
    return ContactType.objects.filter(
        code=code, kind=ContactKind.APPOINTMENT, is_offered=True
    ).first()


def book(
    case: Case,
    *,
    account_id: int,
    type_code: str,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    post_id: int | None,
    office_id: int | None,
    subject: Subject,
    series: UUID | None = None,
    party: UUID | None = None,
) -> Appointment:
    """Write an appointment of a case that is held and that nothing speaks against."""
    made = Appointment.objects.create(
        case=case,
        type_id=type_code,
        starts_at=starts_at,
        ends_at=ends_at,
        post_id=post_id,
        office_id=office_id,
        sentence_id=subject.sentence_id,
        requirement_id=subject.requirement_id,
        is_rar=subject.is_rar,
        series=series,
        party=party,
        made_by_id=account_id,
        recorded_at=now,
    )
    count_again(case, subject, account_id=account_id, now=now)
    outbox.publish(
        AppointmentMade(crn=case.person.crn, case_id=case.pk, starts_at=starts_at), now=now
    )
    write_trail(case, account_id=account_id, action="appointment.made", now=now)
    return made


def reasons_against_booking(
    case: Case,
    kind: ContactType | None,
    *,
    starts_at: datetime,
    post_id: int | None,
    office_id: int | None,
    subject: Subject,
) -> list[Reason]:
    """Why an appointment of a type cannot be held there, with them, or about that, whatever else is booked."""
    reasons = []
    if kind is None:
        reasons.append(Reason("type-not-offered", "This type of appointment is not offered."))
    else:
        if kind.may_be_ahead is False:
            reasons.append(
                Reason("not-ahead", "This type is recorded when it has happened, not booked.")
            )
        if kind.needs_location == Need.YES and office_id is None:
            reasons.append(
                Reason("location-missing", "Select an office: this type of appointment needs one.")
            )
    if post_id is not None and not is_seated(post_id, at=starts_at):
        reasons.append(Reason("not-in-post", "The officer does not hold the post on that day."))
    reasons += reasons_against_subject(case, subject, kind=kind, day=local_day(starts_at))
    reasons += _reasons_against_another_day(case, subject, starts_at=starts_at)
    return reasons


def _reasons_against_day(case: Case, old: Appointment, *, starts_at: datetime) -> list[Reason]:
    """Why what an appointment is about does not let it be on another day: it is not in force then, or its days are used (13.2, 7; 8)."""
    if local_day(old.starts_at) == local_day(starts_at):
        return []
    kind = ContactType.objects.filter(code=old.type_id).first()
    subject = subject_of(old)
    about = Subject(sentence_id=subject.sentence_id, requirement_id=subject.requirement_id)
    return [
        *reasons_against_subject(case, about, kind=kind, day=local_day(starts_at)),
        *_reasons_against_another_day(case, subject, starts_at=starts_at, instead_of=old),
    ]


def _reasons_against_another_day(
    case: Case, subject: Subject, *, starts_at: datetime, instead_of: Appointment | None = None
) -> list[Reason]:
    """More days of activity than the order has may not be instructed (8); one that is moved does not count where it was."""
    if not subject.is_rar or subject.requirement_id is None:
        return []
    held = Requirement.objects.filter(case=case, id=subject.requirement_id).first()
    if held is None or held.length is None:
        return []
    another = Activity(on=local_day(starts_at), has_outcome=False, is_attended=None)
    told = activities_of(case, requirement_id=held.pk)
    if instead_of is not None:
        # Another on the same day may be there beside it: one of them alone goes.
        told.remove(
            Activity(on=local_day(instead_of.starts_at), has_outcome=False, is_attended=None)
        )
    told.append(another)
    if activity_days(told) <= held.length:
        return []
    return [
        Reason(
            "days-used",
            f"All {held.length} days of the requirement are used or booked: no more may be instructed.",
        )
    ]


def reasons_against_time(
    case: Case,
    *,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    instead_of: Appointment | None = None,
) -> list[Reason]:
    """Why a time does not do for a person, whatever is done in it."""
    if reasons := reasons_against_length(starts_at=starts_at, ends_at=ends_at):
        return reasons
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


def _tell_of_move(
    case: Case, old: Appointment, *, account_id: int, starts_at: datetime, now: datetime
) -> None:
    outbox.publish(
        AppointmentMoved(
            crn=case.person.crn, case_id=case.pk, from_=old.starts_at, starts_at=starts_at
        ),
        now=now,
    )
    write_trail(case, account_id=account_id, action="appointment.moved", now=now, altered=old)
