"""What each step does, and how far it is while it does it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Final

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from throughcare.audit import commands as audit
from throughcare.restructure.choices import Step
from throughcare.restructure.commands import (
    laying,
    reconciling,
    reporting,
    running,
    sealing,
    settling,
    smoking,
    switching,
    unstaging,
)
from throughcare.restructure.models import Plan, Run
from throughcare.restructure.queries import lists, plans, reconciliation
from throughcare.restructure.queries.plans import Report

Tell = Callable[[int, int, str], None]


def perform(run: Run, *, now: datetime, tell: Tell) -> Report:
    """Do what a run's step does, in the transaction of the caller, and write into the trail which run did; gives its report."""
    report = _done(run, now=now, tell=tell)
    audit.record(
        account_id=run.asked_by_id,
        action="restructure.step",
        subject_kind="plan",
        subject_reference=str(run.plan),
        now=now,
        detail={"run": run.pk, "step": run.step},
    )
    return report


def _done(run: Run, *, now: datetime, tell: Tell) -> Report:
    who, plan_id = run.asked_by_id or 0, run.plan_id
    report: Report
    match Step(run.step):
        case Step.STAGE:
            written = running.stage_plan(account_id=who, plan_id=plan_id, now=now, tell=tell)
            plan = Plan.objects.get(id=plan_id)
            report = {"written": written, "unfinished": reconciliation.unfinished(plan)}
        case Step.RECONCILE:
            found = reconciling.reconcile(account_id=who, plan_id=plan_id, now=now, tell=tell)
            report = {
                "differences": found.differences,
                "lists": lists.told(Plan.objects.get(id=plan_id)),
                "content": [asdict(each) for each in found.content],
            }
        case Step.EVIDENCE:
            sealed = sealing.seal_evidence(account_id=who, plan_id=plan_id, now=now)
            report = {"evidence": sealed.pk, "digest": sealed.digest}
        case Step.SMOKE:
            report = smoking.check_smoke(account_id=who, plan_id=plan_id, now=now, tell=tell)
        case Step.SETTLE:
            settled = settling.settle_live(account_id=who, plan_id=plan_id, now=now)
            report = {"settled": settled}
        case Step.PLAN:
            running.answer_plan(account_id=run.asked_by_id, plan_id=plan_id, now=now, tell=tell)
            report = reporting.report_of(plan_id=plan_id)
            laying.drop_cases()
        case Step.CHECK | Step.UNSTAGE | Step.SWITCH | Step.ABORT as step:
            _MOVES[step](account_id=who, plan_id=plan_id, now=now)
            report = plans.standing(plan_id=plan_id)
    return report


_MOVES: Final = {
    Step.CHECK: running.check_plan,
    Step.UNSTAGE: unstaging.unstage_plan,
    Step.SWITCH: switching.switch_plan,
    Step.ABORT: switching.abort_switch,
}
"""The steps that say where the plan stands, and no more."""


@contextmanager
def beside(run: Run, tell: Tell) -> Iterator[Tell]:
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
