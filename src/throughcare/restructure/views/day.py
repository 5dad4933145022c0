"""The day itself: the clock, the one switch, what is found after it, and the way back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action, Role
from throughcare.clock import queries as clock
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands, queries
from throughcare.restructure.choices import Gate, Phase, Step
from throughcare.restructure.models import Plan, Run
from throughcare.restructure.rules.catalogue import KINDS
from throughcare.restructure.views.doors import found, is_fragment, opened, sees_all

POLL_SECONDS = 2
REFRESH_SECONDS = 5
COUNT_SECONDS = 15


@access.who(Action.SEE_PLAN)
@require_safe
def day(request: access.Request, reference: str) -> HttpResponse:
    """Everything that is needed on the day; with `?fragment=1` what moves, with `?fragment=counts` what each provider has."""
    plan = opened(request, reference, part="day")
    if request.GET.get("fragment") == "counts":
        return render(request, "restructure/day_counts.html", _counts(request, plan))
    run = plan.runs.order_by("-id").first()
    values = _moving(request, plan, run)
    if is_fragment(request):
        return render(request, "restructure/day_moving.html", values)
    presses = queries.presses(plan)
    smoke_run, smoke = presses.checks or (None, None)
    frozen = queries.frozen_of(plan, now=request.now)
    people = {
        each.asked_by_id
        for each in (presses.switch, presses.abort, smoke_run)
        if each and each.asked_by_id
    }
    staged = [] if smoke else queries.staged_counts(plan)
    return render(
        request,
        "restructure/day.html",
        values
        | _counts(request, plan)
        | {
            "clock": queries.clock(plan, now=request.now),
            "civil": queries.civil,
            "is_go": plan.phase == Phase.STAGED and plan.approvals.filter(gate=Gate.GO).exists(),
            "pressed": presses.switch,
            "aborted": presses.abort,
            "names": access.display_names(people),
            "frozen": frozen,
            "smoke": smoke,
            "smoke_run": smoke_run,
            "staged": staged,
            "kind_words": {name: kind.words for name, kind in KINDS.items()},
            "kinds": _kinds(smoke, staged),
            "sees_all": sees_all(request),
            "may_switch": Action.SWITCH in request.actions,
            "may_be_aborted": queries.may_be_aborted(plan),
            "roles": dict(Role.choices),
            "count_seconds": COUNT_SECONDS,
            "waves": queries.waves(plan),
            "refresh_seconds": 0 if values["is_over"] else REFRESH_SECONDS,
        },
    )


def _counts(request: access.Request, plan: Plan) -> dict[str, Any]:  # Any: for a template
    """What each provider has now, for those who see all of it."""
    counted = queries.counts_now(plan, now=request.now) if sees_all(request) else None
    return {"plan": plan, "counted": counted, "civil": queries.civil}


def _kinds(
    smoke: Any,  # Any: what `first_checks` gives, or nothing
    staged: list[tuple[str, str, dict[str, int]]],
) -> list[str]:
    """The kinds that anybody was given, in the order of plans."""
    given = (
        {kind for each in smoke.providers for kind in each.staged}
        if smoke
        else {kind for _, _, counts in staged for kind in counts}
    )
    return [kind for kind in KINDS if kind in given]


def _moving(
    request: access.Request, plan: Plan, run: Run | None
) -> dict[str, Any]:  # Any: for a template
    """What changes while somebody looks on; `state` is another whenever the rest of the page is to be drawn again."""
    is_running = queries.is_under_way(run)
    state = f"{plan.phase}-{run.pk if run else 0}-{run.state if run else ''}"
    return {
        "plan": plan,
        "run": run,
        "is_running": is_running,
        "backlog": queries.backlog(plan),
        "state": state,
        "is_changed": is_fragment(request) and request.GET.get("seen", state) != state,
        "poll_seconds": POLL_SECONDS,
        "is_over": plan.phase
        in {
            Phase.RECONCILED,
            Phase.SIGNED_OFF,
            Phase.SETTLED,
            Phase.REVERSED,
            Phase.ABORTED,
        },
    }


@access.who(Action.SWITCH)
@require_POST
def switch(request: access.Request, reference: str) -> HttpResponse:
    """Press the switch."""
    return _press(request, reference, Step.SWITCH)


@access.who(Action.SWITCH)
@require_http_methods(["GET", "HEAD", "POST"])
def abort(request: access.Request, reference: str) -> HttpResponse:
    """Ask once more, then go back to all-old."""
    if request.method == "POST":
        return _press(request, reference, Step.ABORT)
    plan = found(request, reference, part="abort")
    return render(
        request,
        "restructure/abort.html",
        {
            "plan": plan,
            "may_be_aborted": queries.may_be_aborted(plan),
            "given": queries.given_since(plan),
        },
    )


@access.who(Action.SWITCH)
@require_http_methods(["GET", "HEAD", "POST"])
def unstaging(request: access.Request, reference: str) -> HttpResponse:
    """Ask once more, then take back what was written ahead."""
    if request.method == "POST":
        return _press(request, reference, Step.UNSTAGE, back_to="plan")
    plan = found(request, reference, part="unstage")
    return render(
        request,
        "restructure/unstage.html",
        {"plan": plan, "why_not": queries.why_not_unstaged(plan)},
    )


@access.who(Action.SWITCH)
@require_POST
def smoke(request: access.Request, reference: str) -> HttpResponse:
    """Make the first checks again."""
    return _press(request, reference, Step.SMOKE)


@access.who(Action.SWITCH)
@require_POST
def tries(request: access.Request, reference: str) -> HttpResponse:
    """Open cases and write as each role of each provider, here: the worker only asks what they may, and acts for nobody."""
    # It takes some seconds, and an entry of the trail holds up others until it commits: the command writes its own at its end.
    plan = queries.latest(reference)
    if plan is None:
        raise Http404
    try:
        commands.try_accounts(
            account_id=request.account.pk,
            plan_id=plan.pk,
            now=request.now,
            at=clock.machine_now(),
        )
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("restructure:day", reference=reference)


def _press(
    request: access.Request, reference: str, step: Step, *, back_to: str = "day"
) -> HttpResponse:
    plan = found(request, reference, part=step)
    try:
        commands.have_step_performed(
            account_id=request.account.pk, plan_id=plan.pk, step=step, now=request.now
        )
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect(f"restructure:{back_to}", reference=reference)
