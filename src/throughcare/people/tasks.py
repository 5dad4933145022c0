from procrastinate.contrib.django import app

from throughcare.clock import queries as clock
from throughcare.people import commands


@app.task(name=commands.COMPARE, queue=commands.QUEUE)
def compare() -> None:
    """Compare everybody with one another."""
    commands.compare_people(now=clock.now(), machine_now=clock.machine_now)


@app.task(name=commands.MAKE_READY, queue=commands.QUEUE)
def make_ready() -> None:
    """Make ready for matching whoever changed."""
    commands.make_ready(now=clock.now())


@app.periodic(cron="20 2 * * *")
@app.task(name="people.count-terms", queue=commands.QUEUE, queueing_lock="people.count-terms")
def count_terms(timestamp: int) -> None:  # noqa: ARG001 the queue passes it
    """Count anew how frequent names, houses and postcodes are."""
    now = clock.now()
    commands.make_ready(now=now)
    commands.count_terms(now=now)
