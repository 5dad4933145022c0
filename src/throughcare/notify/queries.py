from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet

from throughcare.notify.choices import Channel, MessageState, RecipientKind
from throughcare.notify.models import Message


@dataclass(frozen=True, kw_only=True)
class Books:
    """Every message accepted up to a moment, and where it stood then."""

    accepted: int
    delivered: int
    undelivered: int
    waiting: int

    @property
    def is_balanced(self) -> bool:
        return self.accepted == self.delivered + self.undelivered + self.waiting


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message, for people to read; its words are made from template and parameters."""

    message_id: UUID
    accepted_at: datetime
    channel: str
    recipient_kind: str
    recipient_reference: str
    subject_kind: str
    subject_reference: str
    template: str
    parameters: dict[str, str | int | None]
    state: str
    owner: str
    routed_to: str
    settled_at: datetime | None
    undelivered_reason: str
    read_at: datetime | None
    done_at: datetime | None
    done_by_id: int | None


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What became of the messages of one channel; `last_at` is when one was last delivered, None if none was."""

    channel: Channel
    delivered: int
    waiting: int
    undelivered: int
    last_at: datetime | None


Cursor = tuple[datetime, UUID]


def books(now: datetime) -> Books:
    """The books as at `now`. One that was settled later counts as waiting."""
    settled = Q(settled_at__lte=now)
    return Books(
        **Message.objects.filter(accepted_at__lte=now).aggregate(
            accepted=Count("id"),
            delivered=Count("id", filter=settled & Q(state=MessageState.DELIVERED)),
            undelivered=Count("id", filter=settled & Q(state=MessageState.UNDELIVERED)),
            waiting=Count("id", filter=Q(settled_at=None) | Q(settled_at__gt=now)),
        )
    )


def by_channel() -> list[Carried]:
    """Each channel that ever had a message, by name; one query. For the engine and the owner."""
    return [
        Carried(
            channel=Channel(row["channel"]),
            delivered=row["delivered"],
            waiting=row["waiting"],
            undelivered=row["undelivered"],
            last_at=row["last_at"],
        )
        for row in Message.objects.order_by("channel")
        .values("channel")
        .annotate(
            delivered=Count("id", filter=Q(state=MessageState.DELIVERED)),
            waiting=Count("id", filter=Q(state=MessageState.WAITING)),
            undelivered=Count("id", filter=Q(state=MessageState.UNDELIVERED)),
            last_at=Max("settled_at", filter=Q(state=MessageState.DELIVERED)),
        )
    ]


def forgotten() -> list[UUID]:
    """Messages that wait without a job to deliver them. There must be none.

    For the engine and the owner; the application may not read the queue.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id FROM notify_message AS message
            WHERE state = 'waiting' AND NOT EXISTS (
                SELECT FROM procrastinate_jobs
                WHERE task_name = 'notify.deliver' AND status IN ('todo', 'doing')
                    AND args ->> 'message_id' = message.id::text
            ) ORDER BY id
            """
        )
        return [row[0] for row in cursor.fetchall()]


def mailbox(
    *, unit_codes: Collection[str], limit: int, after: Cursor | None = None
) -> list[Letter]:
    """What reached the mailboxes of some units, latest first; `after` is `cursor` of the last."""
    return _page(_reached(unit_codes), limit=limit, after=after)


def waiting_for_somebody(
    *, unit_codes: Collection[str], limit: int, after: Cursor | None = None
) -> list[Letter]:
    """What reached the mailboxes of some units and nobody has done yet, latest first."""
    return _page(_reached(unit_codes).filter(done_at=None), limit=limit, after=after)


def done(*, unit_codes: Collection[str], limit: int, after: Cursor | None = None) -> list[Letter]:
    """What reached the mailboxes of some units and somebody has done, latest first."""
    return _page(_reached(unit_codes).exclude(done_at=None), limit=limit, after=after)


def undelivered_of(
    *, unit_codes: Collection[str], limit: int, after: Cursor | None = None
) -> list[Letter]:
    """What reached nobody and some units are to find out about, latest first."""
    messages = Message.objects.filter(state=MessageState.UNDELIVERED, owner__in=unit_codes)
    return _page(messages, limit=limit, after=after)


def letter(message_id: UUID) -> Letter | None:
    """One message, or None where there is none that the pinned account may read."""
    message = Message.objects.filter(id=message_id).first()
    return None if message is None else _letter(message)


def inbox(*, account_id: int, limit: int, after: Cursor | None = None) -> list[Letter]:
    """What reached an account, latest first."""
    messages = Message.objects.filter(
        recipient_kind=RecipientKind.ACCOUNT,
        recipient_reference=str(account_id),
        state=MessageState.DELIVERED,
    )
    return _page(messages, limit=limit, after=after)


def undelivered(*, limit: int, after: Cursor | None = None) -> list[Letter]:
    """What could not be delivered, each with its reason and owner, latest first."""
    return _page(Message.objects.filter(state=MessageState.UNDELIVERED), limit=limit, after=after)


def cursor(letter: Letter) -> Cursor:
    return (letter.accepted_at, letter.message_id)


def _reached(unit_codes: Collection[str]) -> QuerySet[Message]:
    return Message.objects.filter(routed_to__in=unit_codes).exclude(routed_to="")


def _page(messages: QuerySet[Message], *, limit: int, after: Cursor | None) -> list[Letter]:
    if after is not None:
        at, message_id = after
        messages = messages.filter(Q(accepted_at__lt=at) | Q(accepted_at=at, id__lt=message_id))
    return [_letter(message) for message in messages.order_by("-accepted_at", "-id")[:limit]]


def _letter(message: Message) -> Letter:
    return Letter(
        message_id=message.id,
        accepted_at=message.accepted_at,
        channel=message.channel,
        recipient_kind=message.recipient_kind,
        recipient_reference=message.recipient_reference,
        subject_kind=message.subject_kind,
        subject_reference=message.subject_reference,
        template=message.template,
        parameters=message.parameters,
        state=message.state,
        owner=message.owner,
        routed_to=message.routed_to,
        settled_at=message.settled_at,
        undelivered_reason=message.undelivered_reason,
        read_at=message.read_at,
        done_at=message.done_at,
        done_by_id=message.done_by_id,
    )
