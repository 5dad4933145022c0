"""Telling webhooks: when something was announced, and each minute what waits for another try."""

from contextlib import suppress
from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from throughcare.access import commands as access
from throughcare.clock import queries as clock
from throughcare.partners import commands, queries

QUEUE = "partners"
TELL = "partners.tell"


@app.task(name="partners.tell_all", queue=QUEUE)
def tell_all() -> None:
    """Have every webhook told that may be told something now."""
    _have_due_told()


@app.periodic(cron="* * * * *")
@app.task(name="partners.try_again", queue=QUEUE, queueing_lock="partners.try_again")
def try_again(timestamp: int) -> None:  # noqa: ARG001  procrastinate gives it
    _have_due_told()


@app.task(name=TELL, queue=QUEUE)
def tell(*, reference: str) -> None:
    now = clock.now()
    if commands.tell(reference=UUID(reference), now=now, machine_now=clock.machine_now()):
        _defer(reference)


def _have_due_told() -> None:
    now = clock.now()
    with access.as_engine(now=now):
        due = queries.due_webhooks(now=now)
    for reference in due:
        _defer(str(reference))


def _defer(reference: str) -> None:
    with suppress(AlreadyEnqueued):  # it looks for everything that is due by then
        app.configure_task(
            TELL, lock=f"partners:{reference}", queueing_lock=f"partners:{reference}"
        ).defer(reference=reference)
