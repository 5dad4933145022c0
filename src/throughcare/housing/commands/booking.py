"""Beds: booked by whoever answers applications, and given back before anybody came."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.http import Http404

from throughcare.housing import queries, terms
from throughcare.housing.choices import ReasonKind, StayState
from throughcare.housing.commands.holding import (
    hold_for_officer,
    hold_for_others,
    note_deed,
    take,
    way_to,
)
from throughcare.housing.commands.moving import shorten_for_next_bed
from throughcare.housing.commands.steps import file_reason
from throughcare.housing.events import BookingCancelled, BookingMade
from throughcare.housing.models import Application, Bed, Stay
from throughcare.housing.rules import applications as rules
from throughcare.housing.rules import stays
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox

_TAKEN: Final = {
    "housing_bedtaken_once": (
        "bed-taken",
        "The bed is not free on all of these days. Look at the free beds again.",
    ),
    "housing_stay_one_bed_at_a_time": (
        "has-a-bed",
        "The person has another bed on some of these days.",
    ),
    "housing_stay_one_in_a_bed": ("still-there", "Somebody else still lives in the bed."),
    "housing_stay_lives_in_one": ("lives-elsewhere", "The person lives in another bed."),
}
"""What the database holds of beds, in words."""


@transaction.atomic
def book_bed(
    *,
    account_id: int,
    reference: str,
    premises_code: str,
    bed_number: int,
    starts_on: date,
    ends_on: date,
    now: datetime,
) -> Stay:
    """Book a bed for somebody from a day until before another; for somebody who lives in one, the next.

    Raises:
        Http404: there is no such application that the account may know of, or no such bed.
        Refused: no bed is to be found for it now, it does not fit or is not free, or the person has one; carries every reason.
    """
    file, person = hold_for_others(reference)
    application = file.application
    bed = _bed(premises_code, bed_number)
    living = file.living
    step = "booked" if living is None else "moving"
    way = way_to(file, step, party="assessor", said=rules.Said(), is_case_open=True, now=now)
    reasons = _reasons_against(
        bed, application, sex=person.sex, starts_on=starts_on, ends_on=ends_on, now=now
    )
    if reasons:
        raise Refused(reasons)
    if living is not None:
        shorten_for_next_bed(living, bed, starts_on=starts_on)
    made = _booked(
        application,
        bed,
        number=len(file.stays) + 1,
        starts_on=starts_on,
        ends_on=ends_on,
        account_id=account_id,
        now=now,
    )
    days = f"from {starts_on:%-d %B %Y} until {ends_on:%-d %B %Y}."
    name = name_of(bed.premises)
    take(
        application,
        way,
        crn=person.crn,
        note=f"{name}, bed {bed.number}, {days}",
        reason="",
        words=f"{name}, {days}",
        account_id=account_id,
        now=now,
    )
    outbox.publish(
        BookingMade(
            crn=person.crn,
            case_id=application.case_id,
            reference=reference,
            kind=application.kind,
        ),
        now=now,
    )
    return made


def cancel_booking_as_officer(
    *, account_id: int, case_id: int, reference: str, reason: str, note: str, now: datetime
) -> None:
    """Give a bed back before the person came, as whoever writes to the case.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the case has no such application.
        Refused: nothing is booked, or no reason is given.
    """
    with transaction.atomic():
        file = hold_for_officer(case_id=case_id, reference=reference)
        _cancel(
            file,
            party="officer",
            crn=file.application.case.person.crn,
            reason=reason,
            note=note,
            account_id=account_id,
            now=now,
        )


def cancel_booking(
    *, account_id: int, reference: str, party: str, reason: str, note: str, now: datetime
) -> None:
    """Give a bed back before the person came, as the `premises` or as the `assessor` who answers applications.

    Raises:
        Http404: there is no such application that the account may know of.
        Refused: nothing is booked, or no reason is given.
    """
    with transaction.atomic():
        file, person = hold_for_others(reference)
        _cancel(
            file,
            party=party,
            crn=person.crn,
            reason=reason,
            note=note,
            account_id=account_id,
            now=now,
        )


def _cancel(
    file: queries.File,
    *,
    party: str,
    crn: str,
    reason: str,
    note: str,
    account_id: int,
    now: datetime,
) -> None:
    application, stay = file.application, file.stay
    if stay is None or stay.state != StayState.BOOKED:
        raise Refused.because("not-booked", "No bed is booked, or the person lives there already.")
    reasons = [each.key for each in queries.reasons(ReasonKind.CANCELLATION)]
    if reason not in reasons:
        raise Refused.because("no-reason", "Select a reason.")
    way = way_to(
        file,
        "arrived" if file.is_moving else "placement-requested",
        party=party,
        said=rules.Said(reason=reason, reasons=reasons),
        is_case_open=True,
        now=now,
    )
    is_given_back = Stay.objects.filter(id=stay.pk).update(
        state=StayState.CANCELLED, reason_id=reason, note=note.strip()
    )
    if not is_given_back:
        raise Refused.because("went-on", "The booking went on meanwhile. Look at it again.")
    why = f"Booking cancelled: {file_reason(reason, kind=ReasonKind.CANCELLATION).lower()}."
    take(
        application,
        way,
        crn=crn,
        note="\n".join(part for part in (why, note.strip()) if part),
        reason=reason,
        words=why,
        account_id=account_id,
        now=now,
    )
    outbox.publish(
        BookingCancelled(
            crn=crn,
            case_id=application.case_id,
            reference=application.reference,
            kind=application.kind,
        ),
        now=now,
    )
    note_deed(
        application, crn=crn, account_id=account_id, action="housing-booking.cancelled", now=now
    )


def _bed(premises_code: str, number: int) -> Bed:
    """A bed of premises.

    Raises:
        Http404: there is none such.
    """
    found = Bed.objects.filter(premises__code=premises_code, number=number)
    bed = found.select_related("premises").first()
    if bed is None:
        raise Http404
    return bed


def _reasons_against(
    bed: Bed, application: Application, *, sex: str, starts_on: date, ends_on: date, now: datetime
) -> list[Reason]:
    """Everything against the bed for whoever it is asked for, but for whether it is free."""
    return stays.reasons_against_bed(
        spot_of(bed),
        stays.Needed(
            kind=application.kind,
            sex=sex,
            needs_step_free=application.needs_step_free,
            needs_single=application.needs_single,
        ),
        starts_on=starts_on,
        ends_on=ends_on,
        lengths=terms.lengths(application.kind),
        today=local_day(now),
    )


def _booked(
    application: Application,
    bed: Bed,
    *,
    number: int,
    starts_on: date,
    ends_on: date,
    account_id: int,
    now: datetime,
) -> Stay:
    with unless_taken():
        return Stay.objects.create(
            case_id=application.case_id,
            application=application,
            number=number,
            bed=bed,
            state=StayState.BOOKED,
            starts_on=starts_on,
            ends_on=ends_on,
            booked_by_id=account_id,
            recorded_at=now,
        )


@contextmanager
def unless_taken() -> Iterator[None]:
    """Do something to a stay or a bed, and say in words what the database holds against it.

    Raises:
        Refused: the bed or the person is taken.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fault:
        held = getattr(getattr(fault.__cause__, "diag", None), "constraint_name", "")
        if held not in _TAKEN:
            raise
        raise Refused.because(*_TAKEN[held]) from None


def spot_of(bed: Bed) -> stays.Spot:
    return stays.Spot(
        kind=bed.premises.kind,
        sex=bed.premises.sex,
        is_step_free=bed.is_step_free,
        is_single=bed.is_single,
        opens_on=bed.opens_on,
        closes_on=bed.closes_on,
    )


def name_of(premises: queries.Premises) -> str:
    return queries.names([premises.unit_id]).get(premises.unit_id, premises.code)
