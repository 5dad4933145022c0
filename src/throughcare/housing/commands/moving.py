"""Moves from one bed to another: the next one is booked while somebody still lives in the first, which they leave as they arrive."""

from datetime import date, datetime

from django.db import connection

from throughcare.housing import queries
from throughcare.housing.choices import Kind
from throughcare.housing.events import BookingCancelled, PersonDeparted
from throughcare.housing.models import Bed, Stay
from throughcare.housing.rules import stays as rules
from throughcare.kernel.refusals import Refused
from throughcare.outbox import commands as outbox

MOVED = "departure.TRANSFER"
MOVED_TO = {Kind.APPROVED: "move-on.PREMISES", Kind.TEMPORARY: "move-on.TEMPORARY"}


def shorten_for_next_bed(living: Stay, bed: Bed, *, starts_on: date) -> None:
    """Let the bed in which somebody lives go from the day on which the next one begins.

    Raises:
        Refused: it is the same bed, or there would be days between them.
    """
    reasons = rules.reasons_against_next_bed(
        is_same_bed=living.bed_id == bed.pk, ends_on=living.ends_on, starts_on=starts_on
    )
    if reasons:
        raise Refused(reasons)
    if not Stay.objects.filter(id=living.pk).update(ends_on=starts_on):
        raise Refused.because("went-on", "The stay went on meanwhile. Look at it again.")


def leave_for_another_bed(
    file: queries.File, person: queries.Person, *, on: date, now: datetime
) -> None:
    """Somebody arrives at their next bed: they have left the one before on that day.

    Raises:
        Refused: they came to the one before later than that, or it went on meanwhile.
    """
    living = file.living
    if living is not None and living.arrived_on is not None and on < living.arrived_on:
        raise Refused.because("before-arrival", "They arrived where they live now after that day.")
    kind = Kind(file.application.kind)
    _have("SELECT housing_leave_for_next(%s, %s, %s, %s)", file, on, MOVED, MOVED_TO[kind])
    outbox.publish(
        PersonDeparted(
            crn=person.crn,
            case_id=file.application.case_id,
            reference=file.application.reference,
            kind=file.application.kind,
        ),
        now=now,
    )


def let_next_bed_go(file: queries.File, person: queries.Person, *, now: datetime) -> None:
    """Somebody leaves for elsewhere before they moved: the next bed is given back.

    Raises:
        Refused: it went on meanwhile.
    """
    _have("SELECT housing_let_next_go(%s)", file)
    outbox.publish(
        BookingCancelled(
            crn=person.crn,
            case_id=file.application.case_id,
            reference=file.application.reference,
            kind=file.application.kind,
        ),
        now=now,
    )


def _have(statement: str, file: queries.File, *said: date | str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [file.application.pk, *said])
        (is_done,) = cursor.fetchone()
    if not is_done:
        raise Refused.because("went-on", "The stay went on meanwhile. Look at it again.")
