"""The list of plans, and one plan: where it stands, what can be done next, and what it says in words."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands, queries
from throughcare.restructure.choices import Gate, Phase, Step
from throughcare.restructure.forms import PlanForm, ReversalForm
from throughcare.restructure.rules import archives
from throughcare.restructure.views.doors import found, is_fragment, opened, sees_all

POLL_SECONDS = 2


@access.who(Action.SEE_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def plans(request: access.Request) -> HttpResponse:
    """Every plan, and taking one in."""
    form = PlanForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            plan = commands.load_plan(
                account_id=request.account.pk, text=form.cleaned_data["file"], now=request.now
            )
        except Refused as refused:
            refusals = [reason.sentence for reason in refused.reasons]
        else:
            messages.success(request, f"{plan.title} was taken in.")
            return redirect("restructure:plan", reference=plan.reference)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "restructure/plans.html",
        {
            "programmes": _programmes(queries.newest_of_each()),
            "form": form,
            "refusals": refusals,
            "has_errors": has_errors,
            "may_load": access.may(action=Action.PLAN),
        },
        status=422 if has_errors else 200,
    )


def _programmes(plans: list[queries.Plan]) -> list[tuple[str, list[queries.Plan]]]:
    """Plans that belong together under one name, waves in the order in which they take effect; the rest under none, last."""
    found: dict[str, list[queries.Plan]] = {}
    for each in plans:
        found.setdefault(each.programme, []).append(each)
    return [
        (name, sorted(waves, key=lambda wave: wave.effective_at) if name else waves)
        for name, waves in sorted(found.items(), key=lambda pair: (not pair[0], pair[0]))
    ]


@access.who(Action.SEE_PLAN)
@require_safe
def plan(request: access.Request, reference: str) -> HttpResponse:
    """Where a plan stands; with `?fragment=1` the progress alone."""
    plan = opened(request, reference, part="plan")
    run = plan.runs.order_by("-id").first()
    is_running = queries.is_under_way(run)
    values = {"plan": plan, "run": run, "is_running": is_running}
    if is_fragment(request):
        return render(request, "restructure/progress.html", values)
    read = queries.read(plan)
    approvals = queries.approvals(plan)
    may = access.actions()
    gates = queries.gates_to_sign(plan)
    is_reversible = queries.is_reversible(plan, read, now=request.now)
    tomorrow = request.now.astimezone(queries.CIVIL).date() + timedelta(days=1)
    return render(
        request,
        "restructure/plan.html",
        values
        | {
            "read": read,
            "steps": queries.steps(plan, now=request.now),
            "next": queries.what_comes_next(plan, now=request.now),
            "next_step": queries.next_step(plan_id=plan.pk, now=request.now),
            "may": {step.value: commands.NEEDED[step] in may for step in Step},
            "gates": [
                (
                    gate,
                    Action.APPROVE in may
                    and queries.may_sign(plan, gate, account_id=request.account.pk),
                )
                for gate in gates
            ],
            "approvers": queries.approvers_named(plan),
            "approvals": approvals,
            "rests_on": {each.pk: queries.rests_on(each) for each in approvals},
            "names": access.display_names({each.approved_by_id for each in approvals}),
            "is_reversible": is_reversible,
            **_gone_out(request, plan, gates, is_reversible=is_reversible),
            "reversal": plan.reversals.order_by("-id").first(),
            "reversal_form": ReversalForm(initial={"on": tomorrow}),
            "backlog": queries.backlog(plan) if plan.phase == Phase.STAGED else 0,
            "is_staged": plan.phase == Phase.STAGED,
            "may_be_unstaged": not queries.why_not_unstaged(plan),
            "sees_all": (is_programme := sees_all(request)),
            "by_hand": queries.count_by_hand(plan, sees_all=is_programme),
            "drift": queries.drift(plan)
            if is_programme and plan.phase in {Phase.DRY_RUN, Phase.STAGED}
            else None,
            "waves": queries.waves(plan),
            "frozen": queries.frozen_of(plan, now=request.now),
            "going_on": queries.going_on(plan, read, now=request.now)
            if plan.phase in {Phase.SIGNED_OFF, Phase.SETTLED}
            else [],
            "refresh_seconds": POLL_SECONDS if is_running else 0,
        },
    )


def _gone_out(
    request: access.Request, plan: queries.Plan, gates: list[Gate], *, is_reversible: bool
) -> dict[str, Any]:  # Any: for a template
    """What cannot be taken back, for whoever is about to sign the go decision or to reverse a plan."""
    if not sees_all(request) or not (is_reversible or Gate.GO in gates):
        return {"gone_out": [], "period": None}
    period = queries.period_of(plan, now=request.now)
    return {"gone_out": queries.counts_gone_out(period), "period": period}


@access.who(Action.PLAN, Action.SWITCH)
@require_POST
def runs(request: access.Request, reference: str) -> HttpResponse:
    """Have a step performed by the worker."""
    plan = found(request, reference, part="runs")
    name = request.POST.get("step", "")
    if name not in Step.values:
        messages.warning(request, "There is no such step. Choose one of those on the page.")
        return redirect("restructure:plan", reference=reference)
    try:
        commands.have_step_performed(
            account_id=request.account.pk, plan_id=plan.pk, step=Step(name), now=request.now
        )
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("restructure:plan", reference=reference)


@access.who(Action.PLAN)
@require_POST
def reversals(request: access.Request, reference: str) -> HttpResponse:
    """Prepare the plan that gives everything back."""
    plan = found(request, reference, part="reversals")
    form = ReversalForm(request.POST)
    if not form.is_valid():
        messages.warning(
            request, " ".join(str(error) for errors in form.errors.values() for error in errors)
        )
        return redirect("restructure:plan", reference=reference)
    instant = datetime.combine(form.cleaned_data["on"], time(), tzinfo=queries.CIVIL)
    try:
        made = commands.prepare_reversal(
            account_id=request.account.pk, plan_id=plan.pk, instant=instant, now=request.now
        )
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("restructure:plan", reference=reference)
    return redirect("restructure:plan", reference=made.reference)


@access.who(Action.SEE_PLAN)
@require_safe
def words(request: access.Request, reference: str) -> HttpResponse:
    """The plan as a manager reads it."""
    plan = found(request, reference, part="words")
    read = queries.read(plan)
    return render(
        request,
        "restructure/words.html",
        {
            "plan": plan,
            "read": read,
            "rules": queries.rules_in_words(plan, read),
            "keepers": archives.keepers(read),
            "names": access.names_by_username({*read.makers, *read.approvers}),
        },
    )
