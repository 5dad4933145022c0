from procrastinate.contrib.django import app

from throughcare.access import commands as change_access
from throughcare.clock import queries as clock
from throughcare.disclosure import commands


@app.task(name=commands.PREPARE, queue=commands.QUEUE)
def prepare(*, reference: str) -> None:
    commands.prepare(reference=reference, now=clock.now())


@app.task(name=commands.REMOVE, queue=commands.QUEUE)
def remove(*, proposal_id: int) -> None:
    now = clock.now()
    with change_access.as_engine(now=now):
        commands.remove(proposal_id=proposal_id, now=now)


@app.periodic(cron="40 2 * * *")
@app.task(name="disclosure.propose", queue=commands.QUEUE, queueing_lock="disclosure.propose")
def propose(timestamp: int) -> None:  # noqa: ARG001 the queue passes it
    """Look at some thousands of closed cases a night, and carry out what a reform had in the way."""
    now = clock.now()
    for _ in range(commands.A_NIGHT):
        with change_access.as_engine(now=now):
            goes_on = commands.propose(now=now)
        if not goes_on:
            break
    with change_access.as_engine(now=now):
        waiting = commands.approved()
    for proposal_id in waiting:
        with change_access.as_engine(now=now):
            commands.remove(proposal_id=proposal_id, now=now)
