from procrastinate.contrib.django import app

from throughcare.access import commands as change_access
from throughcare.clock import queries as clock
from throughcare.rehearsal import commands


@app.task(name=commands.START, queue="rehearsals")
def start(*, number: int) -> None:
    """Start a program of its own for a rehearsal that a page asked for: it takes long, and events go on meanwhile."""
    with change_access.as_engine(now=clock.now()):
        commands.start_rehearsal(number=number)


@app.periodic(cron="*/5 * * * *")
@app.task(name="rehearsal.nightly", queue="rehearsals", queueing_lock="rehearsal.nightly")
def nightly(timestamp: int) -> None:  # noqa: ARG001 the queue passes it
    """Have every plan rehearsed whose time has come, once nothing of a killed rehearsal stands in the way."""
    commands.clear_up()
    commands.have_due_rehearsed(now=clock.now(), machine_now=clock.machine_now())
