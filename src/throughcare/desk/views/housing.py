"""Housing as the officer of the case has it: applied for, where each application stands, and where people live."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import opened, who
from throughcare.desk.housing_forms import (
    ApplicationForm,
    CancelForm,
    KindForm,
    StepForm,
    said_of,
)
from throughcare.desk.seats import seats_now
from throughcare.desk.views.asking import answered, form_page
from throughcare.govuk.paging import paging
from throughcare.housing import commands as change_housing
from throughcare.housing import queries as housing
from throughcare.housing.choices import Kind
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import queries as probation

Opened = tuple[probation.Card, housing.File]


@who(Action.WRITE_CASE)
@require_safe
def going_on(request: access.Request) -> HttpResponse:
    """Applications for the visitor's own cases that go on, what waits for the officer first."""
    posts = [seat.post_id for seat in seats_now(request)]
    cards = {
        card.case_id: card
        for card in probation.caseload(at=request.now, post_ids=posts).cards
        if card.is_open
    }
    lines = housing.going_on(list(cards))
    if lines:
        audit.record_many(
            account_id=request.account.pk,
            action="housing-applications.listed",
            subject_kind="case",
            subject_references=sorted({cards[line.case_id].crn for line in lines}),
            now=request.now,
        )
    return render(
        request,
        "desk/housing_applications.html",
        {
            "lines": [(line, cards[line.case_id]) for line in lines],
            "names": _names(lines),
            "today": local_day(request.now),
        },
    )


