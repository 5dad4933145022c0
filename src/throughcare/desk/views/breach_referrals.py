"""Breaches that a unit of the viewer's presents to courts for the provider that has the case."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import who
from throughcare.desk.views.enforcements import StepForm
from throughcare.govuk.paging import paging
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.probation.choices import EnforcementKind


@who(Action.WRITE_CASE)
@require_safe
def breach_referrals(request: access.Request) -> HttpResponse:
    """What the viewer's units present, what is due first first, in pages."""
    page = paging(request, total=probation.count_processes_to_present())
    return render(
        request,
        "desk/breach_referrals.html",
        {
            "processes": probation.processes_to_present(part=page.slice),
            "page": page,
            "today": local_day(request.now),
        },
    )


@who(Action.WRITE_CASE)
@require_safe
def breach_referral(request: access.Request, reference: str) -> HttpResponse:
    """One of them, with its evidence; of the case nothing else is told."""
    found = _found(request, reference)
    return render(
        request,
        "desk/breach_referral.html",
        {
            "found": found,
            "process": probation.process_presented(found, at=request.now),
            "today": local_day(request.now),
        },
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: access.Request, reference: str, step: str) -> HttpResponse:
    """Take a step as whoever presents it: the form of what it asks for, and what it sends."""
    found = _found(request, reference)
    process = probation.process_presented(found, at=request.now)
    move = next((each for each in process.next if each.to.code == step), None)
    if move is None:
        messages.warning(request, f"{reference} went on meanwhile, or the step is for others.")
        return redirect("desk:breach_referral", reference=reference)
    form = StepForm(
        request.POST if request.method == "POST" else None,
        needs=move.needs,
        kind=EnforcementKind.BREACH,
        initial={"on": local_day(request.now)},
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            change_probation.take_step_as_presenter(
                account_id=request.account.pk,
                reference=reference,
                step=step,
                words=form.words,
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, f"{reference}: {move.to.title}.")
            return redirect("desk:breach_referrals")
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/breach_referral_step.html",
        {
            "found": found,
            "form": form,
            "move": move,
            "refusals": refusals,
            "has_errors": has_errors,
        },
        status=422 if has_errors else 200,
    )


def _found(request: access.Request, reference: str) -> probation.ToPresent:
    """What the viewer's unit presents under a reference; the reading is written to the trail.

    Raises:
        Http404: there is none.
    """
    found = probation.process_to_present(reference)
    if found is None:
        raise Http404
    audit.record(
        account_id=request.account.pk,
        action="breach-referral.read",
        subject_kind="case",
        subject_reference=found.crn,
        now=request.now,
        detail={"reference": reference},
    )
    return found
