from procrastinate.contrib.django import app

from throughcare.clock import queries as clock
from throughcare.people import commands


@app.task(name=commands.COMPARE, queue=commands.QUEUE)
def compare() -> None:
    """Compare everybody with one another."""
    commands.compare_people(now=clock.now(), machine_now=clock.machine_now)
