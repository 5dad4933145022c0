from django.conf import settings
from procrastinate.contrib.django import app

from throughcare.access import commands as change_access
from throughcare.clock import queries as clock
from throughcare.probation import commands

QUEUE = "probation"


@app.periodic(cron="10 1 * * *")
@app.task(
    name="probation.end-due-sentences",
    queue=QUEUE,
    queueing_lock="probation.end-due-sentences",
)
def end_due_sentences(timestamp: int) -> None:  # noqa: ARG001 the queue passes it
    """End what has run its course, some at a time until nothing is left."""
    now = clock.now()
    is_done = False
    while not is_done:
        with change_access.as_engine(now=now):
            is_done = commands.end_due_sentences(now=now) == 0


@app.periodic(cron="40 0 * * *")
@app.task(
    name="probation.repeal-supervision",
    queue=QUEUE,
    queueing_lock="probation.repeal-supervision",
)
def repeal_supervision(timestamp: int) -> None:  # noqa: ARG001 the queue passes it
    """End post-sentence supervision from the day on which its repeal takes effect, some at a time until nothing is left."""
    now = clock.now()
    is_done = False
    while not is_done:
        with change_access.as_engine(now=now):
            is_done = commands.repeal_supervision(now=now) == 0


@app.periodic(cron="20 1 * * *")
@app.task(
    name="probation.time-out-licences",
    queue=QUEUE,
    queueing_lock="probation.time-out-licences",
)
def time_out_licences(timestamp: int) -> None:  # noqa: ARG001 the queue passes it
    """Time out licences that are not approved shortly before release, some at a time until nothing is left."""
    now = clock.now()
    is_done = False
    while not is_done:
        with change_access.as_engine(now=now):
            is_done = commands.time_out_licences(now=now) == 0


@app.periodic(cron="*/10 7-19 * * *")
@app.task(
    name="probation.remind",
    queue=QUEUE,
    queueing_lock="probation.remind",
)
def remind(timestamp: int) -> None:  # noqa: ARG001 the queue passes it
    """Take back what people were told and is not so, then remind those whose appointments come near, by day only."""
    if not settings.REMIND_HOURS:
        return
    now, limited = clock.now(), settings.REMIND_LIMITED
    with change_access.as_engine(now=now):
        while commands.take_back_reminders(now=now, reminds_limited=limited):
            pass
    place = None
    is_done = False
    while not is_done:
        with change_access.as_engine(now=now):
            place = commands.send_reminders(
                now=now, hours=settings.REMIND_HOURS, reminds_limited=limited, after=place
            )
        is_done = place is None
