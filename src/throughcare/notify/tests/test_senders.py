"""What the sender of a message is told once it is settled."""

import pytest
from django.db import IntegrityError, transaction

from throughcare.notify import commands, queries
from throughcare.notify.choices import Channel, RecipientKind
from throughcare.notify.commands import About, Recipient
from throughcare.notify.models import Message
from throughcare.notify.tests.test_messages import LAST_SECOND, THE_DAY, TRUST, successors

pytestmark = pytest.mark.django_db

SENDER = Recipient(kind=RecipientKind.ACCOUNT, reference="44")


@pytest.fixture(autouse=True)
def _routed(monkeypatch) -> None:
    monkeypatch.setattr(commands, "_routers", [successors])
    monkeypatch.setattr(commands, "_couriers", {})


def sent(*, about: str | None = "X000001", sender: Recipient | None = SENDER) -> Message:
    number = commands.accept(
        channel=Channel.IN_APP,
        recipient=TRUST,
        template="referral",
        parameters={},
        owner="LTV",
        now=LAST_SECOND,
        about=About(kind="case", reference=about) if about else None,
        sender=sender,
    )
    return Message.objects.get(id=number)


def replies() -> list[tuple[str, str, dict[str, str]]]:
    return [
        (each.template, each.recipient_reference, each.parameters)
        for each in Message.objects.exclude(template="referral")
    ]


def test_a_sender_is_told_once_which_code_to_use():
    message = sent()

    for _ in range(2):
        commands.deliver(message_id=message.id, now=THE_DAY)

    assert replies() == [("new-code", "44", {"old_code": "LTV", "code": "NPS-NW"})]
    assert queries.books(THE_DAY).is_balanced
    assert queries.forgotten() == []


def test_a_sender_is_told_who_finds_out_where_nobody_was_reached():
    commands.deliver(message_id=sent(about=None).id, now=THE_DAY)

    assert replies() == [("not-delivered", "44", {"old_code": "LTV", "code": "NPS-NW"})]


def test_nothing_is_said_where_the_code_is_in_use_or_nobody_is_named_as_sender():
    commands.deliver(message_id=sent().id, now=LAST_SECOND)
    commands.deliver(message_id=sent(sender=None).id, now=THE_DAY)

    assert replies() == []


def test_half_a_sender_cannot_be_written():
    message = sent()

    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(id=message.id).update(sender_kind="")
