"""Running a step of a plan, from whichever door: what was asked, how far it is, and what came of it.

A run is asked for in the transaction of the request and performed by the worker, or by the command line at once. A step
that was stopped half-way left nothing half done, and is run again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from procrastinate.contrib.django import app

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.kernel.refusals import Refused
from throughcare.outbox import commands as outbox
from throughcare.restructure.choices import RunState, Step
from throughcare.restructure.commands import (
    reconciling,
    reporting,
    running,
    sealing,
    settling,
    switching,
)
from throughcare.restructure.events import PlanAnswered
from throughcare.restructure.models import Plan, Run
from throughcare.restructure.queries import lists, plans
from throughcare.restructure.queries.plans import Report

Tell = Callable[[int, int, str], None]

NEEDED: Final = {
    Step.CHECK: Action.PLAN,
    Step.PLAN: Action.PLAN,
    Step.STAGE: Action.PLAN,
    Step.SWITCH: Action.SWITCH,
    Step.ABORT: Action.SWITCH,
    Step.RECONCILE: Action.PLAN,
    Step.EVIDENCE: Action.PLAN,
    Step.SETTLE: Action.APPROVE,
}
"""What an account must be allowed to do for each step."""


PERFORM: Final = "restructure.perform_step"
QUEUE: Final = "restructure"


@transaction.atomic
def have_step_performed(*, account_id: int, plan_id: int, step: Step, now: datetime) -> Run:
    """Ask for a step, and have the worker perform it once this is committed.

    Raises:
        PermissionDenied: the account may not run this step.
    """
    run = ask_for_step(account_id=account_id, plan_id=plan_id, step=step, now=now)
    app.configure_task(PERFORM, lock=f"plan {plan_id}", queue=QUEUE).defer(run_id=run.pk)
    return run


@transaction.atomic
def ask_for_step(*, account_id: int, plan_id: int, step: Step, now: datetime) -> Run:
    """Write down that a step is wanted; whoever performs it asks again whether the account may.

    Raises:
        PermissionDenied: the account may not run this step.
    """
    access.require_of(account_id=account_id, action=NEEDED[step])
    return Run.objects.create(plan_id=plan_id, step=step, asked_by_id=account_id, asked_at=now)


def perform_step(
    *, run_id: int, now: datetime, machine_now: Callable[[], datetime], tell: Tell
) -> Run:
    """Perform a step that was asked for; the run with its report, or with the reasons why it was refused.

    To be called as the engine. `machine_now` tells the time for the run's start and end. The step is one transaction:
    killed at any point, it left nothing, and is asked for again.

    Raises:
        PermissionDenied: the account may no longer run this step.
    """
    run = _begin(run_id, now=now, machine_now=machine_now)
    if run.state != RunState.RUNNING:
        return run
    try:
        with change_access.as_engine(now=now), _beside(run, tell) as tell_both:
            report = _perform(run, now=now, tell=tell_both)
    except Refused as refused:
        reasons = [{"code": each.code, "sentence": each.sentence} for each in refused.reasons]
        return _end(run, RunState.FAILED, {"refused": reasons}, now=now, at=machine_now())
    return _end(run, RunState.DONE, report, now=now, at=machine_now())


def _begin(run_id: int, *, now: datetime, machine_now: Callable[[], datetime]) -> Run:
    with change_access.as_engine(now=now):
        run = Run.objects.select_related("plan").get(id=run_id)
        if run.state in {RunState.DONE, RunState.FAILED}:
            return run
        access.require_of(account_id=run.asked_by_id or 0, action=NEEDED[Step(run.step)])
        stopped = Run.objects.filter(plan=run.plan, state=RunState.RUNNING).exclude(id=run.pk)
        stopped.update(state=RunState.FAILED, finished_at=machine_now(), doing="Stopped")
        run.state = RunState.RUNNING
        run.started_at = machine_now()
        run.save(update_fields=["state", "started_at"])
    return run


def _end(run: Run, state: RunState, report: Report, *, now: datetime, at: datetime) -> Run:
    with change_access.as_engine(now=now):
        run.state = state
        run.result = report
        run.finished_at = at
        run.save(update_fields=["state", "result", "finished_at"])
        if run.step == Step.PLAN and state == RunState.DONE:
            answered = PlanAnswered(plan=run.plan.reference, version=run.plan.version)
            outbox.publish(answered, now=now)
    return run


def _perform(run: Run, *, now: datetime, tell: Tell) -> Report:
    who, plan_id = run.asked_by_id or 0, run.plan_id
    match Step(run.step):
        case Step.STAGE:
            written = running.stage_plan(account_id=who, plan_id=plan_id, now=now, tell=tell)
            return {"written": written}
        case Step.RECONCILE:
            found = reconciling.reconcile(account_id=who, plan_id=plan_id, now=now, tell=tell)
            return {"differences": found, "lists": lists.told(Plan.objects.get(id=plan_id))}
        case Step.EVIDENCE:
            sealed = sealing.seal_evidence(account_id=who, plan_id=plan_id, now=now)
            return {"evidence": sealed.pk, "digest": sealed.digest}
        case Step.SETTLE:
            settled = settling.settle_live(account_id=who, plan_id=plan_id, now=now)
            return {"settled": settled}
        case Step.PLAN:
            running.answer_plan(account_id=who, plan_id=plan_id, now=now, tell=tell)
            return reporting.report_of(plan_id=plan_id)
        case Step.CHECK | Step.SWITCH | Step.ABORT as step:
            _MOVES[step](account_id=who, plan_id=plan_id, now=now)
            return plans.standing(plan_id=plan_id)


_MOVES: Final = {
    Step.CHECK: running.check_plan,
    Step.SWITCH: switching.switch_plan,
    Step.ABORT: switching.abort_switch,
}
"""The steps that say where the plan stands, and no more."""


@contextmanager
def _beside(run: Run, tell: Tell) -> Iterator[Tell]:
    """Say how far a step is on a line of its own, which others can read before the step commits."""
    if (
        transaction.get_connection().savepoint_ids
    ):  # within a test's transaction, which no other line can see
        yield tell
        return
    line = connections[DEFAULT_DB_ALIAS].copy()

    def tell_both(done: int, total: int, doing: str) -> None:
        tell(done, total, doing)
        with line.cursor() as cursor:
            cursor.execute(
                "update restructure_run set done = %s, total = %s, doing = %s where id = %s",
                [done, total, doing, run.pk],
            )

    try:
        yield tell_both
    finally:
        line.close()
