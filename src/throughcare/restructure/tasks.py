from procrastinate.contrib.django import app

from throughcare.clock import queries as clock
from throughcare.restructure import commands


@app.task(name=commands.PERFORM, queue=commands.QUEUE)
def perform(*, run_id: int) -> None:
    """Perform a step that a page asked for. A refusal is in its report; a fault leaves it to be asked for again."""
    commands.perform_step(
        run_id=run_id, now=clock.now(), machine_now=clock.machine_now, tell=_to_nobody
    )


def _to_nobody(_done: int, _total: int, _doing: str) -> None:
    """Pages read how far a step is from its run."""
