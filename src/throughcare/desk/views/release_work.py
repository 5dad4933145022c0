"""Work on release dates: approving them, entering one by hand, asking what if, and who is due for release."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action, Role
from throughcare.audit import commands as audit
from throughcare.desk.doors import opened, who
from throughcare.desk.release_choices import OverrideForm, WhatIfForm
from throughcare.desk.views.asking import answered
from throughcare.desk.views.release_dates import held_calculation
from throughcare.desk.views.release_entries import ASKS, address, open_booking
from throughcare.govuk.paging import paging
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import queries as probation
from throughcare.sentences import commands as change_sentences
from throughcare.sentences import queries as sentences

PAGE = 50
LED = "units"


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def approval(request: access.Request, crn: str, key: UUID) -> HttpResponse:
    """Approve dates that somebody else entered, with them and what changed on one page."""
    held = held_calculation(request, crn, key, part="approval of release dates")
    if isinstance(held, HttpResponse):
        return held
    card, made = held
    refusals: list[str] = []
    if request.method == "POST":
        try:
            change_sentences.approve(account_id=request.account.pk, key=key, now=request.now)
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            return _told(request, "The dates are approved, and count from now on.", crn)
    before = sentences.approved(made.booking_id)
    return render(
        request,
        "desk/release_approval.html",
        {
            "card": card,
            "made": made,
            "meaning": sentences.meaning,
            "dates": sorted(made.in_force.items(), key=lambda each: (each[1], each[0])),
            "before": before,
            "different": sentences.difference(before, made) if before else None,
            "reasons": sentences.reasons_against_approval(made, account_id=request.account.pk),
            "refusals": refusals,
            "names": access.display_names([made.made_by_id] if made.made_by_id else []),
        },
        status=422 if refusals else 200,
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def override(request: access.Request, crn: str, key: UUID) -> HttpResponse:
    """Enter a date by hand in place of the one worked out, and say why."""
    held = held_calculation(request, crn, key, part="a release date by hand")
    if isinstance(held, HttpResponse):
        return held
    card, _ = held
    form = OverrideForm(request.POST if request.method == "POST" else None)
    return answered(
        request,
        card,
        form,
        title="Enter a date by hand",
        button="Enter the date",
        act=lambda _: change_sentences.override_dates(
            account_id=request.account.pk,
            key=key,
            entered=form.entered,
            because=form.cleaned_data["because"],
            now=request.now,
        ),
        done="The date is entered. Somebody else has to approve it.",
        leads_to=address(crn),
        back=address(crn),
    )


@who(Action.READ_CASE)
@require_http_methods(ASKS)
def what_if(request: access.Request, crn: str) -> HttpResponse:
    """What would be, if something were otherwise. Nothing of it is kept, and nothing of it stands in an address."""
    card = opened(request, crn, part="release dates, what if")
    if isinstance(card, HttpResponse):
        return card
    booking = open_booking(card)
    form = WhatIfForm(
        request.POST if request.method == "POST" else None,
        called=sentences.entered(booking).called,
    )
    found = None
    if request.method == "POST" and form.is_valid():
        found = sentences.what_if(
            booking,
            form.supposed,
            today=local_day(request.now),
            law=form.cleaned_data["law"] or sentences.AS_ENACTED,
        )
    return render(
        request,
        "desk/release_what_if.html",
        {
            "card": card,
            "form": form,
            "found": found,
            "meaning": sentences.meaning,
            "has_errors": bool(form.errors),
        },
        status=422 if form.errors else 200,
    )


@who(Action.READ_CASE)
@require_safe
def releases(request: access.Request) -> HttpResponse:
    """Who of the viewer's caseload, or of the units they lead, is due for release within 28 days, with what is still to be looked at."""
    seats = probation.seats(account_id=request.account.pk, at=request.now)
    leads = any(seat.role == Role.MANAGER for seat in seats)
    of_units = leads and request.GET.get("of", LED) == LED
    held = probation.caseload(
        at=request.now,
        post_ids=[] if of_units else [seat.post_id for seat in seats],
        holder_ids=_units(seats, request) if of_units else [],
    )
    cards = {card.person_id: card for card in held.cards if card.is_open}
    today = local_day(request.now)
    found = sentences.due(list(cards), today=today)
    page = paging(request, total=len(found), size=PAGE)
    shown = found[page.slice]
    nameless = sentences.without_dates(list(cards))
    read = [*(each.person_id for each in shown), *(each.person_id for each in nameless)]
    crns = [cards[person_id].crn for person_id in read]
    if crns:
        audit.record_many(
            account_id=request.account.pk,
            action="releases.read",
            subject_kind="case",
            subject_references=crns,
            now=request.now,
        )
    return render(
        request,
        "desk/releases.html",
        {
            "found": shown,
            "page": page,
            "cards": cards,
            "withheld": nameless,
            "today": today,
            "days": sentences.DAYS_AHEAD,
            "leads": leads,
            "of_units": of_units,
        },
    )


def _units(seats: tuple[probation.Seat, ...], request: access.Request) -> set[int]:
    return {
        unit
        for seat in seats
        if seat.role == Role.MANAGER
        for unit in probation.units_under(seat.holder_id, at=request.now)
    }


def _told(request: access.Request, words: str, crn: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(address(crn))
