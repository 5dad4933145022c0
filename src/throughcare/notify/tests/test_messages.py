from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from throughcare.notify import commands, queries, rules
from throughcare.notify.choices import Channel, MessageState, RecipientKind
from throughcare.notify.commands import About, NoRoute, Outcome, Parcel, Recipient, Route
from throughcare.notify.models import Message

LAST_SECOND = datetime(2014, 5, 31, 22, 59, 59, tzinfo=UTC)
THE_DAY = datetime(2014, 5, 31, 23, 0, tzinfo=UTC)
TRUST = Recipient(kind=RecipientKind.UNIT, reference="LTV")
OFFICER = Recipient(kind=RecipientKind.ACCOUNT, reference="12")
SUCCESSORS = {"X000001": "NPS-NW", "X000002": "CRC-MERSEY"}


@pytest.fixture(autouse=True)
def _nobody_registered(monkeypatch) -> None:
    monkeypatch.setattr(commands, "_routers", [])
    monkeypatch.setattr(commands, "_couriers", {})


def successors(*, unit_code: str, about: About | None, now: datetime) -> Route | NoRoute:
    """Route as the house will: the trust until the day, then the successor of the person."""
    if now < THE_DAY:
        return Route(unit_code=unit_code)
    if about is not None and about.reference in SUCCESSORS:
        return Route(unit_code=SUCCESSORS[about.reference])
    return NoRoute(reason="The trust has more than one successor.", owner="NPS-NW")


def accepted(
    *,
    recipient: Recipient = TRUST,
    about: str | None = None,
    now: datetime = LAST_SECOND,
    parameters: Mapping[str, str | int | None] | None = None,
) -> UUID:
    return commands.accept(
        channel=Channel.IN_APP,
        recipient=recipient,
        template="probation.report-requested",
        parameters=parameters or {},
        owner="LTV",
        now=now,
        about=About(kind="case", reference=about) if about else None,
    )


def told(message_id: UUID) -> tuple[str, str, str, str]:
    message = Message.objects.get(id=message_id)
    return (message.state, message.routed_to, message.undelivered_reason, message.owner)


