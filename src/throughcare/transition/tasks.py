from procrastinate.contrib.django import app

from throughcare.clock import queries as clock
from throughcare.transition import commands
from throughcare.transition.choices import RoundState


@app.task(name=commands.WORK_OUT, queue=commands.QUEUE)
def work_out(*, round_id: int) -> None:
    """Work out the next previews, and come back for more. A round that was stopped waits to be asked for anew."""
    asked = commands.work_out_part(round_id=round_id, now=clock.now())
    if asked.state == RoundState.RUNNING:
        commands.go_on(asked)
