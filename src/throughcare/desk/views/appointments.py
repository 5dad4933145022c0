"""Appointments of a case: making one, moving it, letting it go, and what came of it."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import opened, who
from throughcare.desk.forms import NOBODY, MoveForm, OutcomeForm, ReasonForm
from throughcare.desk.views.booking import picked
from throughcare.desk.views.failures import say_recorded
from throughcare.kernel.days import HERE, local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation

Forms = dict[str, OutcomeForm | MoveForm | ReasonForm]
MOVED = (1, 2, 7)
"""The days on which another time is offered at the same hour: practice of this house."""


@who(Action.READ_CASE)
@require_safe
def appointment(request: access.Request, crn: str, key: str) -> HttpResponse:
    """The page of one; from the home page with the question for another time open (`?moving=yes`)."""
    opening = _slot(request, crn, key)
    if isinstance(opening, HttpResponse):
        return opening
    card, slot = opening
    is_moving = "moving" in request.GET
    return _page(request, card, slot, forms=_forms(slot, now=request.now), is_moving=is_moving)


@who(Action.WRITE_CASE)
@require_POST
def outcome(request: access.Request, crn: str, key: str) -> HttpResponse:
    opening = _slot(request, crn, key)
    if isinstance(opening, HttpResponse):
        return opening
    card, slot = opening
    form = OutcomeForm(request.POST, outcomes=_outcomes(slot, now=request.now))
    forms = _forms(slot, now=request.now) | {"outcome": form}
    if not form.is_valid():
        return _page(request, card, slot, forms=forms, bad=form)
    try:
        result = change_probation.record_outcome(
            account_id=request.account.pk,
            appointment_id=slot.pk,
            outcome_code=form.cleaned_data["outcome"],
            notes=form.cleaned_data["notes"],
            now=request.now,
        )
    except Refused as refusal:
        return _page(request, card, slot, forms=forms, refusal=refusal)
    if result.prompts_enforcement:
        return redirect("desk:actions", crn=crn, number=result.contact.number)
    say_recorded(request, card, number=result.contact.number)
    if request.POST.get("from") == "home":
        return redirect("desk:home")
    return redirect("desk:contact", crn=crn, number=result.contact.number)


@who(Action.WRITE_CASE)
@require_POST
def move(request: access.Request, crn: str, key: str) -> HttpResponse:
    opening = _slot(request, crn, key)
    if isinstance(opening, HttpResponse):
        return opening
    card, slot = opening
    form = _move_form(slot, picked(request.POST))
    forms = _forms(slot, now=request.now) | {"move": form}
    if not form.is_valid():
        return _page(request, card, slot, forms=forms, bad=form)
    try:
        new = _moved(request, slot, form)
    except Refused as refusal:
        return _page(request, card, slot, forms=forms, refusal=refusal, is_moving=True)
    messages.success(request, "Appointment moved.")
    return redirect("desk:appointment", crn=crn, key=probation.key_of(new.starts_at))


@who(Action.WRITE_CASE)
@require_POST
def cancellation(request: access.Request, crn: str, key: str) -> HttpResponse:
    opening = _slot(request, crn, key)
    if isinstance(opening, HttpResponse):
        return opening
    card, slot = opening
    form = ReasonForm(request.POST)
    forms = _forms(slot, now=request.now) | {"cancel": form}
    if not form.is_valid():
        return _page(request, card, slot, forms=forms, bad=form)
    try:
        change_probation.cancel_appointment(
            account_id=request.account.pk,
            appointment_id=slot.pk,
            reason=form.cleaned_data["reason"],
            now=request.now,
        )
    except Refused as refusal:
        return _page(request, card, slot, forms=forms, refusal=refusal)
    messages.success(request, "Appointment cancelled.")
    return redirect("desk:case", crn=crn)


def _moved(
    request: access.Request, slot: probation.Appointment, form: MoveForm
) -> probation.Appointment:
    """Its time put right by whoever made it, or another appointment in its place."""
    asked_by = form.cleaned_data["asked_by"]
    if asked_by == NOBODY:
        return change_probation.correct_appointment(
            account_id=request.account.pk,
            appointment_id=slot.pk,
            starts_at=form.starts_at,
            ends_at=form.ends_at,
            now=request.now,
        )
    return change_probation.move_appointment(
        account_id=request.account.pk,
        appointment_id=slot.pk,
        starts_at=form.starts_at,
        ends_at=form.ends_at,
        asked_by=asked_by,
        now=request.now,
    )


def _slot(
    request: access.Request, crn: str, key: str
) -> tuple[probation.Card, probation.Appointment] | HttpResponse:
    card = opened(request, crn, part="appointment")
    if isinstance(card, HttpResponse):
        return card
    slot = probation.slot_of(card.case_id, key=key)
    if slot is None:
        raise Http404
    return card, slot


def _outcomes(slot: probation.Appointment, *, now: datetime) -> list[tuple[str, str]]:
    """What may be said of an appointment: of one that is ahead, only why nobody will come."""
    return [
        (outcome.code, outcome.description)
        for outcome in probation.outcomes()
        if outcome.is_acceptable_absence or slot.starts_at <= now
    ]


def _forms(slot: probation.Appointment, *, now: datetime) -> Forms:
    return {
        "outcome": OutcomeForm(outcomes=_outcomes(slot, now=now)),
        "move": _move_form(slot, None),
        "cancel": ReasonForm(auto_id="cancel-%s"),
    }


def _move_form(slot: probation.Appointment, sent: QueryDict | None) -> MoveForm:
    """The question for another time, which begins with the time and the length that it has."""
    length = slot.ends_at - slot.starts_at
    form = MoveForm(
        sent,
        auto_id="move-%s",
        initial={
            "day": local_day(slot.starts_at),
            "start": f"{slot.starts_at.astimezone(HERE):%H:%M}",
            "minutes": str(int(length.total_seconds()) // 60),
        },
    )
    form.offer_length(length)
    return form


def _page(
    request: access.Request,
    card: probation.Card,
    slot: probation.Appointment,
    *,
    forms: Forms,
    bad: OutcomeForm | MoveForm | ReasonForm | None = None,
    refusal: Refused | None = None,
    is_moving: bool = False,
) -> HttpResponse:
    has_errors = bad is not None or refusal is not None
    officer, office = probation.who_and_where(slot)
    return render(
        request,
        "desk/appointment.html",
        {
            "card": card,
            "slot": slot,
            "officer": officer,
            "office": office,
            "is_moving": is_moving or bad is forms["move"],
            "free": probation.booking.times_like(
                slot, post_id=slot.post_id, days=MOVED, now=request.now
            )
            if card.is_writable and not slot.outcome and not slot.is_cancelled
            else [],
            "reminders": probation.reminders_of(slot.pk),
            "key": probation.key_of(slot.starts_at),
            "forms": forms,
            "bad": bad,
            "refusals": [reason.sentence for reason in refusal.reasons] if refusal else [],
            "has_errors": has_errors,
            "is_ahead": slot.starts_at > request.now,
            "is_open": not slot.outcome and not slot.is_cancelled,
        },
        status=(409 if refusal else 422) if has_errors else 200,
    )
