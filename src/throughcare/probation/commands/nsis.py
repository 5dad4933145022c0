"""Interventions outside the sentence: referred, begun, standing somewhere, given to somebody, ended."""

from datetime import date, datetime

from django.db import transaction
from django.http import Http404

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.commands.appointments import make_appointment
from throughcare.probation.commands.holding import Held, hold_case, who_has
from throughcare.probation.commands.managing import put_part
from throughcare.probation.commands.nsi_holding import note_nsi, stand_nsi, tell_of_nsi
from throughcare.probation.events import AppointmentCancelled
from throughcare.probation.models import (
    Appointment,
    Case,
    Nsi,
    NsiAppointment,
    NsiOutcome,
    NsiStanding,
    NsiStatus,
)
from throughcare.probation.queries import managing, reference, transferring
from throughcare.probation.rules import nsis as rules

BEGAN, ENDED = "NCOM", "NTER"
"""Types of the entries that the log gets."""


@transaction.atomic
def start_nsi(*, account_id: int, case_id: int, number: int, on: date, now: datetime) -> Nsi:
    """Say on which day it began.

    Raises:
        Http404: the case has no such intervention.
        PermissionDenied: the account may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case, nsi = _held(case_id, number)
    reasons = _reasons_against_a_process(nsi) or rules.reasons_against_start(
        on=on,
        referred_on=nsi.referred_on,
        starts_on=nsi.starts_on,
        ended_on=nsi.ended_on,
        today=local_day(now),
    )
    if reasons:
        raise Refused(reasons)
    nsi.starts_on = on
    nsi.save(update_fields=["starts_on"])
    note_nsi(case, BEGAN, on=on, account_id=account_id, now=now)
    tell_of_nsi(case, nsi, "begun", account_id=account_id, now=now)
    return nsi


@transaction.atomic
def change_nsi_status(
    *,
    account_id: int,
    case_id: int,
    number: int,
    status_code: str,
    on: date,
    note: str,
    now: datetime,
) -> NsiStanding:
    """Say where it stands; the log gets the entry that belongs to the status.

    Raises:
        Http404: the case has no such intervention.
        PermissionDenied: the account may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case, nsi = _held(case_id, number)
    status = NsiStatus.objects.filter(code=status_code, is_offered=True).first()
    reasons = _reasons_against_a_process(nsi)
    if nsi.ended_on is not None:
        reasons.append(Reason("has-ended", "This intervention has ended."))
    if status is None:
        reasons.append(Reason("no-such-status", "Select where it stands."))
    if not nsi.referred_on <= on <= local_day(now):
        reasons.append(
            Reason("not-a-day-of-it", "The day must be from the day of referral until today.")
        )
    if reasons or status is None:
        raise Refused(reasons)
    entry = None
    if status.contact_type_id:
        entry = note_nsi(case, status.contact_type_id, on=on, account_id=account_id, now=now)
    made = stand_nsi(
        nsi, status_code, on=on, note=note.strip(), contact=entry, account_id=account_id, now=now
    )
    tell_of_nsi(case, nsi, "status", account_id=account_id, now=now)
    return made


@transaction.atomic
def give_nsi(*, account_id: int, case_id: int, number: int, post_code: str, now: datetime) -> None:
    """Give it to a post of the provider that has it: apart from the case, or with it where the case is with that post.

    Raises:
        Http404: the case has no such intervention.
        PermissionDenied: the account may not write to the case.
        Refused: it has ended, waits to be transferred, there is no such post there, or it has it already.
    """
    case, nsi = _held(case_id, number)
    seat = reference.seat(code=post_code, at=now)
    key = f"intervention-{number}"
    part = managing.component(case_id, key=key, at=now)
    reasons = _reasons_against_a_process(nsi)
    if nsi.ended_on is not None:
        reasons.append(Reason("has-ended", "This intervention has ended."))
    if key in transferring.keys_waiting(case_id):
        reasons.append(Reason("transfer-pending", "A transfer of it waits for an answer."))
    reasons += _reasons_against_manager(seat, part)
    if reasons or seat is None or part is None:
        raise Refused(reasons)
    place = Held(owner_id=seat.owner_id, holder_id=seat.holder_id, post_id=seat.post_id)
    put_part(part, case_id=case_id, place=place, whole=who_has(case_id, now=now), now=now)
    tell_of_nsi(case, nsi, "manager", account_id=account_id, now=now)


