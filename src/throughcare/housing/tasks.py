from procrastinate.contrib.django import app

from throughcare.access import commands as change_access
from throughcare.clock import queries as clock
from throughcare.housing import commands

QUEUE = "housing"


@app.periodic(cron="50 0 * * *")
@app.task(name="housing.expire", queue=QUEUE, queueing_lock="housing.expire")
def expire(timestamp: int) -> None:  # noqa: ARG001 the queue passes it
    """End what was not gone on with in time, some at a time until nothing is left."""
    now = clock.now()
    is_done = False
    while not is_done:
        with change_access.as_engine(now=now):
            is_done = commands.expire_applications(now=now) == 0
