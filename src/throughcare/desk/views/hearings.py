"""Court hearings of a case: adding one that is listed, and what came of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import opened, who
from throughcare.desk.forms import AdjournForm, HearingForm, ReasonForm, ResultForm
from throughcare.desk.views.asking import form_page
from throughcare.govuk.paging import paging
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.probation.choices import HearingKind

Opened = tuple[probation.Card, probation.Heard]
Forms = dict[str, ResultForm | AdjournForm | ReasonForm]


@who(Action.READ_CASE)
@require_safe
def court_hearings(request: access.Request, crn: str) -> HttpResponse:
    """Every hearing of the case, in pages."""
    card = opened(request, crn, part="hearings")
    if isinstance(card, HttpResponse):
        return card
    page = paging(request, total=probation.hearings_in_all(card.case_id, at=request.as_at))
    shown = probation.hearings(
        card.case_id, at=request.as_at, limit=page.size, offset=page.slice.start
    )
    return render(
        request, "desk/court_hearings.html", {"card": card, "hearings": shown, "page": page}
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def hearings(request: access.Request, crn: str) -> HttpResponse:
    """Add a hearing that a court has listed: the form, and what it sends."""
    card = opened(request, crn, part="new hearing")
    if isinstance(card, HttpResponse):
        return card
    courts = _courts()
    form = HearingForm(
        request.POST if request.method == "POST" else None,
        courts=courts,
        initial={"day": local_day(request.now), "start": "10am"},
    )
    refusals: list[str] = []
    if not courts:
        refusals = ["The list of courts is empty. Ask whoever runs this installation to load it."]
    elif request.method == "POST" and form.is_valid():
        try:
            made = change_probation.list_hearing(
                account_id=request.account.pk,
                case_id=card.case_id,
                court_code=form.cleaned_data["court"],
                kind=HearingKind(form.cleaned_data["kind"]),
                starts_at=form.starts_at,
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, f"Hearing {made.reference} is added.")
            return redirect("desk:hearing", crn=crn, reference=made.reference)
    return form_page(
        request, card, form, title="Add a court hearing", button="Add hearing", refusals=refusals
    )


@who(Action.READ_CASE)
@require_safe
def hearing(request: access.Request, crn: str, reference: str) -> HttpResponse:
    found = _opened(request, crn, reference)
    if isinstance(found, HttpResponse):
        return found
    return _page(request, found, forms=_forms(found[1]))


@who(Action.WRITE_CASE)
@require_POST
def result(request: access.Request, crn: str, reference: str) -> HttpResponse:
    """Write what the court decided."""
    found = _opened(request, crn, reference)
    if isinstance(found, HttpResponse):
        return found
    form = ResultForm(request.POST, auto_id="result-%s")
    forms = _forms(found[1]) | {"result": form}
    if not form.is_valid():
        return _page(request, found, forms=forms, bad=form)
    try:
        change_probation.record_hearing(
            account_id=request.account.pk,
            reference=reference,
            result=form.cleaned_data["result"],
            now=request.now,
        )
    except Refused as refusal:
        return _page(request, found, forms=forms, refusal=refusal)
    messages.success(request, "Result recorded.")
    return redirect("desk:hearing", crn=crn, reference=reference)


@who(Action.WRITE_CASE)
@require_POST
def adjournment(request: access.Request, crn: str, reference: str) -> HttpResponse:
    """Put the hearing off to another day."""
    found = _opened(request, crn, reference)
    if isinstance(found, HttpResponse):
        return found
    form = AdjournForm(request.POST, courts=_courts(), auto_id="adjourn-%s")
    forms = _forms(found[1]) | {"adjourn": form}
    if not form.is_valid():
        return _page(request, found, forms=forms, bad=form)
    try:
        made = change_probation.adjourn_hearing(
            account_id=request.account.pk,
            reference=reference,
            reason=form.cleaned_data["reason"],
            court_code=form.cleaned_data["court"],
            starts_at=form.starts_at,
            now=request.now,
        )
    except Refused as refusal:
        return _page(request, found, forms=forms, refusal=refusal, open_form="adjourn")
    messages.success(request, f"Adjourned. {made.reference} is the hearing that follows.")
    return redirect("desk:hearing", crn=crn, reference=made.reference)


@who(Action.WRITE_CASE)
@require_POST
def vacation(request: access.Request, crn: str, reference: str) -> HttpResponse:
    """Take the hearing off the list."""
    found = _opened(request, crn, reference)
    if isinstance(found, HttpResponse):
        return found
    form = ReasonForm(request.POST, auto_id="vacate-%s")
    forms = _forms(found[1]) | {"vacate": form}
    if not form.is_valid():
        return _page(request, found, forms=forms, bad=form)
    try:
        change_probation.vacate_hearing(
            account_id=request.account.pk,
            reference=reference,
            reason=form.cleaned_data["reason"],
            now=request.now,
        )
    except Refused as refusal:
        return _page(request, found, forms=forms, refusal=refusal, open_form="vacate")
    messages.success(request, "The hearing is off the list.")
    return redirect("desk:case", crn=crn)


def _courts() -> list[tuple[str, str]]:
    return [(court.code, court.name) for court in probation.courts()]


def _opened(request: access.Request, crn: str, reference: str) -> Opened | HttpResponse:
    card = opened(request, crn, part="hearing")
    if isinstance(card, HttpResponse):
        return card
    found = probation.hearing(card.case_id, reference=reference, at=request.as_at)
    if found is None:
        raise Http404
    return card, found


def _forms(found: probation.Heard) -> Forms:
    if not found.is_listed:
        return {}
    return {
        "result": ResultForm(auto_id="result-%s"),
        "adjourn": AdjournForm(
            courts=_courts(),
            auto_id="adjourn-%s",
            initial={"court": found.court_code, "start": "10am"},
        ),
        "vacate": ReasonForm(auto_id="vacate-%s"),
    }


def _page(
    request: access.Request,
    found: Opened,
    *,
    forms: Forms,
    bad: ResultForm | AdjournForm | ReasonForm | None = None,
    refusal: Refused | None = None,
    open_form: str = "",
) -> HttpResponse:
    card, heard = found
    has_errors = bad is not None or refusal is not None
    opened_form = open_form or next((name for name, form in forms.items() if form is bad), "")
    return render(
        request,
        "desk/hearing.html",
        {
            "card": card,
            "heard": heard,
            "forms": forms,
            "bad": bad,
            "open_form": opened_form,
            "refusals": [reason.sentence for reason in refusal.reasons] if refusal else [],
            "has_errors": has_errors,
            "is_ahead": heard.starts_at > request.now,
            "may_change": heard.is_listed and card.is_writable and not request.as_at_day,
        },
        status=(409 if refusal else 422) if has_errors else 200,
    )
