"""Entries of the log, and what follows a failure."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import local_day, opened, who
from throughcare.desk.forms import ContactForm, EnforcementForm
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.probation.choices import EnforcementKind


@who(Action.READ_CASE)
@require_safe
def contact(request: access.Request, crn: str, number: int) -> HttpResponse:
    card = opened(request, crn, part=f"contact {number}")
    if isinstance(card, HttpResponse):
        return card
    entry = probation.contact(card.case_id, number=number, at=request.as_at)
    if entry is None:
        raise Http404
    return render(request, "desk/contact.html", {"card": card, "entry": entry})


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: access.Request, crn: str) -> HttpResponse:
    """Record a contact: the form, and what it sends."""
    card = opened(request, crn, part="new contact")
    if isinstance(card, HttpResponse):
        return card
    form = ContactForm(
        request.POST if request.method == "POST" else None,
        types=[(kind.code, kind.description) for kind in probation.contact_types()],
        outcomes=[(outcome.code, outcome.description) for outcome in probation.outcomes()],
        initial={"day": local_day(request.now)},
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = change_probation.record_contact(
                account_id=request.account.pk,
                case_id=card.case_id,
                type_code=form.cleaned_data["type"],
                starts_at=form.starts_at,
                ends_at=form.ends_at,
                outcome_code=form.cleaned_data["outcome"] or None,
                notes=form.cleaned_data["notes"],
                is_sensitive=form.cleaned_data["is_sensitive"],
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, "Contact recorded.")
            return redirect("desk:contact", crn=crn, number=made.number)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/form.html",
        {
            "card": card,
            "form": form,
            "refusals": refusals,
            "has_errors": has_errors,
            "title": "Record a contact",
            "button": "Record contact",
        },
        status=422 if has_errors else 200,
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def enforcements(request: access.Request, crn: str) -> HttpResponse:
    """Decide what to do about a failure to comply."""
    card = opened(request, crn, part="enforcement")
    if isinstance(card, HttpResponse):
        return card
    form = EnforcementForm(request.POST if request.method == "POST" else None)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        action = form.cleaned_data["action"]
        if action == "none":
            return redirect("desk:case", crn=crn)
        try:
            made = change_probation.open_enforcement(
                account_id=request.account.pk,
                case_id=card.case_id,
                kind=EnforcementKind(action),
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, f"{made.get_kind_display()} {made.reference} is open.")
            return redirect("desk:case", crn=crn)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/form.html",
        {
            "card": card,
            "form": form,
            "refusals": refusals,
            "has_errors": has_errors,
            "title": "A failure to comply was recorded",
            "button": "Continue",
        },
        status=422 if has_errors else 200,
    )