@who(Action.READ_CASE)
@require_safe
def of_case(request: access.Request, crn: str) -> HttpResponse:
    """Where the person lives, as far as housing knows, and every application, in pages."""
    card = opened(request, crn, part="housing")
    if isinstance(card, HttpResponse):
        return card
    page = paging(request, total=housing.count_of_case(card.case_id))
    lines = housing.of_case(card.case_id, part=page.slice)
    return render(
        request,
        "desk/housing_of_case.html",
        {
            "card": card,
            "home": housing.home_of(card.case_id),
            "lines": lines,
            "names": _names(lines),
            "page": page,
            "may_add": _may_change(request, card),
            "today": local_day(request.now),
        },
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def beginning(request: access.Request, crn: str) -> HttpResponse:
    """Choose what is applied for; all that the record knows is then filled in."""
    card = opened(request, crn, part="new housing application")
    if isinstance(card, HttpResponse):
        return card
    form = KindForm(request.POST if request.method == "POST" else None)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = change_housing.draft_application(
                account_id=request.account.pk,
                case_id=card.case_id,
                kind=Kind(form.cleaned_data["kind"]),
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            return redirect("desk:housing_draft", crn=crn, reference=made.reference)
    return form_page(
        request,
        card,
        form,
        title="Apply for housing",
        button="Continue",
        refusals=refusals,
        back=f"/cases/{crn}/housing",
    )


@who(Action.READ_CASE)
@require_safe
def application(request: access.Request, crn: str, reference: str) -> HttpResponse:
    """One application with all that became of it, and what follows."""
    found = _found(request, crn, reference)
    if isinstance(found, HttpResponse):
        return found
    card, file = found
    may_change = _may_change(request, card)
    return render(
        request,
        "desk/housing_application.html",
        {
            "card": card,
            "file": file,
            "application": file.application,
            "ways": _ways(request, file) if may_change else (),
            "may_cancel": may_change and file.application.state_id in {"booked", "moving"},
            "today": local_day(request.now),
        },
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: access.Request, crn: str, reference: str) -> HttpResponse:
    """Say what is asked for, and save it, perhaps with gaps, or submit it at once."""
    found = _found(request, crn, reference)
    if isinstance(found, HttpResponse):
        return found
    card, file = found
    if file.application.state_id != "draft":
        messages.warning(request, "The application was submitted: it cannot be changed any more.")
        return redirect("desk:housing_application", crn=crn, reference=reference)
    form = ApplicationForm(
        request.POST if request.method == "POST" else None, initial=said_of(file.application)
    )
    if request.POST.get("then") == "save":
        form.allow_gaps()
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        refusals = _written(request, card, file, form)
        if not refusals:
            return redirect("desk:housing_application", crn=crn, reference=reference)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/housing_draft.html",
        {
            "card": card,
            "file": file,
            "form": form,
            "flags": probation.record(card.case_id, at=request.now).flags,
            "refusals": refusals,
            "has_errors": has_errors,
        },
        status=422 if has_errors else 200,
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: access.Request, crn: str, reference: str, step: str) -> HttpResponse:
    """Take a step of the officer: the form of what it asks for, and what it sends."""
    found = _found(request, crn, reference)
    if isinstance(found, HttpResponse):
        return found
    card, file = found
    way = next((each for each in _ways(request, file) if each.to.code == step), None)
    if way is None:
        messages.warning(request, f"{reference} went on meanwhile, or the step is for others.")
        return redirect("desk:housing_application", crn=crn, reference=reference)
    here = f"/cases/{crn}/housing/{reference}"
    form = StepForm(
        request.POST if request.method == "POST" else None,
        way=way,
        initial={
            "arrives_on": file.application.arrives_on,
            "nights": file.application.nights,
        },
    )
    return answered(
        request,
        card,
        form,
        title=way.label,
        button=way.label,
        act=lambda _: change_housing.take_step(
            account_id=request.account.pk,
            case_id=card.case_id,
            reference=reference,
            step=step,
            words=form.words,
            now=request.now,
        ),
        done=f"{reference}: {way.to.title}.",
        leads_to=here,
        back=here,
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: access.Request, crn: str, reference: str) -> HttpResponse:
    """Give back a bed that is booked."""
    found = _found(request, crn, reference)
    if isinstance(found, HttpResponse):
        return found
    card, _ = found
    here = f"/cases/{crn}/housing/{reference}"
    form = CancelForm(request.POST if request.method == "POST" else None)
    return answered(
        request,
        card,
        form,
        title="Cancel the booking",
        button="Cancel the booking",
        act=lambda _: change_housing.cancel_booking_as_officer(
            account_id=request.account.pk,
            case_id=card.case_id,
            reference=reference,
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            now=request.now,
        ),
        done="The booking is cancelled.",
        leads_to=here,
        back=here,
    )


def _written(
    request: access.Request, card: probation.Card, file: housing.File, form: ApplicationForm
) -> list[str]:
    """Save what was typed and, where that was asked for, submit it; why it could not be."""
    try:
        change_housing.write_draft(
            account_id=request.account.pk,
            case_id=card.case_id,
            reference=file.application.reference,
            asking=form.asking,
            now=request.now,
        )
        if request.POST.get("then") != "submit":
            messages.success(request, "Saved as a draft.")
            return []
        title = change_housing.take_step(
            account_id=request.account.pk,
            case_id=card.case_id,
            reference=file.application.reference,
            step="submitted",
            words=change_housing.Words(),
            now=request.now,
        )
    except Refused as refusal:
        return [reason.sentence for reason in refusal.reasons]
    messages.success(request, f"{file.application.reference}: {title}.")
    return []


def _names(lines: tuple[housing.Line, ...]) -> dict[int, str]:
    units = {line.premises_unit_id for line in lines if line.premises_unit_id is not None}
    return housing.names(units) if units else {}


def _ways(request: access.Request, file: housing.File) -> tuple[housing.Way, ...]:
    """What the officer may do next, but for what is done to a booking."""
    return tuple(
        way
        for way in housing.ways_from(
            housing.ways(),
            here=file.application.state_id,
            party="officer",
            on=local_day(request.now),
        )
        if "stay" not in way.needs
        and not housing.reasons_against_appeal(
            file, way, account_id=request.account.pk, on=local_day(request.now)
        )
    )


def _found(request: access.Request, crn: str, reference: str) -> Opened | HttpResponse:
    """An application of a case that the visitor may open.

    Raises:
        Http404: the case has none under the reference.
    """
    card = opened(request, crn, part=f"housing application {reference}")
    if isinstance(card, HttpResponse):
        return card
    file = housing.file_of(reference)
    if file is None or file.application.case_id != card.case_id:
        raise Http404
    return card, file


def _may_change(request: access.Request, card: probation.Card) -> bool:
    return card.is_writable and card.closed_at is None and not request.as_at_day
