from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from throughcare.access import commands as change_access
from throughcare.clock import queries as clock
from throughcare.restructure import commands

SECONDS_BEFORE_ANOTHER_TRY = 5

# A step that could not be begun, or whose end could not be written down, is performed once the database is there again.
_AGAIN = RetryStrategy(
    wait=SECONDS_BEFORE_ANOTHER_TRY,
    retry_exceptions={OperationalError, InterfaceError, commands.StillTaken},
)


@app.task(name=commands.PERFORM, queue=commands.QUEUE, retry=_AGAIN)
def perform(*, run_id: int) -> None:
    """Perform a step that a page asked for, and have the first checks follow a switch.

    Why nothing came of it is in its report.
    """
    commands.perform_step(
        run_id=run_id, now=clock.now(), machine_now=clock.machine_now, tell=_to_nobody
    )
    commands.have_smoke_follow(run_id=run_id, now=clock.now())


@app.task(name=commands.CLOSE_SIGN_OFF, queue=commands.QUEUE, retry=_AGAIN)
def close_sign_off(*, plan_id: int) -> None:
    """Make a plan signed off, where the provider that accepted its list was the last."""
    now = clock.now()
    with change_access.as_engine(now=now):
        commands.close_sign_off(plan_id=plan_id, now=now)


@app.task(name=commands.COMPARE, queue=commands.QUEUE, retry=_AGAIN)
def compare_outside(*, plan_id: int) -> None:
    """Compare the lists of bodies outside with ours, once one was handed in."""
    now = clock.now()
    with change_access.as_engine(now=now):
        commands.compare_lists(plan_id=plan_id, now=now)


@app.periodic(cron="* * * * *")
@app.task(name=commands.KEEP_UP, queue=commands.QUEUE, lock=commands.KEEP_UP, retry=_AGAIN)
def keep_up(timestamp: int = 0) -> None:  # noqa: ARG001 the queue passes it
    """Answer again what changed since a plan was staged. Each change asks for it; once a minute what is left is looked for."""
    now = clock.now()
    answered = commands.keep_up(now=now)
    with change_access.as_engine(now=now):
        commands.ask_constraints_again(answered=answered, now=now)


@app.periodic(cron="20 2 * * *")
@app.task(name="restructure.nightly", queue=commands.QUEUE, queueing_lock="restructure.nightly")
def nightly(timestamp: int) -> None:  # noqa: ARG001 the queue passes it
    """Move on every plan whose time has come, to signed off and to settled, and have those that wait answered again."""
    now = clock.now()
    with change_access.as_engine(now=now):
        commands.close_sign_offs(now=now)
        commands.end_plans(now=now)
        commands.have_plans_tried_again(now=now)


def _to_nobody(_done: int, _total: int, _doing: str) -> None:
    """Pages read how far a step is from its run."""
