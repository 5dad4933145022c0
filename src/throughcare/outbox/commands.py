import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import Enum, auto
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from procrastinate.contrib.django import app

from throughcare.outbox import events, rules, subscriptions
from throughcare.outbox.choices import IN_THE_WAY, DeliveryState
from throughcare.outbox.models import Delivery, Event

DELIVER = "outbox.deliver"
QUEUE = "events"
_WORKERS = "hashtext('throughcare_worker')"
_TAKE_UP = """
SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) FROM procrastinate_jobs WHERE status = 'doing' ORDER BY id
"""

log = logging.getLogger(__name__)


class Outcome(Enum):
    SETTLED = auto()
    TRY_AGAIN = auto()


def publish(event: events.Event, *, now: datetime) -> None:
    """Announce a fact in the transaction that makes it true; it is delivered after commit.

    Holds the subject until commit, so that facts about it are told in the order they came true.

    Raises:
        TransactionManagementError: there is no transaction for the fact to stand or fall with.
        TypeError: the event carries more than identifiers.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An event is published in a transaction")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT outbox_publish(%s, %s, %s::jsonb, %s)",
            [event.name, event.subject, json.dumps(rules.payload_of(event)), now],
        )
        row: tuple[int] = cursor.fetchone()
    _defer(event_ids=row, subject=event.subject)


def deliver(*, event_id: int, now: datetime) -> Outcome:
    """Tell every subscriber that was not told yet, each in a transaction with the record of it.

    To be called by the task of the event alone, which holds the lock of its subject.
    """
    event = Event.objects.get(id=event_id)
    outcome = Outcome.SETTLED
    for subscriber, reaction in subscriptions.reactions_to(event.name).items():
        try:
            state = _deliver_to(event, subscriber=subscriber, reaction=reaction, now=now)
        except Exception as fault:
            state = _record_failure(event, subscriber=subscriber, fault=fault, now=now)
            log.exception("%s failed for %s", event, subscriber)
        if state == DeliveryState.RETRYING:
            outcome = Outcome.TRY_AGAIN
    return outcome


def _deliver_to(
    event: Event,
    *,
    subscriber: str,
    reaction: subscriptions.Reaction[Any],  # Any: the class is that of the event's name
    now: datetime,
) -> str:
    with _as_engine(now=now):
        delivery = _held_delivery(event, subscriber=subscriber, now=now)
        if delivery.is_settled or delivery.state == DeliveryState.DEAD:
            return delivery.state
        if _is_blocked(delivery, subject=event.subject):
            return _change(delivery, state=DeliveryState.HELD, now=now)
        fact = rules.event_from(subscriptions.event_type(event.name), event.payload)
        reaction(fact, now=now)
        _release(delivery, subject=event.subject)
        return _change(delivery, state=DeliveryState.DONE, now=now)


def _record_failure(event: Event, *, subscriber: str, fault: Exception, now: datetime) -> str:
    with _as_engine(now=now):
        delivery = _held_delivery(event, subscriber=subscriber, now=now)
        delivery.attempts += 1
        delivery.fault = rules.account_of(fault)
        is_given_up = rules.is_given_up(attempts=delivery.attempts)
        state = DeliveryState.DEAD if is_given_up else DeliveryState.RETRYING
        return _change(delivery, state=state, now=now)


def redeliver(*, delivery_id: int, now: datetime) -> None:
    """Try a dead letter again, and after it what waits behind it.

    Raises:
        Delivery.DoesNotExist: it is no dead letter (any more).
    """
    with transaction.atomic():
        delivery = _held_dead_letter(delivery_id)
        delivery.attempts = 0
        _change(delivery, state=DeliveryState.RETRYING, now=now)
        _defer(event_ids=[delivery.event_id], subject=delivery.event.subject)


def dismiss(*, delivery_id: int, account_id: int, now: datetime) -> None:
    """Do without a dead letter, and go on with what waits behind it.

    Raises:
        Delivery.DoesNotExist: it is no dead letter (any more).
    """
    with transaction.atomic():
        delivery = _held_dead_letter(delivery_id)
        delivery.dismissed_by_id = account_id
        _change(delivery, state=DeliveryState.DISMISSED, now=now)
        _release(delivery, subject=delivery.event.subject)


@contextmanager
def at_work() -> Iterator[None]:
    """Be a worker for as long as the block runs. One that is alone takes up at once what a killed one left half done.

    To be called as the engine. Beside other workers it cannot tell whose jobs are abandoned; those are found by their
    silence, see `take_up_abandoned_jobs`.
    """
    # A session of its own, which ends with the process, however that ends.
    line = connections[DEFAULT_DB_ALIAS].copy()
    try:
        with line.cursor() as cursor:
            cursor.execute(f"SELECT pg_try_advisory_lock({_WORKERS})")
            if cursor.fetchone() == (True,):
                cursor.execute(_TAKE_UP)
                cursor.execute(f"SELECT pg_advisory_unlock({_WORKERS})")
            cursor.execute(f"SELECT pg_advisory_lock_shared({_WORKERS})")
        yield
    finally:
        line.close()


@contextmanager
def _as_engine(*, now: datetime) -> Iterator[None]:
    desk = subscriptions.desk()
    if desk is not None:
        with desk(now=now):
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE throughcare_engine")
        yield


def _held_delivery(event: Event, *, subscriber: str, now: datetime) -> Delivery:
    """Lock the record, so that a job taken for dead and its successor do not tell it at once."""
    fresh = Delivery(
        event=event, subscriber=subscriber, state=DeliveryState.RETRYING, changed_at=now
    )
    Delivery.objects.bulk_create([fresh], ignore_conflicts=True)
    return Delivery.objects.select_for_update(no_key=True).get(event=event, subscriber=subscriber)


def _held_dead_letter(delivery_id: int) -> Delivery:
    return (
        Delivery.objects.select_for_update(no_key=True, of=("self",))
        .select_related("event")
        .get(id=delivery_id, state=DeliveryState.DEAD)
    )


def _is_blocked(delivery: Delivery, *, subject: str) -> bool:
    return Delivery.objects.filter(
        subscriber=delivery.subscriber,
        state__in=IN_THE_WAY,
        event__subject=subject,
        event_id__lt=delivery.event_id,
    ).exists()


def _release(delivery: Delivery, *, subject: str) -> None:
    """Have what was held behind this delivery tried, in order."""
    held = Delivery.objects.filter(
        subscriber=delivery.subscriber,
        state=DeliveryState.HELD,
        event__subject=subject,
        event_id__gt=delivery.event_id,
    ).order_by("event_id")
    _defer(event_ids=held.values_list("event_id", flat=True), subject=subject)


def _change(delivery: Delivery, *, state: DeliveryState, now: datetime) -> str:
    delivery.state = state
    delivery.changed_at = now
    delivery.save(
        update_fields=["state", "attempts", "fault", "changed_at", "dismissed_by_id"],
    )
    return state


def _defer(*, event_ids: Iterable[int], subject: str) -> None:
    job = app.configure_task(DELIVER, lock=subject, queue=QUEUE)
    for event_id in event_ids:
        job.defer(event_id=event_id)
