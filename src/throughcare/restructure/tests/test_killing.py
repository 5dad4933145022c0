"""Kill stage, switch and reverse at random instants: what is left is whole, and the step goes through when run again.

Each step runs in a process of its own over a committed database that is made for this alone.
"""

import os
import random
import signal
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from throughcare.restructure.choices import Gate, Phase, RunState, Step
from throughcare.restructure.tests.reform import Reform

EVE = datetime(2014, 5, 31, 8, tzinfo=UTC)
INSTANT = datetime(2014, 5, 31, 23, tzinfo=UTC)
THIRD_MORNING = datetime(2014, 6, 3, 8, tzinfo=UTC)
BACK = datetime(2014, 6, 3, 23, tzinfo=UTC)
KILLS_OF_A_STEP = (13, 12, 13, 12)


def run_and_kill(reform: Reform, step: Step, *, after: float) -> bool:
    """Run a step in a process and kill it some seconds later; whether it was killed before it ended."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            run = reform.run(step)
            os._exit(0 if run.state == RunState.DONE else 3)
        finally:
            os._exit(4)
    ends_at = time.monotonic() + after
    while time.monotonic() < ends_at:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            assert os.waitstatus_to_exitcode(status) == 0
            return False
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def kill_switching(reform: Reform, *, kills: int, chance: random.Random) -> None:
    """Kill the switch over and over; it has happened whole or not at all. Let it through at the end."""
    began = time.monotonic()
    reform.done(Step.SWITCH)
    lasts = time.monotonic() - began
    for _ in range(kills):
        reform.done(Step.ABORT)
        run_and_kill(reform, Step.SWITCH, after=chance.uniform(0, lasts))
        assert reform.plan.phase in {Phase.STAGED, Phase.LIVE}
        assert reform.broken() == {}
        reform.done(Step.SWITCH)


def kill_staging(reform: Reform, *, kills: int, chance: random.Random) -> None:
    """Kill staging at instants within the length of a dry run; what is left is whole. Let it through at the end."""
    began = time.monotonic()
    reform.done(Step.PLAN)
    lasts = time.monotonic() - began
    for _ in range(kills):
        run_and_kill(reform, Step.STAGE, after=chance.uniform(0, lasts))
        assert reform.plan.phase in {Phase.DRY_RUN, Phase.STAGED}
        assert reform.broken() == {}
    reform.done(Step.STAGE)


@pytest.mark.nightly
@pytest.mark.usefixtures("own_nation")
def test_fifty_kills_leave_the_invariants_whole():
    chance = random.Random(2014)  # noqa: S311 instants, not secrets
    reform = Reform(now=EVE).take_in()
    reform.done(Step.PLAN)
    reform.sign(Gate.PLAN)

    kill_staging(reform, kills=KILLS_OF_A_STEP[0], chance=chance)
    reform.sign(Gate.GO)
    live = reform.at(INSTANT)
    kill_switching(live, kills=KILLS_OF_A_STEP[1], chance=chance)
    reversal = live.at(THIRD_MORNING).reversal(instant=BACK)
    reversal.done(Step.CHECK)
    reversal.done(Step.PLAN)
    reversal.sign(Gate.PLAN)
    kill_staging(reversal, kills=KILLS_OF_A_STEP[2], chance=chance)
    reversal.sign(Gate.GO)
    back = reversal.at(BACK + timedelta(seconds=1))
    kill_switching(back, kills=KILLS_OF_A_STEP[3], chance=chance)

    assert back.broken() == {}
