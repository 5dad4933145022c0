import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from throughcare.notify import rules
from throughcare.notify.choices import Channel, MessageState, RecipientKind
from throughcare.notify.models import Message

DELIVER = "notify.deliver"
QUEUE = "messages"
NEW_CODE = "new-code"
"""What a sender is told of a message that reached a unit under another code: `old_code` and `code`."""
NOT_DELIVERED = "not-delivered"
"""What a sender is told of one that reached nobody: `old_code`, and the `code` of the unit that finds out."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Recipient:
    kind: RecipientKind
    reference: str
    """A unit's code, an account's number or a person's case reference, as `kind` says."""


@dataclass(frozen=True, kw_only=True)
class About:
    """Whom or what a message is about: it decides which successor of a unit gets it."""

    kind: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class Sending:
    """One of many messages that are accepted together."""

    channel: Channel
    recipient: Recipient
    template: str
    parameters: Mapping[str, str | int | None]
    owner: str
    about: About


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What a courier carries."""

    message_id: UUID
    channel: str
    recipient: Recipient
    template: str
    parameters: Mapping[str, str | int | None]


@dataclass(frozen=True, kw_only=True)
class Route:
    """The unit whose mailbox a message for a unit belongs in."""

    unit_code: str


@dataclass(frozen=True, kw_only=True)
class NoRoute:
    """Why there is no mailbox for it, and the unit that answers for it now."""

    reason: str
    owner: str


class Router(Protocol):
    """Finds the mailbox for a message addressed to a unit, at the moment of delivery."""

    def __call__(
        self, *, unit_code: str, about: About | None, now: datetime
    ) -> Route | NoRoute: ...


class CannotReach(Exception):  # noqa: N818 an answer of couriers, worded for people
    """There is no use in trying again; the text is the reason, without personal data."""


class CannotReachNow(Exception):  # noqa: N818 an answer of couriers, worded for operations
    """Trying again later may help; the text says what failed, without personal data."""


Courier = Callable[[Parcel], None]


class Outcome(Enum):
    SETTLED = auto()
    TRY_AGAIN = auto()


def _to_the_unit_itself(*, unit_code: str, about: About | None, now: datetime) -> Route:  # noqa: ARG001 a router's shape
    return Route(unit_code=unit_code)


def _leave_in_mailbox(parcel: Parcel) -> None:
    """Do nothing more: a delivered message is in the mailbox that the house shows."""


_couriers: dict[str, Courier] = {}
_routers: list[Router] = []


def carry_with(*, channel: Channel, courier: Courier) -> None:
    """Have messages of a channel carried by `courier`, outside any transaction.

    It answers with `CannotReach` when there is no use in trying again, and with `CannotReachNow`
    when there may be; anything else is a fault. It may be given the same parcel twice.
    """
    _couriers[channel] = courier


def route_with(router: Router) -> None:
    """Have `router` find the mailbox of messages addressed to units; the last one given counts."""
    _routers.append(router)


def accept(
    *,
    channel: Channel,
    recipient: Recipient,
    template: str,
    parameters: Mapping[str, str | int | None],
    owner: str,
    now: datetime,
    about: About | None = None,
    sender: Recipient | None = None,
) -> UUID:
    """Take a message, to be delivered after commit, and return its number.

    `parameters` are identifiers and codes; the words are made when it is shown or sent. `owner` is
    the code of the unit that answers for the message if it cannot be delivered. `sender` is told
    when it reached a unit under another code (`NEW_CODE`), or nobody (`NOT_DELIVERED`).
    """
    message = Message(
        accepted_at=now,
        channel=channel,
        recipient_kind=recipient.kind,
        recipient_reference=recipient.reference,
        subject_kind=about.kind if about else "",
        subject_reference=about.reference if about else "",
        template=template,
        parameters=dict(parameters),
        owner=owner,
        sender_kind=sender.kind if sender else "",
        sender_reference=sender.reference if sender else "",
    )
    with transaction.atomic():
        message.save(force_insert=True)
        _defer(message)
    return message.id


def accept_many(sendings: Sequence[Sending], *, now: datetime) -> list[UUID]:
    """Take many messages at once, as `accept` does one, and return their numbers in order; two statements."""
    messages = [
        Message(
            accepted_at=now,
            channel=each.channel,
            recipient_kind=each.recipient.kind,
            recipient_reference=each.recipient.reference,
            subject_kind=each.about.kind,
            subject_reference=each.about.reference,
            template=each.template,
            parameters=dict(each.parameters),
            owner=each.owner,
        )
        for each in sendings
    ]
    if messages:
        with transaction.atomic():
            Message.objects.bulk_create(messages)
            jobs: list[JSONDict] = [{"message_id": str(message.id)} for message in messages]
            app.configure_task(DELIVER, queue=QUEUE).batch_defer(*jobs)
    return [message.id for message in messages]


def is_carried(channel: Channel) -> bool:
    """Whether a message for somebody outside the house gets anywhere: a courier has the channel, or nobody is real."""
    return channel in _couriers or settings.DEMONSTRATION or settings.REHEARSAL


def deliver(*, message_id: UUID, now: datetime) -> Outcome:
    """Carry a waiting message to where it belongs now, or list it as undelivered.

    To be called by the task of the message alone.
    """
    message = Message.objects.get(id=message_id)
    if message.state != MessageState.WAITING:
        return Outcome.SETTLED
    route = _route(message, now=now)
    if isinstance(route, NoRoute):
        return _settle_undelivered(message, reason=route.reason, owner=route.owner, now=now)
    try:
        _courier_of(message)(_parcel(message))
    except CannotReach as refusal:
        return _settle_undelivered(message, reason=str(refusal), owner=message.owner, now=now)
    except CannotReachNow:
        log.warning("%s could not be carried", message, exc_info=True)
        return _count_failure(message, now=now)
    with transaction.atomic():
        is_first = _settle(
            message,
            now=now,
            state=MessageState.DELIVERED,
            routed_to=route.unit_code if route else "",
        )
        if is_first and route and route.unit_code != message.recipient_reference:
            _answer_sender(message, NEW_CODE, unit=route.unit_code, now=now)
    return Outcome.SETTLED


def try_again(*, message_id: UUID, now: datetime) -> None:
    """Have an undelivered message tried again.

    Raises:
        Message.DoesNotExist: it is not undelivered.
    """
    with transaction.atomic():
        message = Message.objects.select_for_update(no_key=True).get(
            id=message_id, state=MessageState.UNDELIVERED, settled_at__lte=now
        )
        message.state = MessageState.WAITING
        message.settled_at = None
        message.undelivered_reason = ""
        message.attempts = 0
        message.save(update_fields=["state", "settled_at", "undelivered_reason", "attempts"])
        _defer(message)


def mark_read(*, message_id: UUID, account_id: int, now: datetime) -> None:
    """Record who first read a delivered message; a second reading changes nothing."""
    Message.objects.filter(id=message_id, state=MessageState.DELIVERED, read_at=None).update(
        read_at=now, read_by_id=account_id
    )


def mark_done(*, message_id: UUID, account_id: int, now: datetime) -> None:
    """Record who first did what a delivered message asks for; a second time changes nothing."""
    Message.objects.filter(id=message_id, state=MessageState.DELIVERED, done_at=None).update(
        done_at=now, done_by_id=account_id
    )


def _courier_of(message: Message) -> Courier:
    """Whoever carries a message: nobody from the copy of a rehearsal, whose people are those of the real one."""
    if settings.REHEARSAL:
        return _leave_in_mailbox
    return _couriers.get(message.channel, _leave_in_mailbox)


def _route(message: Message, *, now: datetime) -> Route | NoRoute | None:
    if message.recipient_kind != RecipientKind.UNIT:
        return None
    router: Router = _routers[-1] if _routers else _to_the_unit_itself
    about = (
        About(kind=message.subject_kind, reference=message.subject_reference)
        if message.subject_reference
        else None
    )
    return router(unit_code=message.recipient_reference, about=about, now=now)


def _parcel(message: Message) -> Parcel:
    return Parcel(
        message_id=message.id,
        channel=message.channel,
        recipient=Recipient(
            kind=RecipientKind(message.recipient_kind), reference=message.recipient_reference
        ),
        template=message.template,
        parameters=message.parameters,
    )


def _settle_undelivered(message: Message, *, reason: str, owner: str, now: datetime) -> Outcome:
    with transaction.atomic():
        is_first = _settle(
            message,
            now=now,
            state=MessageState.UNDELIVERED,
            undelivered_reason=reason,
            owner=owner,
        )
        if is_first:
            _answer_sender(message, NOT_DELIVERED, unit=owner, now=now)
    return Outcome.SETTLED


def _settle(message: Message, *, now: datetime, **facts: str) -> bool:
    # Whoever settles first is right: a job taken for dead may still be running.
    settled = Message.objects.filter(id=message.id, state=MessageState.WAITING).update(
        settled_at=now, **facts
    )
    return settled == 1


def _answer_sender(message: Message, template: str, *, unit: str, now: datetime) -> None:
    """Tell whoever sent a message which unit has it now. The answer has no sender, so nothing answers it."""
    if not message.sender_reference:
        return
    accept(
        channel=Channel.IN_APP,
        recipient=Recipient(
            kind=RecipientKind(message.sender_kind), reference=message.sender_reference
        ),
        template=template,
        parameters={"old_code": message.recipient_reference, "code": unit},
        owner=unit,
        now=now,
        about=About(kind=message.subject_kind, reference=message.subject_reference)
        if message.subject_reference
        else None,
    )


def _count_failure(message: Message, *, now: datetime) -> Outcome:
    attempts = message.attempts + 1
    Message.objects.filter(id=message.id, state=MessageState.WAITING).update(attempts=attempts)
    if not rules.is_given_up(attempts=attempts):
        return Outcome.TRY_AGAIN
    reason = f"It could not be sent after {attempts} attempts."
    return _settle_undelivered(message, reason=reason, owner=message.owner, now=now)


def _defer(message: Message) -> None:
    app.configure_task(DELIVER, queue=QUEUE).defer(message_id=str(message.id))
