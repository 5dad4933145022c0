"""What waited in the live database waits in a copy as well: it is done by nobody there, and is not forgotten."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from throughcare.config import copies
from throughcare.notify import commands as notify
from throughcare.notify import queries as notified
from throughcare.notify.choices import Channel, RecipientKind
from throughcare.outbox import commands as outbox
from throughcare.outbox import queries as told
from throughcare.outbox import subscriptions
from throughcare.outbox.models import Event
from throughcare.outbox.tests.heard import CaseMoved, Listener

NOON = datetime(2014, 6, 1, 12, 0, tzinfo=UTC)


def run(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


@pytest.fixture
def waiting(monkeypatch, db) -> None:
    """A message that nobody has delivered yet, and an event that somebody is to be told again."""
    assert db is None
    monkeypatch.setattr(subscriptions, "_types", {})
    monkeypatch.setattr(subscriptions, "_reactions", {})
    monkeypatch.setattr(subscriptions, "_desks", [])
    listener = Listener("first")
    listener.fails_on = {(1, 1)}
    subscriptions.subscribe(CaseMoved, listener)
    outbox.publish(CaseMoved(case_id=1, step=1), now=NOON)
    outbox.deliver(event_id=Event.objects.latest("id").id, now=NOON)
    notify.accept(
        channel=Channel.IN_APP,
        recipient=notify.Recipient(kind=RecipientKind.UNIT, reference="LTV"),
        template="probation.report-requested",
        parameters={},
        owner="LTV",
        now=NOON,
    )


@pytest.mark.usefixtures("waiting")
def test_what_waits_at_the_copy_is_taken_by_no_worker_and_is_not_named_as_forgotten():
    assert told.counts()["retrying"] == 1
    assert notified.books(NOON).waiting == 1

    run(copies.PUT_OFF)

    assert (notified.forgotten(), told.forgotten()) == ([], [])
    run("INSERT INTO procrastinate_workers DEFAULT VALUES")
    ((taken,),) = run(
        "SELECT (procrastinate_fetch_job_v2(NULL, (SELECT max(id) FROM procrastinate_workers))).id"
    )
    assert taken is None


@pytest.mark.usefixtures("waiting")
def test_without_their_jobs_both_would_be_named():
    run("DELETE FROM procrastinate_jobs")

    assert (len(notified.forgotten()), len(told.forgotten())) == (1, 1)
