from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet

from throughcare.outbox import subscriptions
from throughcare.outbox.choices import DeliveryState
from throughcare.outbox.models import Delivery
from throughcare.outbox.rules import payload_of as payload_of  # noqa: PLC0414  for whoever tells events on


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A delivery that waits: given up, held behind one that was, or to be tried again.

    `fault` says what went wrong and where, in no words that may name a person.
    """

    delivery_id: int
    event_id: int
    event: str
    subject: str
    subscriber: str
    state: str
    attempts: int
    fault: str
    published_at: datetime
    changed_at: datetime


@dataclass(frozen=True, kw_only=True)
class Told:
    """What became of events for one subscriber; `last_at` is when it was last told one, None if it never was.

    `is_known` where somebody of this name hears events now; `stuck` were given up, or wait behind one that was.
    """

    subscriber: str
    is_known: bool
    done: int = 0
    retrying: int = 0
    stuck: int = 0
    last_at: datetime | None = None


def by_subscriber() -> list[Told]:
    """Everybody who hears events or ever did, by name; one query. For the engine and the owner."""
    known = subscriptions.subscribers()
    told = {
        row["subscriber"]: Told(
            subscriber=row["subscriber"],
            is_known=row["subscriber"] in known,
            done=row["done"],
            retrying=row["retrying"],
            stuck=row["stuck"],
            last_at=row["last_at"],
        )
        for row in Delivery.objects.order_by()
        .values("subscriber")
        .annotate(
            done=Count("id", filter=Q(state=DeliveryState.DONE)),
            retrying=Count("id", filter=Q(state=DeliveryState.RETRYING)),
            stuck=Count("id", filter=Q(state__in=(DeliveryState.DEAD, DeliveryState.HELD))),
            last_at=Max("changed_at", filter=Q(state=DeliveryState.DONE)),
        )
    }
    return [
        told.get(name) or Told(subscriber=name, is_known=True) for name in sorted({*known, *told})
    ]


def dead_letters(*, limit: int, after_id: int = 0) -> list[Letter]:
    """What was given up and waits for a person, oldest first; `after_id` is the last one seen."""
    return _letters(Delivery.objects.filter(state=DeliveryState.DEAD, id__gt=after_id), limit=limit)


def unsettled(*, limit: int, after_id: int = 0) -> list[Letter]:
    """What is to be tried again, given up or held, oldest first."""
    waiting = (DeliveryState.RETRYING, DeliveryState.DEAD, DeliveryState.HELD)
    return _letters(Delivery.objects.filter(state__in=waiting, id__gt=after_id), limit=limit)


def counts() -> dict[str, int]:
    """How many deliveries are in each state; those not tried yet are in none."""
    counted = dict(Delivery.objects.order_by().values_list("state").annotate(Count("id")))
    return {state: counted.get(state, 0) for state in DeliveryState.values}


def forgotten() -> list[int]:
    """Events that somebody has still to be told and that no job will tell. There must be none.

    A job is made with its event and is removed once all are told, so one that ended otherwise betrays them. For the
    engine and the owner; the application may not read the queue.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH jobs AS (
                SELECT (args ->> 'event_id')::bigint AS event_id, bool_or(status IN ('todo', 'doing')) AS goes_on
                FROM procrastinate_jobs WHERE task_name = 'outbox.deliver' GROUP BY 1
            )
            SELECT event_id FROM jobs WHERE NOT goes_on
            UNION
            SELECT event_id FROM outbox_delivery AS delivery
            WHERE state = 'retrying' AND NOT EXISTS (
                SELECT FROM jobs WHERE jobs.event_id = delivery.event_id AND goes_on
            ) ORDER BY 1
            """
        )
        return [row[0] for row in cursor.fetchall()]


def _letters(deliveries: QuerySet[Delivery], *, limit: int) -> list[Letter]:
    return [
        Letter(
            delivery_id=delivery.id,
            event_id=delivery.event_id,
            event=delivery.event.name,
            subject=delivery.event.subject,
            subscriber=delivery.subscriber,
            state=delivery.state,
            attempts=delivery.attempts,
            fault=delivery.fault,
            published_at=delivery.event.published_at,
            changed_at=delivery.changed_at,
        )
        for delivery in deliveries.select_related("event").order_by("id")[:limit]
    ]
