from collections.abc import Callable
from functools import partial

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from throughcare.access import commands as change_access
from throughcare.checkins import commands
from throughcare.clock import queries as clock


@app.periodic(cron="*/15 7-19 * * *")
@app.task(name="checkins.send", queue=commands.QUEUE, queueing_lock="checkins.send")
def send(timestamp: int) -> None:  # noqa: ARG001 the queue passes it
    """Have check-ins fall due and their links sent, by day only, some at a time until nothing is left."""
    now = clock.now()
    steps: tuple[Callable[[], int], ...] = (
        partial(commands.stop_those_that_are_over, now=now),
        partial(commands.make_due, now=now),
        partial(commands.send_due, now=now, asks_limited=settings.REMIND_LIMITED),
    )
    for step in steps:
        is_done = False
        while not is_done:
            with change_access.as_engine(now=now):
                is_done = step() == 0


@app.periodic(cron="5 * * * *")
@app.task(name="checkins.expire", queue=commands.QUEUE, queueing_lock="checkins.expire")
def expire(timestamp: int) -> None:  # noqa: ARG001 the queue passes it
    """End links that nobody used in time, some at a time until nothing is left."""
    now = clock.now()
    is_done = False
    while not is_done:
        with change_access.as_engine(now=now):
            is_done = commands.expire(now=now, asks_limited=settings.REMIND_LIMITED) == 0


@app.periodic(cron="20 3 * * *")
@app.task(name="checkins.forget", queue=commands.QUEUE, queueing_lock="checkins.forget")
def forget(timestamp: int) -> None:  # noqa: ARG001 the queue passes it
    """Let go of videos that were kept for long enough."""
    now = clock.now()
    is_done = False
    while not is_done:
        with change_access.as_engine(now=now):
            is_done = commands.forget_videos(now=now, days=settings.CHECKIN_VIDEO_DAYS) == 0


@app.task(
    name=commands.COMPARE,
    queue=commands.QUEUE,
    retry=RetryStrategy(max_attempts=8, exponential_wait=4),
)
def compare(*, checkin_id: int) -> None:
    """Have one video compared; what cannot answer now is asked again, and officers compare meanwhile."""
    commands.compare(checkin_id=checkin_id, now=clock.now())
