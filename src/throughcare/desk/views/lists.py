"""Caseloads: of the officer, of another post, and cases that nobody has."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.allocation import queries as kept_allocation
from throughcare.audit import commands as audit
from throughcare.desk.doors import who
from throughcare.govuk.paging import paging
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.organisation import queries as organisation
from throughcare.probation import queries as probation

PAGE = 50


@who(Action.READ_CASE)
@require_safe
def caseload(request: access.Request, post: str = "") -> HttpResponse:
    """The cases that a post, or else the visitor's own posts, held on the day that is asked about."""
    if post and is_unit(request, post):
        return redirect("desk:unit", code=post)
    seats = seats_of(request, post)
    held = probation.caseload(at=request.as_at, post_ids=[seat.post_id for seat in seats])
    if not post:
        return _cases(request, held.cards, seats=seats, title="Your caseload")
    whose = seats[0].officer or seats[0].code
    return _cases(request, held.cards, seats=seats, title="Caseload", whose=whose)


@who(Action.ALLOCATE)
@require_safe
def unallocated(request: access.Request) -> HttpResponse:
    """The cases of the visitor's units that nobody has been given."""
    seats = seats_of(request, "")
    units = {
        unit for seat in seats for unit in probation.units_under(seat.holder_id, at=request.as_at)
    }
    held = probation.unallocated(at=request.as_at, holder_ids=units)
    page = paging(request, total=len(held.cards), size=PAGE)
    shown = held.cards[page.slice]
    _note(request, shown)
    open_ids = [card.case_id for card in shown if card.is_open]
    return render(
        request,
        "desk/unallocated.html",
        {
            "cards": shown,
            "page": page,
            "seats": seats,
            "awaiting": probation.allocating.awaiting(open_ids, at=request.as_at),
            "tiers": kept_allocation.tiers_of(open_ids),
            "days": local_day(request.as_at),
            "today": local_day(request.now),
        },
    )


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
    _note(request, shown)
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


def _note(request: access.Request, shown: Sequence[probation.Card]) -> None:
    if shown:
        audit.record_many(
            account_id=request.account.pk,
            action="caseload.read",
            subject_kind="case",
            subject_references=[card.crn for card in shown],
            now=request.now,
        )


def seats_of(request: access.Request, post: str) -> tuple[probation.Seat, ...]:
    if not post:
        return probation.seats(account_id=request.account.pk, at=request.as_at)
    seat = probation.seat(code=post, at=request.as_at)
    if seat is None:
        raise Http404
    return (seat,)


def is_unit(request: access.Request, code: str) -> bool:
    """Whether what stands where the code of a post belongs is the code of a unit, an old one among them."""
    if probation.seat(code=code, at=request.as_at) is not None:
        return False
    try:
        organisation.routed(code, moment=organisation.pinned())
    except Refused:
        return False
    return True
