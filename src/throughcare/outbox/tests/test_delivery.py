from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from throughcare.outbox import commands, queries, rules, subscriptions
from throughcare.outbox.commands import Outcome
from throughcare.outbox.models import Delivery, Event
from throughcare.outbox.tests.heard import CaseMoved, Listener

NOON = datetime(2014, 6, 1, 12, 0, tzinfo=UTC)
JOBS = "SELECT args ->> 'event_id', lock, queue_name FROM procrastinate_jobs ORDER BY id"


@pytest.fixture(autouse=True)
def _only_these_subscribers(monkeypatch) -> None:
    monkeypatch.setattr(subscriptions, "_types", {})
    monkeypatch.setattr(subscriptions, "_reactions", {})
    monkeypatch.setattr(subscriptions, "_desks", [])


@pytest.fixture
def first():
    return subscribed("first")


@pytest.fixture
def second(first):
    assert first
    return subscribed("second")


def subscribed(name: str) -> Listener:
    listener = Listener(name)
    subscriptions.subscribe(CaseMoved, listener)
    return listener


def published(*, case_id: int = 1, step: int = 1) -> int:
    commands.publish(CaseMoved(case_id=case_id, step=step), now=NOON)
    return Event.objects.latest("id").id


def deliver(event_id: int) -> Outcome:
    return commands.deliver(event_id=event_id, now=NOON)


def give_up(event_id: int) -> list[Outcome]:
    return [deliver(event_id) for _ in range(rules.ATTEMPTS)]


def states() -> list[tuple[int, str, str]]:
    rows = Delivery.objects.order_by("event_id", "subscriber")
    return [
        (row.event_id, row.subscriber.removeprefix("outbox.tests.heard."), row.state)
        for row in rows
    ]


