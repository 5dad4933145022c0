"""Saying yes to what somebody else made."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands, queries
from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.models import Override
from throughcare.restructure.views.doors import found


@access.who(Action.APPROVE)
@require_POST
def approvals(request: access.Request, reference: str) -> HttpResponse:
    """Sign a gate."""
    plan = found(request, reference, part="approvals")
    name = request.POST.get("gate", "")
    if name not in Gate.values:
        messages.warning(request, "There is no such gate. Choose one of those on the page.")
        return redirect("restructure:plan", reference=reference)
    gate = Gate(name)
    try:
        commands.approve(account_id=request.account.pk, plan_id=plan.pk, gate=gate, now=request.now)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"You signed: {gate.label}.")
    return redirect("restructure:plan", reference=reference)


@access.who(Action.APPROVE)
@require_POST
def override_approval(request: access.Request, reference: str, number: int) -> HttpResponse:
    """Say yes to an override."""
    plan = found(request, reference, part="overrides")
    try:
        override = commands.approve_override(
            account_id=request.account.pk, plan_id=plan.pk, override_id=number, now=request.now
        )
    except Override.DoesNotExist as missing:
        raise Http404 from missing
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("restructure:items", reference=reference)
    if plan.phase in queries.REVERSIBLE:
        commands.have_step_performed(
            account_id=request.account.pk, plan_id=plan.pk, step=Step.SETTLE, now=request.now
        )
        messages.success(request, "Approved. The item goes to its new owner within seconds.")
    else:
        messages.success(request, f"Approved. {queries.counts_from(plan)}")
    return redirect(
        "restructure:item", reference=reference, kind=override.kind, item_id=override.item_id
    )
