"""Appointments of a case: making one, moving it, letting it go, and what came of it."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import local_day, opened, who
from throughcare.desk.forms import AppointmentForm, MoveForm, OutcomeForm, ReasonForm
from throughcare.desk.seats import seats_now
from throughcare.desk.views.asking import form_page
from throughcare.desk.views.failures import say_recorded
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.probation.choices import ContactKind

Forms = dict[str, OutcomeForm | MoveForm | ReasonForm]


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def appointments(request: access.Request, crn: str) -> HttpResponse:
    """Make an appointment: the form, and what it sends."""
    card = opened(request, crn, part="new appointment")
    if isinstance(card, HttpResponse):
        return card
    seats = seats_now(request)
    offices = (
        {
            office.code: office
            for office in probation.offices(owner_id=card.owner_id, at=request.now)
        }
        if card.owner_id
        else {}
    )
    types = probation.contact_types(kind=ContactKind.APPOINTMENT)
    form = AppointmentForm(
        request.POST if request.method == "POST" else None,
        types=[(kind.code, kind.description) for kind in types],
        offices=[(code, office.name) for code, office in offices.items()],
        initial={"day": local_day(request.now)},
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        office = offices.get(form.cleaned_data["office"])
        try:
            made = change_probation.make_appointment(
                account_id=request.account.pk,
                case_id=card.case_id,
                type_code=form.cleaned_data["type"],
                starts_at=form.starts_at,
                ends_at=form.ends_at,
                post_id=card.post_id or (seats[0].post_id if seats else None),
                office_id=office.unit_id if office else None,
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, "Appointment made.")
            key = probation.key_of(made.starts_at)
            return redirect("desk:appointment", crn=crn, key=key)
    return form_page(
        request,
        card,
        form,
        title="Make an appointment",
        button="Make appointment",
        refusals=refusals,
    )


@who(Action.READ_CASE)
@require_safe
def appointment(request: access.Request, crn: str, key: str) -> HttpResponse:
    opening = _slot(request, crn, key)
    if isinstance(opening, HttpResponse):
        return opening
    card, slot = opening
    return _page(request, card, slot, forms=_forms(slot, now=request.now))


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
    form = MoveForm(request.POST)
    forms = _forms(slot, now=request.now) | {"move": form}
    if not form.is_valid():
        return _page(request, card, slot, forms=forms, bad=form)
    try:
        new = change_probation.move_appointment(
            account_id=request.account.pk,
            appointment_id=slot.pk,
            starts_at=form.starts_at,
            ends_at=form.ends_at,
            asked_by=form.cleaned_data["asked_by"],
            now=request.now,
        )
    except Refused as refusal:
        return _page(request, card, slot, forms=forms, refusal=refusal)
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
        "move": MoveForm(auto_id="move-%s", initial={"day": local_day(slot.starts_at)}),
        "cancel": ReasonForm(auto_id="cancel-%s"),
    }


def _page(
    request: access.Request,
    card: probation.Card,
    slot: probation.Appointment,
    *,
    forms: Forms,
    bad: OutcomeForm | MoveForm | ReasonForm | None = None,
    refusal: Refused | None = None,
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
