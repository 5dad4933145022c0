"""With what a case belongs together: defendants in one court case, and households that are kept together."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import opened, opened_to_write, who
from throughcare.desk.views.asking import form_page
from throughcare.govuk.paging import paging
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.probation.choices import TieKind


class TieForm(forms.Form):
    kind = forms.ChoiceField(
        label="Why do they belong together?",
        widget=forms.RadioSelect,
        choices=TieKind.choices,
        error_messages={"required": "Select why they belong together"},
    )
    number = forms.CharField(
        label="Number that they share",
        help_text="Of defendants, the number of the court's case. Of a household, the CRN of the first of them, for all.",
        widget=forms.TextInput(attrs={"size": 20, "autocomplete": "off", "spellcheck": False}),
        max_length=20,
        error_messages={"required": "Enter the number that they share"},
    )


@who(Action.READ_CASE)
@require_safe
def ties(request: access.Request, crn: str) -> HttpResponse:
    """What the case belongs with, and what it belonged with before."""
    card = opened(request, crn, part="ties")
    if isinstance(card, HttpResponse):
        return card
    shown = probation.ties_of(card.case_id, at=request.as_at)
    may_change = card.is_writable and not card.closed_at and not request.as_at_day
    page = paging(request, total=shown.count())
    return render(
        request,
        "desk/ties.html",
        {"card": card, "ties": shown[page.slice], "page": page, "may_change": may_change},
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_tie(request: access.Request, crn: str) -> HttpResponse:
    """Say that the case belongs with others: the form, and what it sends."""
    card = opened(request, crn, part="new tie")
    if isinstance(card, HttpResponse):
        return card
    form = TieForm(request.POST if request.method == "POST" else None)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            change_probation.tie_case(
                account_id=request.account.pk,
                case_id=card.case_id,
                kind=TieKind(form.cleaned_data["kind"]),
                number=form.cleaned_data["number"].upper(),
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, "It is kept that the case belongs with others.")
            return redirect("desk:ties", crn=crn)
    return form_page(
        request,
        card,
        form,
        title="Say that the case belongs with others",
        button="Save",
        refusals=refusals,
    )


@who(Action.WRITE_CASE)
@require_POST
def ending_tie(request: access.Request, crn: str, tie: int) -> HttpResponse:
    """Say that the case belongs with them no more."""
    card = opened_to_write(request, crn, part="end of a tie")
    if isinstance(card, HttpResponse):
        return card
    try:
        change_probation.end_tie(
            account_id=request.account.pk, case_id=card.case_id, tie_id=tie, now=request.now
        )
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "It is kept that the case belongs with them no more.")
    return redirect("desk:ties", crn=crn)