def _reasons_against_manager(
    seat: reference.Seat | None, part: managing.Component | None
) -> list[Reason]:
    if seat is None or seat.account_id is None:
        return [Reason("no-such-post", "Select an officer.")]
    if part is None:
        return []
    if part.owner_id != seat.owner_id:
        sentence = "The officer is in another provider: ask for a transfer instead."
        return [Reason("another-provider", sentence)]
    if part.post_id == seat.post_id:
        return [Reason("has-it-already", "This officer has it already.")]
    return []


@transaction.atomic
def appoint_for_nsi(
    *,
    account_id: int,
    case_id: int,
    number: int,
    type_code: str,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    post_id: int | None = None,
    office_id: int | None = None,
) -> Appointment:
    """Hold a time for an intervention, as for anything else; it goes when the intervention ends.

    Raises:
        Http404: the case has no such intervention.
        PermissionDenied: the account may not write to the case.
        Refused: it has ended, or the time cannot be held; carries every reason.
    """
    case, nsi = _held(case_id, number)
    if nsi.ended_on is not None:
        raise Refused.because("has-ended", "This intervention has ended.")
    made = make_appointment(
        account_id=account_id,
        case_id=case_id,
        type_code=type_code,
        starts_at=starts_at,
        ends_at=ends_at,
        post_id=post_id,
        office_id=office_id,
        now=now,
    )
    NsiAppointment.objects.create(appointment=made, nsi=nsi, case=case)
    return made


@transaction.atomic
def end_nsi(
    *, account_id: int, case_id: int, number: int, on: date, outcome_code: str, now: datetime
) -> Nsi:
    """End it. Its appointments ahead that have no outcome are cancelled.

    Raises:
        Http404: the case has no such intervention.
        PermissionDenied: the account may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case, nsi = _held(case_id, number)
    outcome = NsiOutcome.objects.filter(
        code=outcome_code, type_id=nsi.type_id, is_offered=True
    ).first()
    reasons = _reasons_against_a_process(nsi) or rules.reasons_against_end(
        on=on,
        referred_on=nsi.referred_on,
        starts_on=nsi.starts_on,
        ended_on=nsi.ended_on,
        today=local_day(now),
    )
    if outcome_code and outcome is None:
        reasons.append(Reason("no-such-outcome", "Select an outcome of this type."))
    if reasons:
        raise Refused(reasons)
    nsi.ended_on, nsi.outcome = on, outcome
    nsi.save(update_fields=["ended_on", "outcome"])
    note_nsi(case, ENDED, on=on, account_id=account_id, now=now)
    _cancel_ahead(case, nsi, now=now)
    tell_of_nsi(case, nsi, "ended", account_id=account_id, now=now)
    return nsi


def _held(case_id: int, number: int) -> tuple[Case, Nsi]:
    case = hold_case(case_id)
    found = Nsi.objects.filter(case=case, number=number).select_related("type").first()
    if found is None:
        raise Http404
    return case, found


def _reasons_against_a_process(nsi: Nsi) -> list[Reason]:
    if nsi.enforcement_id is None:
        return []
    sentence = f"{nsi.type.description} goes on by its own steps."
    return [Reason("has-steps", sentence)]


def _cancel_ahead(case: Case, nsi: Nsi, *, now: datetime) -> None:
    ahead = list(
        Appointment.objects.filter(
            id__in=NsiAppointment.objects.filter(nsi=nsi).values("appointment"),
            starts_at__gt=now,
            outcome="",
            is_cancelled=False,
        ).order_by("starts_at", "id")
    )
    Appointment.objects.filter(id__in=[each.pk for each in ahead]).update(is_cancelled=True)
    for each in ahead:
        outbox.publish(
            AppointmentCancelled(crn=case.person.crn, case_id=case.pk, starts_at=each.starts_at),
            now=now,
        )