def become(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")


def pin(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


@pytest.mark.django_db
def test_no_courier_carries_anything_from_the_copy_of_a_rehearsal(settings):
    carried: list[Parcel] = []
    commands.carry_with(channel=Channel.IN_APP, courier=carried.append)
    at_work, in_a_copy = accepted(recipient=OFFICER), accepted(recipient=OFFICER)

    assert commands.deliver(message_id=at_work, now=THE_DAY) is Outcome.SETTLED
    settings.REHEARSAL = True
    assert commands.deliver(message_id=in_a_copy, now=THE_DAY) is Outcome.SETTLED

    assert [parcel.message_id for parcel in carried] == [at_work]
    assert told(in_a_copy)[0] == MessageState.DELIVERED


@pytest.mark.django_db
def test_a_message_is_accepted_with_a_job_to_deliver_it():
    message_id = accepted(parameters={"case": "X000001"})

    message = Message.objects.get(id=message_id)
    assert (message.state, message.accepted_at, message.parameters) == (
        MessageState.WAITING,
        LAST_SECOND,
        {"case": "X000001"},
    )
    assert queries.forgotten() == []


@pytest.mark.django_db
def test_a_message_for_a_trust_goes_to_its_mailbox_until_the_day():
    commands.route_with(successors)
    message_id = accepted(about="X000001")

    outcome = commands.deliver(message_id=message_id, now=LAST_SECOND)

    assert outcome is Outcome.SETTLED
    assert told(message_id) == ("delivered", "LTV", "", "LTV")


@pytest.mark.django_db
def test_a_message_accepted_in_the_last_second_reaches_the_successor_of_its_person():
    commands.route_with(successors)
    nps, company, nobody = accepted(about="X000001"), accepted(about="X000002"), accepted()

    for message_id in (nps, company, nobody):
        commands.deliver(message_id=message_id, now=THE_DAY)

    assert [told(message_id) for message_id in (nps, company, nobody)] == [
        ("delivered", "NPS-NW", "", "LTV"),
        ("delivered", "CRC-MERSEY", "", "LTV"),
        ("undelivered", "", "The trust has more than one successor.", "NPS-NW"),
    ]
    assert [letter.message_id for letter in queries.mailbox(unit_codes=["NPS-NW"], limit=9)] == [
        nps
    ]
    assert [letter.message_id for letter in queries.undelivered(limit=9)] == [nobody]
    assert queries.books(THE_DAY) == queries.Books(
        accepted=3, delivered=2, undelivered=1, waiting=0
    )


@pytest.mark.django_db
def test_a_second_delivery_changes_nothing():
    commands.route_with(successors)
    message_id = accepted(about="X000001")

    commands.deliver(message_id=message_id, now=LAST_SECOND)
    commands.deliver(message_id=message_id, now=THE_DAY)

    assert told(message_id) == ("delivered", "LTV", "", "LTV")
    assert Message.objects.get(id=message_id).settled_at == LAST_SECOND


@pytest.mark.django_db
def test_what_a_courier_cannot_ever_deliver_is_listed_with_its_reason():
    def refuse(parcel: Parcel) -> None:
        assert parcel.recipient == OFFICER
        raise commands.CannotReach("The account has no e-mail address.")

    commands.carry_with(channel=Channel.IN_APP, courier=refuse)
    message_id = accepted(recipient=OFFICER)

    outcome = commands.deliver(message_id=message_id, now=THE_DAY)

    assert outcome is Outcome.SETTLED
    assert told(message_id) == ("undelivered", "", "The account has no e-mail address.", "LTV")


@pytest.mark.django_db
def test_what_fails_is_tried_again_then_listed_and_may_be_tried_once_more():
    carried: list[UUID] = []

    def fail(_parcel: Parcel) -> None:
        raise commands.CannotReachNow("The mail server does not answer.")

    commands.carry_with(channel=Channel.IN_APP, courier=fail)
    message_id = accepted(recipient=OFFICER)
    outcomes = [commands.deliver(message_id=message_id, now=THE_DAY) for _ in range(rules.ATTEMPTS)]
    given_up = told(message_id)
    commands.carry_with(
        channel=Channel.IN_APP, courier=lambda parcel: carried.append(parcel.message_id)
    )
    commands.try_again(message_id=message_id, now=THE_DAY)
    commands.deliver(message_id=message_id, now=THE_DAY)

    assert outcomes == [Outcome.TRY_AGAIN] * (rules.ATTEMPTS - 1) + [Outcome.SETTLED]
    assert given_up == ("undelivered", "", "It could not be sent after 8 attempts.", "LTV")
    assert told(message_id) == ("delivered", "", "", "LTV")
    assert carried == [message_id]


@pytest.mark.django_db
def test_a_fault_of_a_courier_rises_and_the_message_waits():
    def fail(parcel: Parcel) -> None:
        raise LookupError(parcel.template)

    commands.carry_with(channel=Channel.IN_APP, courier=fail)
    message_id = accepted(recipient=OFFICER)

    with pytest.raises(LookupError):
        commands.deliver(message_id=message_id, now=THE_DAY)

    assert told(message_id) == ("waiting", "", "", "LTV")
    assert Message.objects.get(id=message_id).attempts == 0


@pytest.mark.django_db
def test_only_an_undelivered_message_is_tried_again():
    message_id = accepted(recipient=OFFICER)

    with pytest.raises(Message.DoesNotExist):
        commands.try_again(message_id=message_id, now=THE_DAY)

    assert told(message_id)[0] == "waiting"


@pytest.mark.django_db
def test_a_message_that_waits_without_a_job_is_found():
    message_id = accepted()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")

    assert queries.forgotten() == [message_id]


@pytest.mark.django_db
def test_the_first_reader_of_a_message_is_recorded():
    message_id = accepted()
    commands.mark_read(message_id=message_id, account_id=1, now=LAST_SECOND)
    unread = Message.objects.get(id=message_id).read_at
    commands.deliver(message_id=message_id, now=LAST_SECOND)

    commands.mark_read(message_id=message_id, account_id=2, now=THE_DAY)
    commands.mark_read(message_id=message_id, account_id=3, now=THE_DAY + timedelta(hours=1))

    message = Message.objects.get(id=message_id)
    assert unread is None
    assert (message.read_at, message.read_by_id) == (THE_DAY, 2)


@pytest.mark.django_db
def test_pages_of_a_mailbox_follow_one_another_and_lose_none():
    ids = [accepted(now=LAST_SECOND + timedelta(seconds=step // 2)) for step in range(5)]
    for message_id in ids:
        commands.deliver(message_id=message_id, now=THE_DAY)

    everything = queries.mailbox(unit_codes=["LTV"], limit=99)
    pages: list[queries.Letter] = []
    while page := queries.mailbox(
        unit_codes=["LTV"], limit=2, after=queries.cursor(pages[-1]) if pages else None
    ):
        pages += page

    assert pages == everything
    assert {letter.message_id for letter in pages} == set(ids)


@pytest.mark.django_db
def test_the_application_sees_what_was_sent_to_the_account_and_no_mailbox_of_a_unit_that_it_is_not_of():
    mine, others = accepted(recipient=OFFICER), accepted()
    for message_id in (mine, others):
        commands.deliver(message_id=message_id, now=THE_DAY)
    become("throughcare_app")

    stranger = set(Message.objects.values_list("id", flat=True))
    pin("tc.account", "12")
    officer = set(Message.objects.values_list("id", flat=True))
    pin("tc.operations", "on")
    operations = set(Message.objects.values_list("id", flat=True))

    assert (stranger, officer, operations) == (set(), {mine}, {mine, others})


@pytest.mark.django_db
def test_the_application_marks_what_is_its_own_and_nothing_of_others():
    mine, others = accepted(recipient=OFFICER), accepted()
    for message_id in (mine, others):
        commands.deliver(message_id=message_id, now=THE_DAY)
    become("throughcare_app")
    pin("tc.account", "12")

    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.filter(id=mine).update(state="waiting", settled_at=None)
    for message_id in (mine, others):
        commands.mark_read(message_id=message_id, account_id=12, now=THE_DAY)
        commands.mark_done(message_id=message_id, account_id=12, now=THE_DAY)
    by_hand = Message.objects.filter(id=others).update(read_at=THE_DAY, read_by_id=12)

    become("throughcare_engine")
    marks = dict(Message.objects.values_list("id", "done_by_id"))
    assert by_hand == 0
    assert marks == {mine: 12, others: None}


@pytest.mark.django_db
def test_whoever_does_a_message_first_has_done_it():
    message_id = accepted()
    commands.mark_done(message_id=message_id, account_id=1, now=THE_DAY)
    waiting = Message.objects.get(id=message_id).done_at
    commands.deliver(message_id=message_id, now=THE_DAY)

    commands.mark_done(message_id=message_id, account_id=2, now=THE_DAY)
    commands.mark_done(message_id=message_id, account_id=3, now=THE_DAY + timedelta(days=1))

    message = Message.objects.get(id=message_id)
    assert waiting is None
    assert (message.done_at, message.done_by_id) == (THE_DAY, 2)


@pytest.mark.django_db
def test_the_application_may_send_read_and_try_again_and_settle_nothing():
    undeliverable = accepted()
    commands.route_with(successors)
    commands.deliver(message_id=undeliverable, now=THE_DAY)
    become("throughcare_app")
    pin("tc.account", "12")
    pin("tc.operations", "on")

    sent = accepted(recipient=OFFICER)
    commands.try_again(message_id=undeliverable, now=THE_DAY)
    for forbidden in (
        Message.objects.filter(id=sent).update,
        lambda **changes: Message(
            accepted_at=THE_DAY,
            channel="in-app",
            recipient_kind="unit",
            recipient_reference="LTV",
            template="x",
            parameters={},
            owner="LTV",
            state="delivered",
            settled_at=THE_DAY,
            **changes,
        ).save(force_insert=True),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            forbidden(routed_to="NPS-NW")

    become("throughcare_engine")
    assert told(undeliverable)[0] == "waiting"
    assert told(sent) == ("waiting", "", "", "LTV")
    assert Message.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "delivered"},
        {"state": "undelivered", "settled_at": THE_DAY},
        {"state": "waiting", "settled_at": THE_DAY},
        {"state": "lost"},
        {"channel": "pigeon"},
        {"recipient_kind": "ghost"},
        {"recipient_reference": ""},
        {"owner": ""},
        {"read_at": THE_DAY},
        {"done_at": THE_DAY},
    ],
)
def test_a_message_cannot_be_in_two_minds(wrong):
    message_id = accepted()

    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(id=message_id).update(**wrong)

    assert told(message_id) == ("waiting", "", "", "LTV")


@pytest.mark.usefixtures("own_database")
@hypothesis(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["accept", "deliver", "again"]), st.integers(0, 5)), max_size=12
    )
)
def test_the_books_balance_whatever_happens(steps):
    commands.route_with(successors)
    ids: list[UUID] = []
    now = LAST_SECOND - timedelta(seconds=3)
    for act, which in steps:
        now += timedelta(seconds=1)
        if act == "accept":
            ids.append(accepted(about=f"X00000{which}" if which else None, now=now))
        elif act == "deliver" and ids:
            commands.deliver(message_id=ids[which % len(ids)], now=now)
        elif ids and told(ids[which % len(ids)])[0] == "undelivered":
            commands.try_again(message_id=ids[which % len(ids)], now=now)

        books = queries.books(now)
        assert books.is_balanced
        assert books.accepted == len(ids)
    assert queries.forgotten() == []
    Message.objects.all().delete()
