"""Caseloads and diaries: of the officer, of another post, of a day or a week."""

from datetime import date, datetime, time, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import HERE, local_day, who
from throughcare.govuk.paging import paging
from throughcare.kernel.refusals import Refused
from throughcare.organisation import queries as organisation
from throughcare.probation import queries as probation

PAGE = 50


@who(Action.READ_CASE)
@require_safe
def caseload(request: access.Request, post: str = "") -> HttpResponse:
    """The cases that a post, or else the visitor's own posts, held on the day that is asked about."""
    if post and _is_unit(request, post):
        return redirect("desk:unit", code=post)
    seats = _seats(request, post)
    held = probation.caseload(at=request.as_at, post_ids=[seat.post_id for seat in seats])
    if not post:
        return _cases(request, held.cards, seats=seats, title="Your caseload")
    whose = seats[0].officer or seats[0].code
    return _cases(request, held.cards, seats=seats, title="Caseload", whose=whose)


@who(Action.ALLOCATE)
@require_safe
def unallocated(request: access.Request) -> HttpResponse:
    """The cases of the visitor's units that nobody has been given."""
    seats = _seats(request, "")
    units = {
        unit for seat in seats for unit in probation.units_under(seat.holder_id, at=request.as_at)
    }
    held = probation.unallocated(at=request.as_at, holder_ids=units)
    return _cases(request, held.cards, seats=seats, title="Cases given to nobody")


def _cases(
    request: access.Request,
    cards: tuple[probation.Card, ...],
    *,
    seats: tuple[probation.Seat, ...],
    title: str,
    whose: str = "",
) -> HttpResponse:
    page = paging(request, total=len(cards), size=PAGE)
    shown = cards[page.slice]
    if shown:
        audit.record_many(
            account_id=request.account.pk,
            action="caseload.read",
            subject_kind="case",
            subject_references=[card.crn for card in shown],
            now=request.now,
        )
    # Whose they are now, where another day is asked about and the viewer may no longer open them.
    today = (
        probation.cards([card.case_id for card in shown if not card.is_open], at=request.now)
        if request.as_at_day
        else {}
    )
    return render(
        request,
        "desk/caseload.html",
        {
            "cards": shown,
            "page": page,
            "seats": seats,
            "title": title,
            "whose": whose,
            "now_with": {case_id: card.owner for case_id, card in today.items()},
            "today": local_day(request.now),
        },
    )


@who(Action.READ_CASE)
@require_safe
def diary(request: access.Request, post: str = "") -> HttpResponse:
    """A week of a diary, from its Monday."""
    if post and _is_unit(request, post):
        return redirect("desk:unit", code=post)
    seats = _seats(request, post)
    asked = _day(request.GET.get("week", "")) or local_day(request.now)
    monday = asked - timedelta(days=asked.weekday())
    starts_at, ends_at = _midnight(monday), _midnight(monday + timedelta(days=7))
    slots = probation.diary(
        starts_at=starts_at, ends_at=ends_at, post_ids=[seat.post_id for seat in seats]
    )
    hearings = probation.hearings_of_posts(
        starts_at=starts_at, ends_at=ends_at, post_ids=[seat.post_id for seat in seats]
    )
    opened = sorted(
        {slot.crn for slot in slots if not slot.is_limited}
        | {each.crn for each in hearings if not each.is_limited}
    )
    if opened:
        audit.record_many(
            account_id=request.account.pk,
            action="diary.read",
            subject_kind="case",
            subject_references=opened,
            now=request.now,
        )
    days = [monday + timedelta(days=n) for n in range(7)]
    by_day = {
        day: (
            [slot for slot in slots if local_day(slot.starts_at) == day],
            [each for each in hearings if local_day(each.starts_at) == day],
        )
        for day in days
    }
    return render(
        request,
        "desk/diary.html",
        {
            "seats": seats,
            "monday": monday,
            "before": monday - timedelta(days=7),
            "after": monday + timedelta(days=7),
            "by_day": {
                day: listed
                for day, listed in by_day.items()
                if any(listed) or day.weekday() < 5  # noqa: PLR2004  an empty weekend is not shown
            },
            "today": local_day(request.now),
            "now": request.now,
            "is_own": not post,
        },
    )


def _seats(request: access.Request, post: str) -> tuple[probation.Seat, ...]:
    if not post:
        return probation.seats(account_id=request.account.pk, at=request.as_at)
    seat = probation.seat(code=post, at=request.as_at)
    if seat is None:
        raise Http404
    return (seat,)


def _is_unit(request: access.Request, code: str) -> bool:
    """Whether what stands where the code of a post belongs is the code of a unit, an old one among them."""
    if probation.seat(code=code, at=request.as_at) is not None:
        return False
    try:
        organisation.routed(code, moment=organisation.pinned())
    except Refused:
        return False
    return True


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=HERE)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
