"""People are reminded of their appointments where they agreed, once, and told when it is not then."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from throughcare.access import commands as change_access
from throughcare.access.models import Restriction
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.kernel.days import HERE
from throughcare.notify import commands as notify
from throughcare.notify.choices import Channel
from throughcare.notify.models import Message
from throughcare.organisation.models import UnitFact
from throughcare.people.models import ContactPoint, ContactPreference
from throughcare.probation import commands, queries, tasks
from throughcare.probation.models import Appointment, Contact, ContactType, Reminder
from throughcare.probation.rules import reminders as rules
from throughcare.probation.tests.sentencing import NOW, acting

pytestmark = pytest.mark.django_db
TOMORROW = NOW + timedelta(hours=23)
NUMBER = "07700900123"


@pytest.fixture(autouse=True)
def carried(settings) -> None:
    settings.DEMONSTRATION = True


@pytest.fixture
def office(nation):
    unit = nation.units["C05T"]
    for fact, value in (("address", "1 High Street, Elmstead"), ("telephone", "0300 555 0100")):
        UnitFact.objects.create(
            unit=unit,
            fact=fact,
            value=value,
            starts_at=NOW - timedelta(days=9),
            recorded_at=NOW - timedelta(days=9),
        )
    return unit


@pytest.fixture
def ahead(case, office) -> Appointment:
    type(case).objects.update(contacts_made=1)
    ContactType.objects.get_or_create(
        code="CMOB", defaults={"description": "E-mail or text to the person", "kind": "event"}
    )
    return Appointment.objects.create(
        case=case,
        type_id="COAP",
        starts_at=TOMORROW,
        ends_at=TOMORROW + timedelta(minutes=30),
        office=office,
        recorded_at=NOW,
    )


@pytest.fixture
def agreed(case) -> ContactPreference:
    ContactPoint.objects.create(
        person_id=case.person_id,
        kind="mobile",
        value=NUMBER,
        starts_on=date(2014, 1, 1),
        recorded_at=NOW,
    )
    return ContactPreference.objects.create(
        person_id=case.person_id,
        may_be_texted=True,
        starts_on=date(2014, 1, 1),
        recorded_at=NOW,
    )


def remind(at: datetime = NOW, *, hours: int = 24, limited: bool = False) -> int:
    """All that the house does at a moment; how many new reminders there are."""
    before = Reminder.objects.count()
    with change_access.as_engine(now=at):
        commands.take_back_reminders(now=at, reminds_limited=limited)
        place = commands.send_reminders(now=at, hours=hours, reminds_limited=limited)
        while place is not None:
            place = commands.send_reminders(
                now=at, hours=hours, reminds_limited=limited, after=place
            )
    return Reminder.objects.count() - before


def said() -> list[str]:
    """What each message says, in the order in which they were accepted."""
    with change_access.as_engine(now=NOW):
        return [
            queries.reminder_words(each.template, each.parameters)
            for each in Message.objects.order_by("accepted_at", "template")
        ]


def test_somebody_who_agreed_is_reminded_once_and_the_log_and_the_page_say_so(
    officer_here, case, ahead, agreed
):
    made = (remind(), remind(), remind(NOW + timedelta(hours=1)))

    day = queries_day(ahead)
    message = Message.objects.get()
    assert made == (1, 0, 0)
    assert (message.channel, message.recipient_kind, message.recipient_reference) == (
        "text",
        "person",
        case.person.crn,
    )
    assert said() == [
        f"You have an appointment on {day}, C05T, 1 High Street, Elmstead. If you have a question, ring 0300 555 0100."
    ]
    assert Contact.objects.get(case=case, type_id="CMOB").notes == (
        f"A reminder of the appointment on {day} was sent by text message."
    )
    with acting(officer_here):
        assert queries.reminders_of(ahead.pk) == (
            queries.Sent(
                channel="text message", starts_at=TOMORROW, sent_at=NOW, taken_back_at=None
            ),
        )


def queries_day(slot: Appointment) -> str:
    return rules.when(slot.starts_at.astimezone(HERE), language="en")


def test_what_is_sent_names_neither_the_person_nor_the_reason(case, ahead, agreed):
    remind()

    message = Message.objects.get()
    told = f"{said()} {message.parameters}"
    assert [
        each for each in ("Ann", "Other", NUMBER, "Office visit", "robation") if each in told
    ] == []


@pytest.mark.parametrize(
    "change",
    [
        {"may_be_texted": False},
        {"starts_on": date(2030, 1, 1)},
        {"may_be_texted": False, "channel": "email"},
    ],
)
def test_nobody_is_reminded_who_did_not_agree_or_has_no_address_for_it(ahead, agreed, change):
    ContactPreference.objects.update(**change)

    assert (remind(), Message.objects.count(), Contact.objects.filter(type_id="CMOB").count()) == (
        0,
        0,
        0,
    )


def test_nobody_is_reminded_without_a_number_nor_where_nothing_carries_texts(
    ahead, agreed, settings
):
    settings.DEMONSTRATION = False
    uncarried = remind()
    settings.DEMONSTRATION = True
    ContactPoint.objects.all().delete()

    assert (uncarried, remind(), Message.objects.count()) == (0, 0, 0)


def test_somebody_who_chose_email_gets_it_and_who_reads_welsh_reads_welsh(case, ahead, agreed):
    ContactPoint.objects.create(
        person_id=case.person_id,
        kind="email",
        value="somebody@example.org",
        starts_on=date(2014, 1, 1),
        recorded_at=NOW,
    )
    ContactPreference.objects.update(channel="email", text_language="cy")

    remind()

    day = rules.when(ahead.starts_at.astimezone(HERE), language="cy")
    assert Message.objects.get().channel == "email"
    assert said() == [
        f"Mae gennych apwyntiad {day}, C05T, 1 High Street, Elmstead. Os oes gennych gwestiwn, ffoniwch 0300 555 0100."
    ]


def test_of_somebody_with_limited_access_a_setting_decides(officer_here, case, ahead, agreed):
    Restriction.objects.create(
        person_id=case.person_id,
        account_id=officer_here.pk,
        kind="exclusion",
        starts_at=NOW - timedelta(days=1),
    )

    assert (remind(), remind(limited=True)) == (0, 1)


def test_only_what_is_ahead_within_the_hours_and_stands_is_reminded_of(ahead, agreed):
    results = [remind(hours=22), remind(TOMORROW)]
    Appointment.objects.update(outcome="AAME")
    results.append(remind())
    Appointment.objects.update(outcome="", is_cancelled=True)
    results.append(remind())

    assert results == [0, 0, 0, 0]


def test_a_cancelled_appointment_is_taken_back_once(officer_here, case, ahead, agreed):
    remind()
    with acting(officer_here):
        commands.cancel_appointment(
            account_id=officer_here.pk, appointment_id=ahead.pk, reason="Ill", now=NOW
        )
    later = NOW + timedelta(minutes=10)

    made = (remind(later), remind(later))

    day = queries_day(ahead)
    sent = Reminder.objects.get()
    assert made == (0, 0)
    assert sent.taken_back_at == later
    assert said()[1:] == [
        f"Your appointment on {day} has been cancelled or changed. Do not come then. If you have a question, ring 0300 555 0100."
    ]
    assert sent.taken_back_message == Message.objects.get(template="appointment-not-then").id
    assert Contact.objects.filter(type_id="CMOB").order_by("number").last().notes == (
        f"The person was told by text message that the appointment on {day} is cancelled or moved."
    )


def test_a_corrected_appointment_is_taken_back_and_sent_anew(officer_here, case, ahead, agreed):
    Appointment.objects.update(made_by_id=officer_here.pk)
    remind()
    with acting(officer_here):
        commands.correct_appointment(
            account_id=officer_here.pk,
            appointment_id=ahead.pk,
            starts_at=TOMORROW - timedelta(hours=2),
            ends_at=TOMORROW - timedelta(hours=1),
            now=NOW,
        )

    made = remind(NOW + timedelta(minutes=10))

    assert made == 1
    assert [
        (each.starts_at, each.taken_back_at is None) for each in Reminder.objects.order_by("id")
    ] == [(TOMORROW, False), (TOMORROW - timedelta(hours=2), True)]


def test_a_reminder_is_taken_back_without_a_word_where_consent_was_withdrawn(ahead, agreed):
    remind()
    Appointment.objects.update(is_cancelled=True)
    ContactPreference.objects.update(may_be_texted=False)

    remind(NOW + timedelta(minutes=10))

    sent = Reminder.objects.get()
    assert (sent.taken_back_at is None, sent.taken_back_message) == (False, None)
    assert Message.objects.count() == 1


def test_the_task_reminds_unless_the_hours_are_none(ahead, agreed, settings):
    change_clock.set_moment(moment=NOW, now_real=clock.machine_now())
    settings.REMIND_HOURS = 0
    tasks.remind(timestamp=0)
    none = Reminder.objects.count()
    settings.REMIND_HOURS = 24
    tasks.remind(timestamp=0)
    tasks.remind(timestamp=0)

    assert (none, Reminder.objects.count()) == (0, 1)


def test_the_database_holds_one_reminder_at_a_time_and_no_account_writes_one(
    officer_here, officer_elsewhere, case, ahead, agreed
):
    remind()
    kept = Reminder.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(
            case=case,
            appointment=ahead,
            starts_at=TOMORROW,
            channel="text",
            message=ahead_of(kept),
            sent_at=NOW,
        )
    with acting(officer_elsewhere):
        assert queries.reminders_of(ahead.pk) == ()
    with pytest.raises(ProgrammingError), acting(officer_here), connection.cursor() as cursor:
        cursor.execute("update probation_reminder set taken_back_at = now()")


def ahead_of(kept: Reminder):
    return type(kept.message)(int=kept.message.int + 1)


def test_a_channel_with_a_courier_is_carried_where_people_are_real(settings, monkeypatch):
    settings.DEMONSTRATION = settings.REHEARSAL = False
    before = notify.is_carried(Channel.TEXT)
    monkeypatch.setitem(notify._couriers, "text", print)

    assert (before, notify.is_carried(Channel.TEXT)) == (False, True)
