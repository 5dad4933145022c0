"""The real queue: a worker that runs, is killed, and is replaced."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.middleware import SyncCallNext
from procrastinate.worker import Worker

from throughcare.outbox import commands, queries, subscriptions
from throughcare.outbox.tests.heard import NOON, CaseMoved, note_down

SOURCE = Path(__file__).parents[3]
ROWS = "SELECT case_id, step FROM outbox_heard ORDER BY id"
UNFINISHED = "SELECT count(*) FROM procrastinate_jobs WHERE status <> 'succeeded' AND task_name = 'outbox.deliver'"
# What a worker could begin at once: due, and not behind an unfinished job of the same lock.
READY = """
SELECT count(*) FROM procrastinate_jobs job
WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()) AND NOT EXISTS (
    SELECT FROM procrastinate_jobs earlier
    WHERE earlier.lock = job.lock AND earlier.id < job.id AND earlier.status IN ('todo', 'doing')
)"""

# A worker of its own process, whose reaction writes and then never ends.
STUCK_WORKER = """
import time
import django
django.setup()
from procrastinate.contrib.django import app
from throughcare.outbox import subscriptions
from throughcare.outbox.tests import heard

def write_and_wait(event, /, *, now):
    heard.note_down(event, now=now)
    print("reacting", flush=True)
    time.sleep(600)

write_and_wait.__module__ = heard.note_down.__module__
write_and_wait.__qualname__ = heard.note_down.__qualname__
subscriptions.subscribe(heard.CaseMoved, write_and_wait)
with app.replace_connector(app.connector.get_worker_connector()) as working:
    working.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)
"""


@pytest.fixture
def _table() -> Iterator[None]:
    # Django empties no table of the queue: what another test left would be worked here.
    execute(
        "TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE",
        "CREATE TABLE outbox_heard (id bigserial, case_id bigint, step bigint, at timestamptz)",
        "GRANT INSERT, SELECT ON outbox_heard TO throughcare_engine",
        "GRANT USAGE ON SEQUENCE outbox_heard_id_seq TO throughcare_engine",
    )
    yield
    execute("DROP TABLE outbox_heard")


@pytest.fixture
def _listening(monkeypatch) -> None:
    monkeypatch.setattr(subscriptions, "_types", {})
    monkeypatch.setattr(subscriptions, "_reactions", {})
    monkeypatch.setattr(subscriptions, "_desks", [])
    subscriptions.subscribe(CaseMoved, note_down)


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def fetched(statement: str) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows: list[tuple[int, ...]] = cursor.fetchall()
    return rows


def publish(*facts: tuple[int, int]) -> None:
    for case_id, step in facts:
        with transaction.atomic():
            commands.publish(CaseMoved(case_id=case_id, step=step), now=NOON)


def work() -> None:
    """Have workers do what is to be done now, until nothing can be begun.

    A worker that does not wait stops when every job left is behind one that still runs.
    """
    assert isinstance(app.connector, DjangoConnector)
    while fetched(READY) != [(0,)]:
        with app.replace_connector(app.connector.get_worker_connector()) as working:
            working.run_worker(
                wait=False,
                listen_notify=False,
                install_signal_handlers=False,
                concurrency=4,
                task_middleware=[hang_up],
            )


def hang_up(call_next: SyncCallNext, _context: JobContext, _worker: Worker) -> object:
    """Close the connection of the worker's thread, which ends with the worker."""
    try:
        return call_next()
    finally:
        connection.close()


pytestmark = [
    pytest.mark.usefixtures("own_database"),
    pytest.mark.usefixtures("_table", "_listening"),
]


def test_a_worker_tells_facts_of_one_subject_in_order_and_all_of_them():
    publish(*((case_id, step) for step in range(6) for case_id in (1, 2, 3)))

    work()

    told = fetched(ROWS)
    assert [[step for case, step in told if case == case_id] for case_id in (1, 2, 3)] == [
        [0, 1, 2, 3, 4, 5]
    ] * 3
    assert fetched(UNFINISHED) == [(0,)]


def test_a_worker_killed_in_the_middle_of_a_reaction_loses_nothing():
    publish((1, 1), (1, 2))
    with subprocess.Popen(
        [sys.executable, "-c", STUCK_WORKER],
        stdout=subprocess.PIPE,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(SOURCE), *sys.path]),
            "THROUGHCARE_ROLE": "owner",
        },
    ) as killed:
        assert killed.stdout is not None
        said = killed.stdout.readline()
        killed.send_signal(signal.SIGKILL)
    execute("UPDATE procrastinate_workers SET last_heartbeat = now() + interval '1 hour'")
    work()
    before = fetched(ROWS)

    take_up_what_was_abandoned()

    assert said == b"reacting\n"
    assert before == []
    assert fetched(ROWS) == [(1, 1), (1, 2)]
    assert fetched(UNFINISHED) == [(0,)]


def test_a_worker_killed_between_telling_and_ticking_off_does_not_tell_again():
    publish((1, 1), (1, 2))
    [(event_id,)] = fetched("SELECT min(id) FROM outbox_event")
    commands.deliver(event_id=event_id, now=NOON)
    execute(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())",
        """UPDATE procrastinate_jobs SET status = 'doing',
            worker_id = (SELECT max(id) FROM procrastinate_workers)
        WHERE id = (SELECT min(id) FROM procrastinate_jobs)""",
    )

    take_up_what_was_abandoned()

    assert fetched(ROWS) == [(1, 1), (1, 2)]
    assert fetched(UNFINISHED) == [(0,)]
    assert queries.unsettled(limit=10) == []


LEFT_HALF_DONE = (
    "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())",
    "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)",
)
DOING = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"


def test_a_worker_that_starts_alone_takes_up_at_once_what_a_killed_one_left():
    publish((1, 1))
    execute(*LEFT_HALF_DONE)

    with commands.at_work():
        left = fetched(DOING)
        work()

    assert left == [(0,)]
    assert fetched(ROWS) == [(1, 1)]
    assert fetched(UNFINISHED) == [(0,)]


def test_a_worker_that_starts_beside_another_leaves_its_jobs_alone():
    publish((1, 1))
    with commands.at_work():
        execute(*LEFT_HALF_DONE)

        with commands.at_work():
            beside = fetched(DOING)

    with commands.at_work():
        alone = fetched(DOING)

    assert beside == [(1,)]
    assert alone == [(0,)]


def take_up_what_was_abandoned() -> None:
    execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    app.configure_task("outbox.take_up_abandoned_jobs").defer(timestamp=0)
    work()
