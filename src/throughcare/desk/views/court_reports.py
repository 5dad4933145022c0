"""A report that a court asked for, as the body that writes it sees it: delivered, or needed no longer."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import who
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation


@who(Action.WRITE_CASE)
@require_safe
def report(request: access.Request, reference: str) -> HttpResponse:
    return _page(request, reference)


@who(Action.WRITE_CASE)
@require_POST
def delivery(request: access.Request, reference: str) -> HttpResponse:
    try:
        change_probation.deliver_report(
            account_id=request.account.pk, reference=reference, now=request.now
        )
    except Refused as refusal:
        return _page(request, reference, refusal=refusal)
    messages.success(request, f"{reference} is delivered.")
    return redirect("desk:home")


@who(Action.WRITE_CASE)
@require_POST
def withdrawal(request: access.Request, reference: str) -> HttpResponse:
    try:
        change_probation.withdraw_report(
            account_id=request.account.pk, reference=reference, now=request.now
        )
    except Refused as refusal:
        return _page(request, reference, refusal=refusal)
    messages.success(request, f"{reference} is needed no longer.")
    return redirect("desk:home")


def _page(
    request: access.Request, reference: str, *, refusal: Refused | None = None
) -> HttpResponse:
    found = probation.court_report(reference)
    if found is None:
        raise Http404
    audit.record(
        account_id=request.account.pk,
        action="court-report.read",
        subject_kind="case",
        subject_reference=found.crn,
        now=request.now,
        detail={"reference": found.reference},
    )
    return render(
        request,
        "desk/court_report.html",
        {
            "report": found,
            "today": local_day(request.now),
            "refusals": [reason.sentence for reason in refusal.reasons] if refusal else [],
            "has_errors": refusal is not None,
        },
        status=409 if refusal else 200,
    )
