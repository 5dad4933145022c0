from procrastinate.contrib.django import app

from throughcare.access import commands as change_access
from throughcare.clock import queries as clock
from throughcare.transition import commands
from throughcare.transition.choices import RoundState


@app.task(name=commands.WORK_OUT, queue=commands.QUEUE)
def work_out(*, round_id: int) -> None:
    """Work out the next previews, and come back for more. A round that was stopped waits to be asked for anew."""
    asked = commands.work_out_part(round_id=round_id, now=clock.now())
    if asked.state == RoundState.RUNNING:
        commands.go_on(asked)


@app.task(name=commands.WORK_OUT_ANEW, queue=commands.QUEUE)
def work_out_anew(*, plan_id: int) -> None:
    """Make the next previews anew that rest on answers which changed, and come back for more."""
    if commands.work_out_anew(plan_id=plan_id, now=clock.now()):
        commands.go_on_anew(plan_id)


@app.periodic(cron="40 2 * * *")
@app.task(name="transition.nightly", queue=commands.QUEUE, queueing_lock="transition.nightly")
def nightly(timestamp: int) -> None:  # noqa: ARG001 the queue passes it
    """Have previews worked out again where answers came out otherwise since everybody's were."""
    now = clock.now()
    with change_access.as_engine(now=now):
        commands.begin_previews_again(now=now)
