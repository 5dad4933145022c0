"""Entries of the log, and what follows a failure."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import found, opened, who
from throughcare.desk.forms import EnforcementForm
from throughcare.desk.logforms import ANOTHER, ContactForm
from throughcare.desk.seats import seats_now
from throughcare.desk.views.asking import form_page
from throughcare.desk.views.booking import chosen_subject
from throughcare.kernel.days import HERE, local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.probation.choices import ActionState, EnforcementKind, ResponseKind

SHORTEST = timedelta(minutes=15)


@who(Action.READ_CASE)
@require_safe
def contact(request: access.Request, crn: str, number: int) -> HttpResponse:
    card = opened(request, crn, part=f"contact {number}")
    if isinstance(card, HttpResponse):
        return card
    entry = probation.contact(card.case_id, number=number, at=request.as_at)
    if entry is None:
        raise Http404
    taken = probation.actions_on(card.case_id, number=number)
    return render(
        request,
        "desk/contact.html",
        {
            "card": card,
            "entry": entry,
            "later": probation.later_notes(card.case_id, number=number),
            "taken": taken,
            "answers": dict(ResponseKind.choices),
            "waits": any(each.state == ActionState.WAITING for each in taken),
            "may_act": entry.is_enforceable,
            "may_write": card.is_writable and not card.closed_at and not request.as_at_day,
            "may_delete": Action.ALLOCATE in request.actions,
        },
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: access.Request, crn: str) -> HttpResponse:
    """Record a contact: the form with what was typed before, and what it sends."""
    card = opened(request, crn, part="new contact")
    # The form may have been opened before a switch that gave the case to others.
    may_write = isinstance(card, probation.Card) and card.is_writable
    if request.method == "POST" and not may_write and is_left(request, crn):
        return gone(request)
    if isinstance(card, HttpResponse):
        return card
    own = _own_draft(request, card)
    subjects = probation.subjects(card.case_id)
    form = contact_form(request, own=own, subjects=subjects, usual=usual_types(request))
    if request.method != "POST" or not form.is_valid():
        return contact_page(request, card, form, own=own)
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
            subject=chosen_subject(
                form.cleaned_data["about"], subjects, is_rar=form.cleaned_data["is_rar"]
            ),
            now=request.now,
        )
    except Refused as refusal:
        said = [reason.sentence for reason in refusal.reasons]
        return contact_page(request, card, form, own=own, refusals=said)
    messages.success(
        request,
        "Contact recorded.",
        extra_tags=reverse("desk:undoing", kwargs={"crn": crn, "number": made.number}),
    )
    return redirect("desk:contact", crn=crn, number=made.number)


def contact_form(
    request: access.Request,
    *,
    own: probation.Drafted | None,
    subjects: Sequence[probation.Subject] = (),
    usual: Sequence[tuple[str, str]] = (),
) -> ContactForm:
    """The form as it was sent, or as the visitor's own draft left it; a new one tells of what was over just now."""
    began = (request.now - SHORTEST).astimezone(HERE)
    initial: dict[str, object] = {
        "day": began.date(),
        "start": f"{began:%H:%M}",
        "minutes": str(int(SHORTEST.total_seconds()) // 60),
    }
    if own is not None:
        initial |= {
            **_type_of_draft(own.type_code, usual=dict(usual)),
            "day": own.day or local_day(request.now),
            "start": own.start,
            "minutes": own.minutes,
            "outcome": own.outcome_code,
            "notes": own.notes,
            "is_sensitive": own.is_sensitive,
        }
    return ContactForm(
        request.POST if request.method == "POST" else None,
        types=[(kind.code, kind.description) for kind in probation.contact_types()],
        outcomes=[(outcome.code, outcome.description) for outcome in probation.outcomes()],
        about=[(each.key, each.words) for each in subjects],
        usual=usual,
        initial=initial,
    )


def contact_page(
    request: access.Request,
    card: probation.Card,
    form: ContactForm,
    *,
    own: probation.Drafted | None = None,
    refusals: Sequence[str] = (),
) -> HttpResponse:
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/new_contact.html",
        {
            "card": card,
            "form": form,
            "own": own,
            "refusals": refusals,
            "has_errors": has_errors,
        },
        status=422 if has_errors else 200,
    )


def typed_in(form: ContactForm) -> change_probation.Typed:
    """What can be kept of a form that need not be right: a day only if it is one."""
    form.is_valid()
    typed = form.data

    def short(name: str) -> str:
        longest = form.LONGEST_TYPED[name]
        return str(typed.get(name, "")).strip()[:longest]

    return change_probation.Typed(
        type_code=form.type_in(typed).strip()[: form.LONGEST_TYPED["type"]],
        outcome_code=short("outcome"),
        day=form.cleaned_data.get("day"),
        start=short("start"),
        minutes=short("minutes"),
        notes=str(typed.get("notes", "")),
        is_sensitive=bool(form.cleaned_data.get("is_sensitive")),
    )


def is_left(request: access.Request, crn: str) -> bool:
    """Whether what was typed about a case that others have since a switch was kept for them."""
    return change_probation.leave_draft(
        account_id=request.account.pk,
        crn=crn,
        case_id=found(request, crn).case_id,
        typed=typed_in(contact_form(request, own=None)),
        now=request.now,
    )


def gone(request: access.Request) -> HttpResponse:
    """Say that a case is with others, and what became of what was typed about it; a page that sends it quietly says so itself."""
    if request.POST.get("quiet"):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    messages.warning(
        request,
        "The case is with others since the organisation changed. What you typed is kept as a draft, which they are offered.",
    )
    return redirect("desk:home")


def _type_of_draft(code: str, *, usual: Mapping[str, str]) -> dict[str, str]:
    if code in usual:
        return {"usual": code, "type": ""}
    return {"usual": ANOTHER if code else "", "type": code}


def usual_types(request: access.Request) -> list[tuple[str, str]]:
    """What is written most into the logs of the visitor's cases."""
    posts = [seat.post_id for seat in seats_now(request)]
    return probation.booking.types_written(post_ids=posts, at=request.now)


def _own_draft(request: access.Request, card: probation.Card) -> probation.Drafted | None:
    known = probation.drafts_of_case(card.case_id, account_id=request.account.pk)
    return next((each for each in known if each.is_own), None)


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
    return form_page(
        request,
        card,
        form,
        title="A failure to comply was recorded",
        button="Continue",
        refusals=refusals,
    )
