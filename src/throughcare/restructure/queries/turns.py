"""Whose turn it is at a plan: what is being performed, or waits to be."""

from typing import Final

from throughcare.access import queries as access
from throughcare.kernel.refusals import Reason
from throughcare.restructure.choices import RunState, Step
from throughcare.restructure.models import Run
from throughcare.restructure.queries import plans, sql

TURN: Final = "hashtext('restructure_step')"
"""The first half of the lock that whoever performs a step holds; the second is the plan's number."""


def is_taken(plan_id: int) -> bool:
    """Whether a step of the plan is being performed now, by a session that lives."""
    return bool(
        sql.value(
            f"""
            select count(*) from pg_locks
            where locktype = 'advisory' and objsubid = 2 and granted
              and database = (select oid from pg_database where datname = current_database())
              and classid::bigint = {TURN}::bigint & 4294967295 and objid::bigint = %s
            """,
            [plan_id],
        )
    )


def is_under_way(run: Run | None) -> bool:
    """Whether a run waits for the worker or is being performed; one whose performer was killed is not."""
    if run is None or run.state not in {RunState.WAITING, RunState.RUNNING}:
        return False
    return run.state == RunState.WAITING or is_taken(run.plan_id)


def under_way(plan_id: int, *, with_checks: bool = True) -> Run | None:
    """The run of a plan that is being performed, or else the first that waits for the worker.

    Without `with_checks` the first checks after a switch are passed over.
    """
    open_runs = Run.objects.select_related("plan").filter(plan_id=plan_id).order_by("id")
    if not with_checks:
        open_runs = open_runs.exclude(step=Step.SMOKE)
    performed = open_runs.filter(state=RunState.RUNNING).last()
    if performed is not None and is_taken(plan_id):
        return performed
    return open_runs.filter(state=RunState.WAITING).first()


def reason_to_wait(run: Run) -> Reason:
    """Tell somebody who wants a step that another is under way, whose it is, and since when."""
    waits = run.state == RunState.WAITING
    does = "has asked for it, and it waits for the worker," if waits else "is doing it"
    return Reason(
        "under-way",
        f"{run.get_step_display()} of {run.plan.title} is under way: {who(run)} {does} since "
        f"{plans.civil(run.asked_at)}. Wait until it has ended.",
    )


def reason_it_is_done(run: Run) -> Reason:
    """Tell somebody who asked for a step that another has done it since."""
    return Reason(
        "done-already",
        f"{who(run)} has done it in the meantime, asked for at {plans.civil(run.asked_at)}. "
        "Look at the plan, and run it again if it is still wanted.",
    )


def who(run: Run) -> str:
    """Whoever asked for a run, by name; the nightly dry run is the worker's own."""
    if run.asked_by_id is None:
        return "The worker"
    return access.display_names({run.asked_by_id}).get(run.asked_by_id, "Somebody")
