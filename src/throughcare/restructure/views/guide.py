"""The way of a newcomer through the reform of 2014, in a demonstration: five clicks, then the difference that it makes.

Each click does what the people of the programme would do, under their names: the planner makes, somebody else signs, the
director runs. The visitor is signed in as the director.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands, queries
from throughcare.restructure.choices import Gate, Phase, Step
from throughcare.restructure.models import Plan
from throughcare.restructure.views.doors import is_fragment

REFERENCE: Final = "transforming-rehabilitation-2014"
MAKER, APPROVER, DIRECTOR = "planner", "approver", "director"
AFTER_THE_INSTANT: Final = timedelta(seconds=5)
POLL_SECONDS: Final = 2
STEPS: Final = (Step.CHECK, Step.PLAN, Step.STAGE, Step.SWITCH, Step.RECONCILE)
CLICKS: Final = {
    Step.CHECK: (
        "Check the plan",
        "Is every trust covered, every new body open, and no rule at odds with another?",
    ),
    Step.PLAN: (
        "Try it out",
        "Each case, post, team and office is given its new place, with the reason. Nothing moves.",
    ),
    Step.STAGE: (
        "Write it ahead",
        "The approver signs. The new places are written for 1 June; until then nobody sees them.",
    ),
    Step.SWITCH: (
        "Make it live",
        "The approver signs again, the clock passes midnight, and one small act makes all of it true at once.",
    ),
    Step.RECONCILE: (
        "Prove it",
        "Every record that was there before is counted and compared: nothing lost, doubled or altered.",
    ),
}
LATER, NEXT = ("waiting", "Not yet"), ("held", "Next")
SEE_AS: Final = ("officer.future-nps", "officer.future-crc")


@login_not_required
@require_safe
def guide(request: access.Request) -> HttpResponse:
    """Five steps with what has become of each; with `?fragment=1` the progress alone."""
    _require_demonstration()
    sees_plans = access.may(action=Action.SEE_PLAN)
    with _looking_up(request):
        accounts = {name: access.account_id(username=name) for name in (DIRECTOR, *SEE_AS)}
    director = accounts[DIRECTOR]
    if director is None:
        raise Http404
    with change_access.acting_as(account_id=director, now=request.now):
        plan = queries.latest(REFERENCE)
        # The first checks follow a switch by themselves, and keep nobody waiting here.
        steps = plan.runs.exclude(step=Step.SMOKE) if plan else None
        run = steps.order_by("-id").first() if steps is not None else None
        is_running = queries.is_under_way(run)
        values = {"plan": plan, "run": run, "is_running": is_running}
        if is_fragment(request):
            return render(request, "restructure/progress.html", values)
        lines = queries.steps(plan, now=request.now) if plan else []
        states = dict.fromkeys(STEPS, LATER) | {
            line.step: (line.state, line.state_text) for line in lines if line.step
        }
        following = None if is_running else _following(plan)
        shown = {
            "steps": [
                {"title": title, "text": text, "state": state, "state_text": words}
                for step, (title, text) in CLICKS.items()
                for state, words in [
                    NEXT if step == following and states[step] == LATER else states[step]
                ]
            ],
            "following": following,
            "sees_plans": sees_plans,
            "button": f"{STEPS.index(following) + 1}. {CLICKS[following][0]}" if following else "",
            "is_over": plan is not None and following is None and not is_running,
            "see_as": [name for name in SEE_AS if accounts[name]],
            "refresh_seconds": POLL_SECONDS if is_running else 0,
        }
    return render(request, "restructure/guide.html", values | shown)


@login_not_required
@require_POST
def take_step(request: access.Request, step: str) -> HttpResponse:
    """One click: sign in as the director where nobody is, then what the step takes."""
    _require_demonstration()
    if step not in {each.value for each in STEPS}:
        raise Http404
    with _looking_up(request):
        ids = {name: access.account_id(username=name) for name in (MAKER, APPROVER, DIRECTOR)}
        if request.visitor is None:
            change_access.sign_in_for_demonstration(
                session=request.session,
                username=DIRECTOR,
                now=request.now,
                machine_now=clock.machine_now(),
            )
            rotate_token(request)
    accounts = {name: account_id for name, account_id in ids.items() if account_id is not None}
    try:
        _TAKE[Step(step)](request, accounts)
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("restructure:guide")


def _check(request: access.Request, accounts: dict[str, int]) -> None:
    text = (settings.PLANS / f"{REFERENCE}.yaml").read_text(encoding="utf-8")
    with change_access.acting_as(account_id=accounts[MAKER], now=request.now):
        plan = queries.latest(REFERENCE) or commands.load_plan(
            account_id=accounts[MAKER], text=text, now=request.now
        )
    _have_run(request, accounts, plan, Step.CHECK)


def _plan(request: access.Request, accounts: dict[str, int]) -> None:
    _have_run(request, accounts, _loaded(request, accounts), Step.PLAN)


def _stage(request: access.Request, accounts: dict[str, int]) -> None:
    plan = _loaded(request, accounts)
    _have_signed(request, accounts, plan, Gate.PLAN)
    _have_run(request, accounts, plan, Step.STAGE)


def _switch(request: access.Request, accounts: dict[str, int]) -> None:
    plan = _loaded(request, accounts)
    _have_signed(request, accounts, plan, Gate.GO)
    if clock.now() < plan.effective_at:
        change_clock.set_moment(
            moment=plan.effective_at + AFTER_THE_INSTANT, now_real=clock.machine_now()
        )
    _have_run(request, accounts, plan, Step.SWITCH)


def _reconcile(request: access.Request, accounts: dict[str, int]) -> None:
    _have_run(request, accounts, _loaded(request, accounts), Step.RECONCILE)


_TAKE: Final[dict[Step, Callable[[access.Request, dict[str, int]], None]]] = {
    Step.CHECK: _check,
    Step.PLAN: _plan,
    Step.STAGE: _stage,
    Step.SWITCH: _switch,
    Step.RECONCILE: _reconcile,
}


def _loaded(request: access.Request, accounts: dict[str, int]) -> Plan:
    with change_access.acting_as(account_id=accounts[DIRECTOR], now=request.now):
        plan = queries.latest(REFERENCE)
    if plan is None:
        raise Refused.because("no-plan", "Check the plan first.")
    return plan


def _have_run(request: access.Request, accounts: dict[str, int], plan: Plan, step: Step) -> None:
    with change_access.acting_as(account_id=accounts[DIRECTOR], now=request.now):
        commands.have_step_performed(
            account_id=accounts[DIRECTOR], plan_id=plan.pk, step=step, now=request.now
        )


def _have_signed(request: access.Request, accounts: dict[str, int], plan: Plan, gate: Gate) -> None:
    with change_access.acting_as(account_id=accounts[APPROVER], now=request.now):
        commands.approve(account_id=accounts[APPROVER], plan_id=plan.pk, gate=gate, now=request.now)


def _following(plan: Plan | None) -> Step | None:
    """The step to offer: none once the books are closed."""
    if plan is None:
        return Step.CHECK
    return {
        Phase.DRAFT: Step.CHECK,
        Phase.CHECKED: Step.PLAN,
        Phase.DRY_RUN: Step.STAGE,
        Phase.STAGED: Step.SWITCH,
        Phase.LIVE: Step.RECONCILE,
    }.get(Phase(plan.phase))


def _looking_up(request: access.Request) -> AbstractContextManager[None]:
    return change_access.signing_in(now=request.now)


def _require_demonstration() -> None:
    if not access.is_open():
        raise Http404
