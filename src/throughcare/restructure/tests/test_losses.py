"""What the database meets while a step is performed: each says so, keeps nothing, and the step goes through when run again."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections

from throughcare.access import commands as change_access
from throughcare.restructure import commands
from throughcare.restructure.choices import Gate, RunState, Step
from throughcare.restructure.models import Run
from throughcare.restructure.tests.reform import Reform, account, silent
from throughcare.restructure.tests.test_killing import run_and_kill

EVE = datetime(2014, 5, 31, 8, tzinfo=UTC)
INSTANT = datetime(2014, 5, 31, 23, tzinfo=UTC)
SIGNED_BEFORE = {Step.STAGE: Gate.PLAN, Step.SWITCH: Gate.GO}
STEPS = (Step.PLAN, Step.STAGE, Step.SWITCH, Step.RECONCILE)
SWITCH_LOCK = "hashtext('restructure_switch')"
Tell = Callable[[int, int, str], None]


def performed(reform: Reform, step: Step, *, tell: Tell = silent) -> Run:
    with change_access.as_engine(now=reform.now):
        run = commands.ask_for_step(
            account_id=account("director"), plan_id=reform.plan_id, step=step, now=reform.now
        )
    return commands.perform_step(
        run_id=run.pk, now=reform.now, machine_now=lambda: reform.now, tell=tell
    )


def refusals(run: Run) -> list[str]:
    return [each["sentence"] for each in run.result["refused"]]


def with_lost_connection(reform: Reform, step: Step) -> Run:
    """Perform a step whose connection is cut while it works."""
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    if step == Step.SWITCH:
        with cut_while_it_waits(pid):
            return performed(reform, step)

    def cut(_done: int, _total: int, _doing: str) -> None:
        with another_line() as cursor:
            cursor.execute("select pg_terminate_backend(%s)", [pid])

    return performed(reform, step, tell=cut)


@contextmanager
def another_line() -> Iterator[Any]:  # Any: a cursor of Django, which names no type
    with closing(connections[DEFAULT_DB_ALIAS].copy()) as line, line.cursor() as cursor:
        yield cursor


@contextmanager
def cut_while_it_waits(pid: int) -> Iterator[None]:
    """Hold what the switch waits for, and cut its connection once it does."""

    def cut() -> None:
        with another_line() as cursor:
            waits = (0,)
            while waits == (0,):
                cursor.execute(
                    "select count(*) from pg_locks where pid = %s and not granted", [pid]
                )
                waits = cursor.fetchone()
            cursor.execute("select pg_terminate_backend(%s)", [pid])

    with another_line() as writer:
        writer.execute(f"select pg_advisory_lock_shared({SWITCH_LOCK})")
        cutter = threading.Thread(target=cut)
        cutter.start()
        try:
            yield
        finally:
            cutter.join()


def each_step() -> Iterator[tuple[Reform, Step]]:
    """The steps of the reform on a nation of its own, as far as each may be performed."""
    reform = Reform(now=EVE).take_in()
    for step in STEPS:
        if step in SIGNED_BEFORE:
            reform.sign(SIGNED_BEFORE[step])
        if step == Step.SWITCH:
            reform = reform.at(INSTANT + timedelta(seconds=1))
        yield reform, step


@pytest.mark.usefixtures("own_nation")
def test_a_kill_and_a_lost_connection_in_each_step_leave_nothing_and_it_goes_through_when_run_again():
    chance = random.Random(2014)  # noqa: S311 instants, not secrets
    for reform, step in each_step():
        phase = reform.plan.phase

        lost = with_lost_connection(reform, step)

        assert lost.state == RunState.FAILED
        assert refusals(lost) == [
            "The connection to the database was lost. Nothing of this step was kept. Run it again."
        ]
        assert reform.plan.phase == phase
        assert reform.broken() == {}
        run_and_kill(reform, step, after=chance.uniform(0, 0.5))
        assert reform.broken() == {}
        reform.done(step)
        assert reform.broken() == {}
