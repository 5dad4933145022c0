from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from throughcare.clock import queries as clock
from throughcare.outbox import commands, rules

SECONDS_BEFORE_A_SILENT_WORKER_COUNTS_AS_DEAD = 30


class NotAllTold(Exception):  # noqa: N818 not a fault: the queue's way to hear "try again"
    """Some subscriber has still to be told."""


class WaitLonger(BaseRetryStrategy):
    """Never give up: `deliver` settles who is told, and a fault of the database passes."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:  # noqa: ARG002 whatever it was
        return RetryDecision(retry_in={"seconds": rules.seconds_to_wait(attempts=job.attempts + 1)})


@app.task(name=commands.DELIVER, queue=commands.QUEUE, retry=WaitLonger())
def deliver(*, event_id: int) -> None:
    """Give one event to all who subscribed to it."""
    if commands.deliver(event_id=event_id, now=clock.now()) is commands.Outcome.TRY_AGAIN:
        raise NotAllTold


@app.periodic(cron="* * * * *")
@app.task(
    name="outbox.take_up_abandoned_jobs",
    queue=commands.QUEUE,
    queueing_lock="outbox.take_up_abandoned_jobs",
    pass_context=True,
)
async def take_up_abandoned_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 the queue passes it
    """Run again the jobs of every room that a killed worker left half done."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(
        seconds_since_heartbeat=SECONDS_BEFORE_A_SILENT_WORKER_COUNTS_AS_DEAD
    ):
        await manager.retry_job(job)
