"""Running a step of a plan, from whichever door: what was asked, how far it is, and what came of it.

A run is asked for in the transaction of the request and performed by the worker, or by the command line at once. A step
that was stopped half-way left nothing half done, and is run again. At most one is performed for a plan at a time: see `turns`.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from typing import Final

import psycopg
from django.core.exceptions import PermissionDenied
from django.db import Error, InterfaceError, OperationalError, transaction
from procrastinate.contrib.django import app

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.restructure.choices import Phase, RunState, Step
from throughcare.restructure.commands import performing, turns
from throughcare.restructure.events import PlanAnswered
from throughcare.restructure.models import Plan, Run
from throughcare.restructure.queries import day
from throughcare.restructure.queries import turns as queries_turns
from throughcare.restructure.queries.plans import Report
from throughcare.restructure.rules import losses

NEEDED: Final = {
    Step.CHECK: Action.PLAN,
    Step.PLAN: Action.PLAN,
    Step.STAGE: Action.PLAN,
    Step.UNSTAGE: Action.SWITCH,
    Step.SWITCH: Action.SWITCH,
    Step.ABORT: Action.SWITCH,
    Step.RECONCILE: Action.PLAN,
    Step.EVIDENCE: Action.PLAN,
    Step.SETTLE: Action.APPROVE,
    Step.SMOKE: Action.SWITCH,
}
"""What an account must be allowed to do for each step."""


PERFORM: Final = "restructure.perform_step"
QUEUE: Final = "restructure"


@transaction.atomic
def have_step_performed(*, account_id: int, plan_id: int, step: Step, now: datetime) -> Run:
    """Ask for a step, and have the worker perform it once this is committed.

    What was approved by hand is settled after whatever is under way; any other step is asked for when nothing is. The
    first checks after a switch write nothing, and keep no other step waiting.

    Raises:
        PermissionDenied: the account may not run this step.
        Refused: somebody else's is under way, or the plan was switched or aborted already; says by whom, and when.
    """
    access.require_of(account_id=account_id, action=NEEDED[step])
    turns.take_asking_turn(plan_id)
    if step != Step.SETTLE:
        before = queries_turns.under_way(plan_id, with_checks=step == Step.SMOKE)
        if before is not None:
            raise Refused([queries_turns.reason_to_wait(before)])
    if step in {Step.SWITCH, Step.ABORT}:
        pressed = day.pressed(Plan.objects.get(id=plan_id), step=step)
        if pressed is not None:
            raise Refused([queries_turns.reason_it_is_done(pressed)])
    run = ask_for_step(account_id=account_id, plan_id=plan_id, step=step, now=now)
    app.configure_task(PERFORM, lock=f"plan {plan_id}", queue=QUEUE).defer(run_id=run.pk)
    return run


@transaction.atomic
def have_smoke_follow(*, run_id: int, now: datetime) -> None:
    """Have the first checks made after a switch that the worker performed; nothing after any other step.

    Nothing either where another step waits already: that one may abort the switch, and checks can be asked for.
    """
    with change_access.as_engine(now=now):
        run = Run.objects.get(id=run_id)
        if (run.step, run.state) == (Step.SWITCH, RunState.DONE) and run.asked_by_id is not None:
            with suppress(Refused):
                have_step_performed(
                    account_id=run.asked_by_id, plan_id=run.plan_id, step=Step.SMOKE, now=now
                )


@transaction.atomic
def ask_for_step(*, account_id: int, plan_id: int, step: Step, now: datetime) -> Run:
    """Write down that a step is wanted; whoever performs it asks again whether the account may.

    Raises:
        PermissionDenied: the account may not run this step.
    """
    access.require_of(account_id=account_id, action=NEEDED[step])
    return Run.objects.create(plan_id=plan_id, step=step, asked_by_id=account_id, asked_at=now)


def perform_at_once(
    *,
    account_id: int,
    plan_id: int,
    step: Step,
    now: datetime,
    machine_now: Callable[[], datetime],
    tell: performing.Tell,
) -> Run:
    """Perform a step here and now, as `perform_step` does; nothing is written down while somebody else's is under way.

    Raises:
        PermissionDenied: the account may not run this step.
        Refused: somebody else's is under way, or did the same while this waited; says whose, and since when.
    """
    asked_at = machine_now()
    with turns.turn(plan_id, wait=turns.SOON) as is_ours:
        with change_access.as_engine(now=now):
            if not is_ours:
                raise Refused([_reason_to_wait(plan_id)])
            if meanwhile := _done_by_another(plan_id, step, since=asked_at):
                raise Refused([queries_turns.reason_it_is_done(meanwhile)])
            run = ask_for_step(account_id=account_id, plan_id=plan_id, step=step, now=now)
            _begin(run, at=machine_now())
        return _performed(run, now=now, machine_now=machine_now, tell=tell)


def perform_step(
    *, run_id: int, now: datetime, machine_now: Callable[[], datetime], tell: performing.Tell
) -> Run:
    """Perform a step that was asked for; the run with its report, or with the reasons why nothing came of it.

    To be called as the engine. `machine_now` tells the time for the run's start and end. The step is one transaction,
    and that the run is done is written in it: killed at any point, it left nothing, and is performed again.

    Raises:
        PermissionDenied: the account may no longer run this step.
        StillTaken: the run was begun before, or settles, and another step does not end; to be called again later.
    """
    with change_access.as_engine(now=now):
        run = Run.objects.select_related("plan").get(id=run_id)
    if run.state in {RunState.DONE, RunState.FAILED}:
        return run
    # What was begun before was stopped; the session that performed it may still be ending.
    is_patient = run.state == RunState.RUNNING or run.step == Step.SETTLE
    with turns.turn(run.plan_id, wait=turns.LONG if is_patient else turns.SOON) as is_ours:
        if not is_ours and is_patient:
            raise turns.StillTaken
        with change_access.as_engine(now=now):
            reason = _done_since(run) if is_ours else _reason_to_wait(run.plan_id)
        if reason is not None:
            return _break_off(run, [reason], now=now, at=machine_now())
        try:
            with change_access.as_engine(now=now):
                _require_still_allowed(run)
                _begin(run, at=machine_now())
        except PermissionDenied:
            _break_off(run, [_MAY_NO_LONGER], now=now, at=machine_now())
            raise
        return _performed(run, now=now, machine_now=machine_now, tell=tell)


def _require_still_allowed(run: Run) -> None:
    """Ask again whether whoever asked may; the nightly dry run nobody asked for: it is the worker's own."""
    if run.asked_by_id is not None or run.step != Step.PLAN:
        access.require_of(account_id=run.asked_by_id or 0, action=NEEDED[Step(run.step)])


