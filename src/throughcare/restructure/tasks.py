from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

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


def _to_nobody(_done: int, _total: int, _doing: str) -> None:
    """Pages read how far a step is from its run."""
