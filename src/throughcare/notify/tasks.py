from uuid import UUID

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from throughcare.clock import queries as clock
from throughcare.notify import commands, rules


class NotCarried(Exception):  # noqa: N818 not a fault: the queue's way to hear "try again"
    """The message is still waiting."""


class WaitLonger(BaseRetryStrategy):
    """Never give up: `deliver` settles messages, and a fault of the database passes."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:  # noqa: ARG002 whatever it was
        return RetryDecision(retry_in={"seconds": rules.seconds_to_wait(attempts=job.attempts + 1)})


@app.task(name=commands.DELIVER, queue=commands.QUEUE, retry=WaitLonger())
def deliver(*, message_id: str) -> None:
    """Carry one message."""
    outcome = commands.deliver(message_id=UUID(message_id), now=clock.now())
    if outcome is commands.Outcome.TRY_AGAIN:
        raise NotCarried
