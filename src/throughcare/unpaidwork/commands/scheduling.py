"""Keeping enough sessions ahead for what remains (rule 6)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Q

from throughcare.kernel import business_days
from throughcare.kernel.days import local_day
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.unpaidwork import queries, terms
from throughcare.unpaidwork.choices import Status
from throughcare.unpaidwork.commands.apart import hold_for_places
from throughcare.unpaidwork.commands.holding import require_open
from throughcare.unpaidwork.commands.times_apart import (
    book_apart,
    let_go_apart,
    times_taken_apart,
)
from throughcare.unpaidwork.models import Allocation, Appointment, Opening, Order, Project, Session
from throughcare.unpaidwork.rules.days import Place, Slot, slots_ahead


@transaction.atomic
def schedule(*, account_id: int, case_id: int, sentence_number: int, now: datetime) -> int:
    """Plan the sessions ahead anew; how many were added.

    Raises:
        PermissionDenied: the account has neither the case nor its unpaid work.
        Refused: there is no unpaid work of that sentence, or it is over.
    """
    order, is_apart = hold_for_places(case_id=case_id, sentence_number=sentence_number, now=now)
    require_open(order)
    return plan_ahead(order, account_id=account_id, now=now, is_apart=is_apart)


def hold_projects(order_ids: Collection[int], *, also: Collection[int] = ()) -> None:
    """Lock the projects where people of some orders work, and others, until commit: cases first, then these, then sessions.

    So two who book or record at the same projects wait for each other, and never each for the other.
    """
    found = Allocation.objects.filter(order_id__in=order_ids).values_list("project_id", flat=True)
    list(
        Project.objects.select_for_update(no_key=True).filter(id__in={*found, *also}).order_by("id")
    )


def times_taken(
    order: Order, *, since: datetime, is_apart: bool
) -> list[tuple[datetime, datetime]]:
    """When the person is taken; of a case that others have no more than that."""
    if is_apart:
        return times_taken_apart(order, since=since)
    return probation.times_taken(order.case_id, since=since)


def plan_ahead(order: Order, *, account_id: int, now: datetime, is_apart: bool = False) -> int:
    """Let go what is ahead and not needed, and book what is missing, for an order that is held; how many were booked.

    `is_apart` where whoever does it has the unpaid work and not the case.
    """
    hold_projects([order.pk])
    is_worked = order.status == Status.WORKING
    remaining = queries.account_of(order).remaining if is_worked else Decimal(0)
    places = _places(order, now=now) if is_worked else []
    kept, gone = _kept(order, places=places, remaining=remaining, now=now)
    let_go(order, account_id=account_id, appointments=gone, now=now, is_apart=is_apart)
    missing = remaining - sum(each.offered_minutes for each in kept)
    if missing <= 0:
        return 0
    today = local_day(now)
    slots = slots_ahead(
        places,
        remaining=missing,
        first=today + timedelta(days=1),
        last=_last_day(order, today=today),
        taken=times_taken(order, since=now, is_apart=is_apart),
        full=queries.full_days({place.project_id for place in places}, since=today),
        is_working_day=lambda day: day not in business_days.bank_holidays(day.year),
    )
    return len(book(order, account_id=account_id, slots=slots, now=now, is_apart=is_apart))


def book(
    order: Order,
    *,
    account_id: int,
    slots: Sequence[Slot],
    now: datetime,
    is_single: bool = False,
    is_apart: bool = False,
) -> list[Appointment]:
    """Take a place in the session of each slot that has one left; a fixed number of statements and an event for each."""
    sessions = sessions_with_room(slots, now=now)
    free = [slot for slot in slots if (slot.project_id, slot.day) in sessions]
    if is_apart:
        taken = [sessions[slot.project_id, slot.day] for slot in free]
        return book_apart(order, slots=free, sessions=taken, is_single=is_single, now=now)
    made = change_probation.make_appointments(
        account_id=account_id,
        case_id=order.case_id,
        type_code=terms.agreed().contact_type,
        times=[(slot.starts_at, slot.ends_at) for slot in free],
        now=now,
    )
    return Appointment.objects.bulk_create(
        Appointment(
            case_id=order.case_id,
            order=order,
            session=sessions[slot.project_id, slot.day],
            slot=appointment,
            offered_minutes=slot.minutes,
            is_single=is_single,
            recorded_at=now,
        )
        for slot, appointment in zip(free, made, strict=True)
    )


def let_go(
    order: Order,
    *,
    account_id: int,
    appointments: Sequence[Appointment],
    now: datetime,
    is_apart: bool = False,
) -> None:
    """Give up places that are ahead: the database releases them with their times."""
    if appointments and is_apart:
        let_go_apart(order, appointments=appointments, now=now)
    elif appointments:
        change_probation.cancel_appointments(
            account_id=account_id,
            case_id=order.case_id,
            appointment_ids=[each.slot_id for each in appointments],
            now=now,
        )


def _kept(
    order: Order, *, places: Sequence[Place], remaining: Decimal, now: datetime
) -> tuple[list[Appointment], list[Appointment]]:
    """What of the days ahead is kept, and what goes: those on no place of the person, and the last that are more than enough."""
    ahead = list(
        Appointment.objects.filter(
            order=order, is_released=False, slot__outcome="", slot__starts_at__gt=now
        )
        .select_related("session")
        .order_by("slot__starts_at", "id")
    )
    kept: list[Appointment] = []
    gone: list[Appointment] = []
    enough = Decimal(0)
    for each in ahead:
        is_wanted = each.is_single or (enough < remaining and _is_on(each.session, places))
        if not remaining or not is_wanted:
            gone.append(each)
            continue
        kept.append(each)
        enough += each.offered_minutes
    return kept, gone


def _is_on(session: Session, places: Sequence[Place]) -> bool:
    return any(
        place.project_id == session.project_id
        and place.weekday == session.day.isoweekday()
        and place.starts_on <= session.day
        and (place.ends_on is None or session.day < place.ends_on)
        for place in places
    )


def _last_day(order: Order, *, today: date) -> date:
    """The last day to plan for: as far as is planned at all, and not after the sentence."""
    last = today + timedelta(weeks=terms.agreed().weeks_ahead)
    ends_on = order.sentence.ends_on
    return last if ends_on is None else min(last, ends_on)


def _places(order: Order, *, now: datetime) -> list[Place]:
    """Where the person is allocated from now on, with the hours of each project on that day."""
    found = list(
        Allocation.objects.filter(order=order)
        .filter(Q(ends_on=None) | Q(ends_on__gt=local_day(now)))
        .select_related("project")
        .order_by("id")
    )
    hours = {
        (opening.project_id, opening.weekday): opening
        for opening in Opening.objects.filter(project_id__in=[each.project_id for each in found])
    }
    places = []
    for each in found:
        opening = hours[each.project_id, each.weekday]
        ends = [day for day in (each.ends_on, each.project.ends_on) if day is not None]
        places.append(
            Place(
                project_id=each.project_id,
                weekday=each.weekday,
                starts=opening.starts,
                ends=opening.ends,
                starts_on=max(each.starts_on, each.project.starts_on),
                ends_on=min(ends) if ends else None,
            )
        )
    return places


def sessions_with_room(slots: Sequence[Slot], *, now: datetime) -> dict[tuple[int, date], Session]:
    """The sessions of some slots that have a place left, locked in one order; those that were not there are made."""
    if not slots:
        return {}
    limits = dict(
        Project.objects.filter(id__in={slot.project_id for slot in slots}).values_list(
            "id", "places"
        )
    )
    Session.objects.bulk_create(
        (
            Session(
                project_id=slot.project_id,
                day=slot.day,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                places=limits[slot.project_id],
                recorded_at=now,
            )
            for slot in slots
        ),
        ignore_conflicts=True,
    )
    wanted = Q()
    for slot in slots:
        wanted |= Q(project_id=slot.project_id, day=slot.day)
    locked = Session.objects.select_for_update(no_key=True).filter(wanted, booked__lt=F("places"))
    return {(each.project_id, each.day): each for each in locked.order_by("id")}
