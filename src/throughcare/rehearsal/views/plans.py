"""The rehearsals of one plan: what drifts from night to night, asking for another, and having one each night."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.clock import queries as clock
from throughcare.govuk.paging import paging
from throughcare.kernel.refusals import Refused
from throughcare.rehearsal import commands, queries
from throughcare.rehearsal.forms import NightForm
from throughcare.restructure import queries as restructure

NIGHTS = 14


@access.who(Action.SEE_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def rehearsals(request: access.Request, reference: str) -> HttpResponse:
    """What became of each rehearsal of a plan; posted, one more is asked for."""
    plan = _found(request, reference)
    if request.method == "POST":
        return _ask(request, plan_id=plan.pk, reference=reference)
    return _page(request, reference, form=NightForm(initial={"at": "02:00"}))


@access.who(Action.PLAN)
@require_POST
def nightly(request: access.Request, reference: str) -> HttpResponse:
    """Have the plan rehearsed each night."""
    _found(request, reference)
    form = NightForm(request.POST)
    if not form.is_valid():
        return _page(request, reference, form=form, status=422)
    try:
        commands.keep_nightly(
            account_id=request.account.pk,
            reference=reference,
            at=form.cleaned_data["at"],
            now=request.now,
            machine_now=clock.machine_now(),
        )
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"It is rehearsed each night at {form.cleaned_data['at']:%H:%M}.")
    return redirect("rehearsal:of_plan", reference=reference)


@access.who(Action.PLAN)
@require_POST
def nightly_end(request: access.Request, reference: str) -> HttpResponse:
    """No longer rehearse the plan each night."""
    _found(request, reference)
    commands.end_nightly(
        account_id=request.account.pk,
        reference=reference,
        now=request.now,
        machine_now=clock.machine_now(),
    )
    messages.success(request, "It is no longer rehearsed each night.")
    return redirect("rehearsal:of_plan", reference=reference)


def _ask(request: access.Request, *, plan_id: int, reference: str) -> HttpResponse:
    access.require(action=Action.PLAN)
    try:
        made = commands.have_rehearsed(
            account_id=request.account.pk, plan_id=plan_id, now=request.now
        )
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("rehearsal:of_plan", reference=reference)
    return redirect("rehearsal:rehearsal", number=made.pk)


def _page(
    request: access.Request, reference: str, *, form: NightForm, status: int = 200
) -> HttpResponse:
    plan = restructure.latest(reference)
    page = paging(request, total=queries.count(reference=reference), size=NIGHTS)
    return render(
        request,
        "rehearsal/plan.html",
        {
            "plan": plan,
            "agreed": settings.REHEARSAL_SEVERITY,
            "nights": queries.nights(reference=reference, part=page.slice),
            "page": page,
            "gate": queries.gate(plan.pk) if plan else None,
            "under_way": queries.under_way(),
            "schedule": queries.schedule_of(reference),
            "form": form,
            "may_plan": access.may(action=Action.PLAN),
            "sees_all": access.may_everywhere(action=Action.SEE_PLAN),
            "is_to_come": plan is not None and commands.is_to_come(plan),
            "has_errors": status != 200,  # noqa: PLR2004  whole or not
        },
        status=status,
    )


def _found(request: access.Request, reference: str) -> restructure.Plan:
    """The newest version of a plan, its reading written to the trail.

    Raises:
        Http404: there is none that this account may see.
    """
    plan = restructure.latest(reference)
    if plan is None:
        raise Http404
    audit.record(
        account_id=request.account.pk,
        action="restructure.read",
        subject_kind="plan",
        subject_reference=str(plan),
        now=request.now,
        detail={"part": "rehearsals"},
    )
    return plan
