"""Who works where, and on which day of the week."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.unpaidwork import queries
from throughcare.unpaidwork.choices import Status, Weekday
from throughcare.unpaidwork.commands.apart import hold_for_places
from throughcare.unpaidwork.commands.holding import require_open, tell
from throughcare.unpaidwork.commands.scheduling import (
    book,
    hold_projects,
    plan_ahead,
    times_taken,
)
from throughcare.unpaidwork.commands.times_apart import allocate_apart, end_place_apart
from throughcare.unpaidwork.models import Allocation, Appointment, Opening, Order, Project
from throughcare.unpaidwork.rules.days import Place, reasons_against_day, slot_on


@transaction.atomic
def allocate(
    *,
    account_id: int,
    case_id: int,
    sentence_number: int,
    project_code: str,
    weekday: int,
    starts_on: date,
    ends_on: date | None,
    now: datetime,
) -> Allocation:
    """Give somebody a place at a project on a day of the week, and book what is ahead.

    Raises:
        PermissionDenied: the account has neither the case nor its unpaid work, or may not take people on at the project.
        Refused: the rules do not allow it; carries every reason.
    """
    order, is_apart = hold_for_places(case_id=case_id, sentence_number=sentence_number, now=now)
    require_open(order)
    project = _hold_project(project_code, order=order)
    reasons = [
        *_reasons_against_period(order, starts_on=starts_on, ends_on=ends_on, weekday=weekday),
        *_reasons_against_project(project, weekday=weekday, starts_on=starts_on),
    ]
    if reasons:
        raise Refused(reasons)
    if is_apart:
        made = allocate_apart(order, project, weekday=weekday, starts_on=starts_on, ends_on=ends_on)
    else:
        made = Allocation.objects.create(
            case_id=case_id,
            order=order,
            project=project,
            weekday=weekday,
            starts_on=starts_on,
            ends_on=ends_on,
            recorded_at=now,
        )
        if order.status == Status.TO_ALLOCATE:
            order.status = Status.WORKING
            order.save(update_fields=["status"])
    plan_ahead(order, account_id=account_id, now=now, is_apart=is_apart)
    tell(order, account_id=account_id, action="unpaid-work.allocated", now=now)
    return made


@transaction.atomic
def end_allocation(
    *,
    account_id: int,
    case_id: int,
    sentence_number: int,
    project_code: str,
    weekday: int,
    ends_on: date,
    now: datetime,
) -> Allocation:
    """End the place that somebody has: from `ends_on` on they are not there, and what was booked then is let go.

    Raises:
        PermissionDenied: the account has neither the case nor its unpaid work.
        Refused: there is no such place, or the day is over or before it began.
    """
    order, is_apart = hold_for_places(case_id=case_id, sentence_number=sentence_number, now=now)
    places = Allocation.objects.all()
    found = (
        (places if is_apart else places.select_for_update(no_key=True))
        .filter(order=order, project__code=project_code, weekday=weekday)
        .filter(Q(ends_on=None) | Q(ends_on__gt=local_day(now)))
        .order_by("starts_on", "id")
        .first()
    )
    if found is None:
        raise Refused.because("no-place", "There is no such place, or it has ended.")
    if ends_on < max(local_day(now), found.starts_on):
        raise Refused.because(
            "ends-too-early", "The place can end today or later, and not before it begins."
        )
    found.ends_on = ends_on
    if is_apart:
        end_place_apart(found)
    else:
        found.save(update_fields=["ends_on"])
    plan_ahead(order, account_id=account_id, now=now, is_apart=is_apart)
    tell(order, account_id=account_id, action="unpaid-work.place-ended", now=now)
    return found


@transaction.atomic
def book_day(
    *,
    account_id: int,
    case_id: int,
    sentence_number: int,
    project_code: str,
    day: date,
    now: datetime,
) -> Appointment:
    """Book somebody for one day at a project, beside the days of the week that they have.

    Raises:
        PermissionDenied: the account has neither the case nor its unpaid work, or may not take people on at the project.
        Refused: the rules do not allow it; carries every reason.
    """
    order, is_apart = hold_for_places(case_id=case_id, sentence_number=sentence_number, now=now)
    require_open(order)
    project = _hold_project(project_code, order=order)
    hours = {each.weekday: each for each in Opening.objects.filter(project=project)}
    reasons = reasons_against_day(
        day=day,
        weekdays=hours,
        project_starts_on=project.starts_on,
        project_ends_on=project.ends_on,
        sentenced_on=order.sentenced_on,
    )
    if day <= local_day(now):
        reasons.append(Reason("in-the-past", "Book a day that is ahead."))
    if (project.pk, day) in queries.full_days([project.pk], since=day):
        reasons.append(Reason("full", "The project has no place left on that day."))
    if reasons:
        raise Refused(reasons)
    opening = hours[day.isoweekday()]
    slot = slot_on(
        Place(
            project_id=project.pk,
            weekday=opening.weekday,
            starts=opening.starts,
            ends=opening.ends,
            starts_on=day,
            ends_on=None,
        ),
        day,
    )
    taken = times_taken(order, since=now, is_apart=is_apart)
    if any(slot.starts_at < ends and starts < slot.ends_at for starts, ends in taken):
        raise Refused.because("clash", "There is another appointment at that time.")
    (made,) = book(
        order, account_id=account_id, slots=[slot], now=now, is_single=True, is_apart=is_apart
    )
    tell(order, account_id=account_id, action="unpaid-work.booked", now=now)
    return made


def _hold_project(code: str, *, order: Order) -> Project:
    project = Project.objects.filter(code=code).first()
    if project is None:
        raise Refused.because("no-project", "There is no project with this code.")
    if not queries.may_keep(project):
        raise PermissionDenied("the account may not take people on at this project")
    # Held until commit: the places that are taken are counted, and nobody may take one meanwhile.
    hold_projects([order.pk], also=[project.pk])
    return Project.objects.get(id=project.pk)


def _reasons_against_period(
    order: Order, *, starts_on: date, ends_on: date | None, weekday: int
) -> list[Reason]:
    reasons = []
    if ends_on is not None and ends_on <= starts_on:
        reasons.append(Reason("ends-before-start", "The end must be after the start."))
    if starts_on < order.sentenced_on:
        reasons.append(Reason("before-sentence", "The day is before the sentence."))
    others = Allocation.objects.filter(case_id=order.case_id, weekday=weekday).filter(
        Q(ends_on=None) | Q(ends_on__gt=starts_on)
    )
    if ends_on is not None:
        others = others.filter(starts_on__lt=ends_on)
    other = others.select_related("project").order_by("starts_on", "id").first()
    if other is not None:
        reasons.append(
            Reason(
                "has-place",
                f"There is a place on a {Weekday(weekday).label} already: {other.project.name}.",
            )
        )
    return reasons


def _reasons_against_project(project: Project, *, weekday: int, starts_on: date) -> list[Reason]:
    reasons = []
    name = Weekday(weekday).label
    if not Opening.objects.filter(project=project, weekday=weekday).exists():
        reasons.append(Reason("not-that-weekday", f"The project does not run on a {name}."))
    if project.ends_on is not None and starts_on >= project.ends_on:
        reasons.append(Reason("project-ended", "The project has ended by then."))
    if queries.taken_places(project.pk, on=starts_on).get(weekday, 0) >= project.places:
        reasons.append(Reason("full", f"All {project.places} places on a {name} are taken."))
    return reasons
