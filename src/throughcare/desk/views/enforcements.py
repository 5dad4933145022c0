"""One breach, recall or warning: presented, ended with a result, or withdrawn."""

from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import opened, who
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.probation.choices import (
    RESULTS_OF,
    WITHDRAWN_FOR,
    EnforcementKind,
    EnforcementResult,
)


class ResultForm(forms.Form):
    result = forms.ChoiceField(
        label="What came of it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what came of it"},
    )

    def __init__(
        self, data: object = None, *, results: Iterable[EnforcementResult], auto_id: str
    ) -> None:
        super().__init__(data, auto_id=auto_id)  # type: ignore[arg-type]  # what was posted, or None
        choices = [(each.value, each.label) for each in results]
        self.fields["result"].choices = choices  # type: ignore[attr-defined]  # a field of choices


class WithdrawalForm(forms.Form):
    reason = forms.ChoiceField(
        label="Why is it withdrawn?",
        widget=forms.RadioSelect,
        choices=[(each.value, each.label) for each in WITHDRAWN_FOR],
        error_messages={"required": "Select why it is withdrawn"},
    )


@who(Action.READ_CASE)
@require_safe
def enforcement(request: access.Request, crn: str, reference: str) -> HttpResponse:
    return _page(request, crn, reference)


@who(Action.WRITE_CASE)
@require_POST
def presentation(request: access.Request, crn: str, reference: str) -> HttpResponse:
    try:
        change_probation.present_enforcement(
            account_id=request.account.pk, crn=crn, reference=reference, now=request.now
        )
    except Refused as refusal:
        return _page(request, crn, reference, refusal=refusal)
    messages.success(request, f"{reference} is presented to the court.")
    return redirect("desk:enforcement", crn=crn, reference=reference)


@who(Action.WRITE_CASE)
@require_POST
def result(request: access.Request, crn: str, reference: str) -> HttpResponse:
    form = ResultForm(request.POST, results=EnforcementResult, auto_id="result-%s")
    if not form.is_valid():
        return _page(request, crn, reference, bad=form)
    try:
        change_probation.conclude_enforcement(
            account_id=request.account.pk,
            crn=crn,
            reference=reference,
            result=form.cleaned_data["result"],
            now=request.now,
        )
    except Refused as refusal:
        return _page(request, crn, reference, refusal=refusal)
    messages.success(request, f"{reference} is concluded.")
    return redirect("desk:case", crn=crn)


@who(Action.WRITE_CASE)
@require_POST
def withdrawal(request: access.Request, crn: str, reference: str) -> HttpResponse:
    form = WithdrawalForm(request.POST, auto_id="withdraw-%s")
    if not form.is_valid():
        return _page(request, crn, reference, bad=form)
    try:
        change_probation.withdraw_enforcement(
            account_id=request.account.pk,
            crn=crn,
            reference=reference,
            reason=form.cleaned_data["reason"],
            now=request.now,
        )
    except Refused as refusal:
        return _page(request, crn, reference, refusal=refusal)
    messages.success(request, f"{reference} is withdrawn.")
    return redirect("desk:case", crn=crn)


def _page(
    request: access.Request,
    crn: str,
    reference: str,
    *,
    bad: ResultForm | WithdrawalForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    card = opened(request, crn, part="enforcement")
    if isinstance(card, HttpResponse):
        return card
    found = probation.enforcement(card.case_id, reference=reference)
    if found is None:
        raise Http404
    results = RESULTS_OF[EnforcementKind(found.kind)]
    has_errors = bad is not None or refusal is not None
    return render(
        request,
        "desk/enforcement.html",
        {
            "card": card,
            "found": found,
            "may_change": found.state in change_probation.GOES_ON
            and card.is_writable
            and not request.as_at_day,
            "may_present": found.kind == EnforcementKind.BREACH and found.state == "open",
            "ending": ResultForm(
                bad.data if isinstance(bad, ResultForm) else None,
                results=results,
                auto_id="result-%s",
            ),
            "withdrawing": bad
            if isinstance(bad, WithdrawalForm)
            else WithdrawalForm(auto_id="withdraw-%s"),
            "bad": bad,
            "refusals": [reason.sentence for reason in refusal.reasons] if refusal else [],
            "has_errors": has_errors,
        },
        status=(409 if refusal else 422) if has_errors else 200,
    )
