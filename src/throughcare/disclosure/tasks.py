from procrastinate.contrib.django import app

from throughcare.clock import queries as clock
from throughcare.disclosure import commands


@app.task(name=commands.PREPARE, queue=commands.QUEUE)
def prepare(*, reference: str) -> None:
    commands.prepare(reference=reference, now=clock.now())