_MAY_NO_LONGER: Final = Reason(
    "not-allowed", "Whoever asked for this may no longer do it. Somebody who may has to ask."
)


def _reason_to_wait(plan_id: int) -> Reason:
    before = queries_turns.under_way(plan_id)
    if before is not None:
        return queries_turns.reason_to_wait(before)
    return Reason("under-way", "Another program is at work on this plan. Wait until it has ended.")


def _done_since(run: Run) -> Reason | None:
    """What to say where somebody else asked for the same step later and had it first."""
    if run.step == Step.SETTLE:
        return None
    others = Run.objects.select_related("plan").filter(plan=run.plan_id, step=run.step)
    done = others.filter(state=RunState.DONE, id__gt=run.pk).order_by("id").last()
    return queries_turns.reason_it_is_done(done) if done is not None else None


def _done_by_another(plan_id: int, step: Step, *, since: datetime) -> Run | None:
    """The same step, where it ended while this one waited for its turn."""
    ended = Run.objects.filter(plan=plan_id, step=step, state=RunState.DONE, finished_at__gt=since)
    return ended.select_related("plan").order_by("-id").first()


def _begin(run: Run, *, at: datetime) -> None:
    """Mark a run as begun. Whoever has the turn knows that any other that looks begun was stopped."""
    others = Run.objects.filter(plan=run.plan_id, state=RunState.RUNNING).exclude(id=run.pk)
    others.update(state=RunState.FAILED, finished_at=at, result=_refused([losses.STOPPED]))
    run.state = RunState.RUNNING
    run.started_at = at
    run.save(update_fields=["state", "started_at"])


def _performed(
    run: Run, *, now: datetime, machine_now: Callable[[], datetime], tell: performing.Tell
) -> Run:
    try:
        with change_access.as_engine(now=now):
            with performing.beside(run, tell) as tell_both:
                report = performing.perform(run, now=now, tell=tell_both)
            _end(run, RunState.DONE, report, at=machine_now())
            if run.step == Step.PLAN and _is_answered_anew(run):
                answered = PlanAnswered(plan=run.plan.reference, version=run.plan.version)
                outbox.publish(answered, now=now)
    except Refused as refused:
        return _break_off(run, refused.reasons, now=now, at=machine_now())
    except Error as error:
        reason = _reason_of_loss(error)
        ended = _break_off(run, [reason], now=now, at=machine_now())
        if reason is losses.FAULT:
            raise
        return ended
    except BaseException as stop:
        reason = losses.FAULT if isinstance(stop, Exception) else losses.STOPPED
        _break_off(run, [reason], now=now, at=machine_now())
        raise
    return run


def _is_answered_anew(run: Run) -> bool:
    """Whether a dry run gave new answers: a plan that is staged keeps its own."""
    return Plan.objects.filter(id=run.plan_id, phase=Phase.DRY_RUN).exists()


def _reason_of_loss(error: Error) -> Reason:
    code = error.__cause__.sqlstate if isinstance(error.__cause__, psycopg.Error) else None
    if code is None and not isinstance(error, OperationalError | InterfaceError):
        return losses.FAULT
    return losses.of_loss(code=code, said=str(error))


def _break_off(run: Run, reasons: Iterable[Reason], *, now: datetime, at: datetime) -> Run:
    """Say why nothing came of a run, unless it was done though the answer to that was lost."""
    with change_access.as_engine(now=now):
        found = Run.objects.select_related("plan").select_for_update(of=("self",)).get(id=run.pk)
        if found.state != RunState.DONE:
            _end(found, RunState.FAILED, _refused(reasons), at=at)
    return found


def _refused(reasons: Iterable[Reason]) -> Report:
    return {"refused": [{"code": each.code, "sentence": each.sentence} for each in reasons]}


def _end(run: Run, state: RunState, report: Report, *, at: datetime) -> None:
    run.state = state
    run.result = report
    run.finished_at = at
    run.save(update_fields=["state", "result", "finished_at"])