def fetched(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows: list[tuple[object, ...]] = cursor.fetchall()
    return rows


@pytest.mark.django_db
def test_a_published_event_is_a_row_and_a_job_in_the_same_transaction():
    event_id = published(case_id=7, step=2)

    event = Event.objects.get(id=event_id)
    assert (event.name, event.subject, event.payload, event.published_at) == (
        "outbox.case-moved.v1",
        "case:7",
        {"case_id": 7, "step": 2},
        NOON,
    )
    assert fetched(JOBS) == [(str(event_id), "case:7", "events")]


@pytest.mark.django_db
def test_what_is_undone_was_never_announced():
    undone = transaction.savepoint()
    published()
    transaction.savepoint_rollback(undone)

    assert not Event.objects.exists()
    assert fetched(JOBS) == []


@pytest.mark.usefixtures("own_database")
def test_an_event_is_not_published_outside_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        commands.publish(CaseMoved(case_id=1, step=1), now=NOON)

    assert not Event.objects.exists()


@pytest.mark.django_db
def test_each_subscriber_is_told_once_however_often_the_job_runs(first, second):
    event_id = published()

    outcomes = [deliver(event_id), deliver(event_id)]

    assert outcomes == [Outcome.SETTLED, Outcome.SETTLED]
    assert (first.heard, second.heard) == ([(1, 1)], [(1, 1)])
    assert states() == [(event_id, "first", "done"), (event_id, "second", "done")]


@pytest.mark.django_db
def test_a_retry_tells_only_the_one_that_failed(first, second):
    event_id = published()
    first.fails_on = {(1, 1)}

    once = deliver(event_id)
    first.fails_on = set()
    twice = deliver(event_id)

    assert (once, twice) == (Outcome.TRY_AGAIN, Outcome.SETTLED)
    assert (first.heard, second.heard) == ([(1, 1), (1, 1)], [(1, 1)])


@pytest.mark.django_db
def test_a_poison_message_ends_on_the_dead_letter_list_with_what_and_where(first, second):
    event_id = published(case_id=9)
    first.fails_on = {(9, 1)}

    outcomes = give_up(event_id)

    assert outcomes == [Outcome.TRY_AGAIN] * 9 + [Outcome.SETTLED]
    letters = queries.dead_letters(limit=10)
    assert [
        (letter.event_id, letter.event, letter.subject, letter.subscriber, letter.attempts)
        for letter in letters
    ] == [(event_id, "outbox.case-moved.v1", "case:9", "outbox.tests.heard.first", 10)]
    assert letters[0].fault.startswith("LookupError at throughcare.outbox.tests.heard.")
    assert second.heard == [(9, 1)]
    assert queries.counts() == {"retrying": 0, "done": 1, "dead": 1, "held": 0, "dismissed": 0}
    assert queries.dead_letters(limit=10, after_id=letters[0].delivery_id) == []


@pytest.mark.django_db
def test_a_poison_message_holds_up_its_subject_and_its_subscriber_alone(first, second):
    poison, behind, elsewhere = published(), published(step=2), published(case_id=2)
    first.fails_on = {(1, 1)}

    give_up(poison)
    outcomes = [deliver(behind), deliver(elsewhere)]

    assert outcomes == [Outcome.SETTLED, Outcome.SETTLED]
    assert states() == [
        (poison, "first", "dead"),
        (poison, "second", "done"),
        (behind, "first", "held"),
        (behind, "second", "done"),
        (elsewhere, "first", "done"),
        (elsewhere, "second", "done"),
    ]
    assert second.heard == [(1, 1), (1, 2), (2, 1)]


@pytest.mark.django_db
def test_a_redelivered_letter_is_told_first_and_then_what_waited_behind_it(first):
    poison, behind, last = published(), published(step=2), published(step=3)
    first.fails_on = {(1, 1)}
    give_up(poison)
    deliver(behind)
    first.fails_on, first.heard = set(), []
    jobs = len(fetched(JOBS))

    commands.redeliver(delivery_id=queries.dead_letters(limit=1)[0].delivery_id, now=NOON)
    # The job of the last event was there before: it must wait its turn all the same.
    deliver(last)
    for event_id in run_jobs_after(jobs):
        deliver(event_id)

    assert first.heard == [(1, 1), (1, 2), (1, 3)]
    assert {state for _, _, state in states()} == {"done"}


def run_jobs_after(number: int) -> list[int]:
    """Deliver what was deferred since, and give what that deferred in turn."""
    [(event_id, _, _)] = fetched(JOBS)[number:]
    deliver(int(str(event_id)))
    return [int(str(event_id)) for event_id, _, _ in fetched(JOBS)[number + 1 :]]


@pytest.mark.django_db
def test_a_dismissed_letter_lets_the_rest_go_on_and_says_who_dismissed_it(first):
    poison, behind = published(), published(step=2)
    first.fails_on = {(1, 1)}
    give_up(poison)
    deliver(behind)
    letter = queries.dead_letters(limit=1)[0]

    commands.dismiss(delivery_id=letter.delivery_id, account_id=44, now=NOON)
    outcome = deliver(behind)

    assert outcome is Outcome.SETTLED
    assert states() == [(poison, "first", "dismissed"), (behind, "first", "done")]
    assert Delivery.objects.get(id=letter.delivery_id).dismissed_by_id == 44
    assert fetched(JOBS)[-1] == (str(behind), "case:1", "events")


@pytest.mark.django_db
def test_only_dead_letters_are_redelivered_or_dismissed(first):
    event_id = published()
    deliver(event_id)
    delivery = Delivery.objects.get(event_id=event_id)

    with pytest.raises(Delivery.DoesNotExist):
        commands.redeliver(delivery_id=delivery.id, now=NOON)
    with pytest.raises(Delivery.DoesNotExist):
        commands.dismiss(delivery_id=delivery.id, account_id=44, now=NOON)

    assert states() == [(event_id, "first", "done")]
    assert first.heard == [(1, 1)]


@pytest.mark.django_db
def test_an_event_nobody_hears_is_settled():
    assert deliver(published()) is Outcome.SETTLED

    assert queries.unsettled(limit=10) == []


@pytest.mark.django_db
def test_reactions_run_as_the_engine():
    seen: list[object] = []

    def look(event: CaseMoved, /, *, now: datetime) -> None:
        seen.append((event.step, now, fetched("SELECT current_user")))

    subscriptions.subscribe(CaseMoved, look)
    deliver(published())

    assert seen == [(1, NOON, [("throughcare_engine",)])]


@pytest.mark.django_db
def test_reactions_run_where_access_sets_the_engine_to_work(first):
    opened: list[datetime] = []

    @contextmanager
    def desk(*, now: datetime) -> Iterator[None]:
        with transaction.atomic():
            opened.append(now)
            yield

    subscriptions.work_at(desk)
    deliver(published())

    assert (opened, first.heard) == ([NOON], [(1, 1)])


@pytest.mark.django_db
def test_the_application_publishes_but_sees_neither_events_nor_jobs(first):
    event_id = published()
    deliver(event_id)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE throughcare_app")

    commands.publish(CaseMoved(case_id=1, step=2), now=NOON)

    assert Event.objects.count() == 0
    assert Delivery.objects.count() == 0
    for statement in (
        "SELECT args FROM procrastinate_jobs",
        "UPDATE procrastinate_jobs SET args = '{}'",
        "DELETE FROM procrastinate_jobs",
        "INSERT INTO outbox_event (name, subject, payload, published_at) SELECT '', '', '{}', now()",
        "DELETE FROM outbox_event",
        "INSERT INTO outbox_delivery (event_id) VALUES (1)",
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            fetched(statement)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL tc.operations = 'on'")
    assert Event.objects.count() == 2
    assert [row.event_id for row in Delivery.objects.all()] == [event_id]
    assert first.heard == [(1, 1)]


@pytest.mark.django_db
def test_who_looks_after_the_system_may_redeliver_from_a_page(first):
    event_id = published()
    first.fails_on = {(1, 1)}
    give_up(event_id)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE throughcare_app")
        cursor.execute("SET LOCAL tc.operations = 'on'")

    commands.redeliver(delivery_id=queries.dead_letters(limit=1)[0].delivery_id, now=NOON)

    assert queries.counts()["retrying"] == 1


@pytest.mark.django_db
def test_a_delivery_is_recorded_once_and_dismissed_by_somebody():
    event = Event.objects.get(id=published())
    Delivery.objects.create(event=event, subscriber="a", state="done", changed_at=NOON)

    for wrong in (
        {"subscriber": "a", "state": "done"},
        {"subscriber": "b", "state": "lost"},
        {"subscriber": "b", "state": "dismissed"},
        {"subscriber": "b", "state": "done", "dismissed_by_id": 1},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delivery.objects.create(event=event, changed_at=NOON, **wrong)

    assert Delivery.objects.count() == 1
