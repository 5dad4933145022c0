"""What is frozen for a plan: asking, approving, ending."""

from datetime import date, datetime, time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands, queries
from throughcare.restructure.choices import FreezeKind
from throughcare.restructure.forms import FreezeForm
from throughcare.restructure.views.doors import found


@access.who(Action.SEE_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def freezes(request: access.Request, reference: str) -> HttpResponse:
    """Every freeze of a plan, and asking for one."""
    plan = found(request, reference, part="freezes")
    may_ask = access.may(action=Action.PLAN)
    form = FreezeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            commands.ask_for_freeze(
                account_id=request.account.pk,
                plan_id=plan.pk,
                kind=FreezeKind(typed["kind"]),
                starts_at=_midnight(typed["begins_on"]),
                until=_midnight(typed["ends_on"]),
                reason=typed["reason"],
                now=request.now,
            )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason.sentence)
        else:
            messages.success(request, "Asked for. Somebody else has to approve it.")
            return redirect("restructure:freezes", reference=reference)
    asked = queries.freezes(plan)
    people = {
        account_id
        for each in asked
        for account_id in (each.made_by_id, each.approved_by_id, each.ended_by_id)
        if account_id is not None
    }
    return render(
        request,
        "restructure/freezes.html",
        {
            "plan": plan,
            "freezes": [(each, queries.state_of(each, now=request.now)) for each in asked],
            "names": access.display_names(people),
            "form": form,
            "has_errors": bool(form.errors),
            "may_ask": may_ask,
            "may_approve": access.may(action=Action.APPROVE),
            "account_id": request.account.pk,
        },
        status=422 if form.errors else 200,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=queries.CIVIL)


@access.who(Action.APPROVE)
@require_POST
def freeze_approval(request: access.Request, reference: str, number: int) -> HttpResponse:
    """Say yes to a freeze that somebody else asked for."""
    found(request, reference, part="freezes")
    try:
        commands.approve_freeze(account_id=request.account.pk, freeze_id=number, now=request.now)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "You approved the freeze.")
    return redirect("restructure:freezes", reference=reference)


@access.who(Action.APPROVE)
@require_POST
def freeze_end(request: access.Request, reference: str, number: int) -> HttpResponse:
    """End a freeze before its time."""
    found(request, reference, part="freezes")
    commands.end_freeze(account_id=request.account.pk, freeze_id=number, now=request.now)
    messages.success(request, "The freeze is ended.")
    return redirect("restructure:freezes", reference=reference)
