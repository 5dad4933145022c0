"""Places and days at work that whoever has the unpaid work of somebody books, while others have the case (decision record 14).

The database writes them, and asks again whether they have it.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection

from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.unpaidwork import terms
from throughcare.unpaidwork.models import Allocation, Appointment, Order, Project, Session
from throughcare.unpaidwork.rules.days import Slot


def times_taken_apart(order: Order, *, since: datetime) -> list[tuple[datetime, datetime]]:
    """When the person is taken, whatever for; one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM unpaidwork_times_taken_apart(%s, %s)", [order.pk, since])
        return list(cursor.fetchall())


def allocate_apart(
    order: Order, project: Project, *, weekday: int, starts_on: date, ends_on: date | None
) -> Allocation:
    """Write a place, and that the order is being worked.

    Raises:
        Refused: the unpaid work is not the account's any more.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unpaidwork_allocate_apart(%s, %s, %s, %s, %s)",
            [order.pk, project.pk, weekday, starts_on, ends_on],
        )
        (made,) = cursor.fetchone()
    _require(is_written=made is not None)
    order.refresh_from_db(fields=["status"])
    return Allocation.objects.get(id=made)


def end_place_apart(place: Allocation) -> None:
    """Write the end that a place has now.

    Raises:
        Refused: the unpaid work is not the account's any more.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT unpaidwork_end_place_apart(%s, %s)", [place.pk, place.ends_on])
        (is_ended,) = cursor.fetchone()
    _require(is_written=is_ended)


def book_apart(
    order: Order,
    *,
    slots: Sequence[Slot],
    sessions: Sequence[Session],
    is_single: bool,
    now: datetime,
) -> list[Appointment]:
    """Write a day for each slot, in its session; one statement, and an event for each.

    Raises:
        Refused: the unpaid work is not the account's any more, or the case is closed.
    """
    if not slots:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unpaidwork_book_apart(%s, %s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::integer[], %s, %s)",
            [
                *(order.pk, [each.pk for each in sessions]),
                *([slot.starts_at for slot in slots], [slot.ends_at for slot in slots]),
                *([slot.minutes for slot in slots], terms.agreed().contact_type, is_single),
            ],
        )
        made = [appointment_id for (appointment_id,) in cursor.fetchall()]
    _require(is_written=len(made) == len(slots))
    for slot in slots:
        change_probation.tell_of_time_made(
            crn=order.case.person.crn, case_id=order.case_id, starts_at=slot.starts_at, now=now
        )
    return list(Appointment.objects.filter(id__in=made).order_by("id"))


def let_go_apart(order: Order, *, appointments: Sequence[Appointment], now: datetime) -> None:
    """Let days ahead go; one statement, and an event for each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unpaidwork_let_go_apart(%s, %s::bigint[])",
            [order.pk, [each.slot_id for each in appointments]],
        )
        gone = [starts_at for (starts_at,) in cursor.fetchall()]
    for starts_at in gone:
        change_probation.tell_of_time_let_go(
            crn=order.case.person.crn, case_id=order.case_id, starts_at=starts_at, now=now
        )


def _require(*, is_written: bool) -> None:
    if not is_written:
        raise Refused.because("overtaken", "This went on meanwhile. Look at it again.")
