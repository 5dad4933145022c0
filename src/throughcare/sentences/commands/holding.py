"""What every change to sentences does first and last: holding the time in custody, working dates out again, and telling of it."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied

from throughcare.audit import commands as audit
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.outbox import commands as outbox
from throughcare.people import queries as people
from throughcare.sentences.choices import Cause, Outcome
from throughcare.sentences.events import SentencesChanged
from throughcare.sentences.models import Booking, Calculation
from throughcare.sentences.queries.calculations import counting, latest
from throughcare.sentences.queries.records import record_of
from throughcare.sentences.queries.working import WorkedOut, work_out
from throughcare.sentences.rules.by_hand import releases_on


def hold_booking(key: UUID) -> Booking:
    """A time in custody that the account may write to, locked until commit.

    Raises:
        PermissionDenied: there is none that it may know, or it may not write to the person's case.
        Refused: it is closed.
    """
    found = Booking.objects.filter(key=key).first()
    if found is None or not people.may_change(found.person_id):
        raise PermissionDenied
    Booking.objects.select_for_update(no_key=True, of=("self",)).get(pk=found.pk)
    held = Booking.objects.select_related("person").get(pk=found.pk)
    if held.closed_at is not None:
        raise Refused.because("closed", "This time in custody is closed. Nothing of it is changed.")
    return held


def calculate_again(
    booking: Booking, *, cause: Cause, account_id: int | None, now: datetime
) -> Calculation:
    """Work the dates of a time in custody out again from what is in force, and keep the calculation as one that nobody approved.

    The booking has to be locked, and have its person with it.
    """
    found = work_out(record_of(booking), today=local_day(now))
    made = keep(booking, found, cause=cause, account_id=account_id, now=now)
    outbox.publish(
        SentencesChanged(
            crn=booking.person.crn,
            person_id=booking.person_id,
            cause=cause.value,
            is_withheld=made.outcome == Outcome.WITHHELD,
        ),
        now=now,
    )
    return made


def keep(
    booking: Booking, found: WorkedOut, *, cause: Cause, account_id: int | None, now: datetime
) -> Calculation:
    made = Calculation.objects.create(
        booking=booking,
        person_id=booking.person_id,
        cause=cause,
        law=found.law,
        law_version=found.law_version,
        inputs=found.inputs,
        outcome=found.outcome,
        messages=found.messages,
        dates=found.dates,
        worked=found.worked,
        explanation=found.explanation,
        made_at=now,
        made_by_id=account_id,
    )
    set_release(booking)
    return made


def set_release(booking: Booking) -> None:
    """Have the release day of a time in custody be that of the calculation that counts."""
    counts = counting(booking.pk)
    day = releases_on(counts.in_force) if counts else None
    if day != booking.releases_on:
        booking.releases_on = day
        booking.save(update_fields=["releases_on"])


def held_calculation(key: UUID) -> tuple[Booking, Calculation]:
    """The latest calculation of a time in custody that the account may write to, both locked.

    Raises:
        PermissionDenied: there is none that it may know, or it may not write to the person's case.
        Refused: another was made since, or the time in custody is closed.
    """
    found = Calculation.objects.filter(key=key).select_related("booking").first()
    if found is None:
        raise PermissionDenied
    booking = hold_booking(found.booking.key)
    last = latest(booking.pk)
    if last is None or last.pk != found.pk:
        raise Refused.because("not-latest", "The dates were worked out again since. Look at those.")
    return booking, last


def write_trail(
    booking: Booking, *, account_id: int, action: str, now: datetime, altered: str
) -> None:
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="person",
        subject_reference=booking.person.crn,
        now=now,
        detail={"altered": altered},
    )
