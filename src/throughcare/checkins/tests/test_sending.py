"""Check-ins fall due by the clock, links go out once, and what nobody answered is an entry of the log that waits."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from throughcare.access import commands as change_access
from throughcare.access.models import Account, Restriction
from throughcare.checkins import commands, queries, tasks
from throughcare.checkins.models import CheckIn, Registration, Video
from throughcare.checkins.tests.conftest import (
    NOW,
    TODAY,
    VIDEO,
    acting,
    answers,
    anybody,
    entry,
    events,
    forgot,
    latest,
    missed,
    proved,
    ran,
    refused,
    registered,
    reviewed,
    sent,
    submitted,
    token,
)
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.documents import queries as documents
from throughcare.notify.models import Message
from throughcare.people.models import ContactPoint, ContactPreference, Person
from throughcare.probation.models import Contact

pytestmark = pytest.mark.django_db


def test_a_link_goes_out_once_on_the_day_and_no_message_has_it(officer_here, person):
    registered(officer_here, person, first=TODAY + timedelta(days=1))
    ran()
    before = CheckIn.objects.count()
    day = NOW + timedelta(days=1)
    ran(day)
    ran(day)

    found, message = CheckIn.objects.get(), Message.objects.get()
    link = token(found)
    assert (before, found.state, found.number, found.links) == (0, "sent", 1, 1)
    assert (found.due_on, found.sent_at) == (day.date(), day)
    assert found.expires_at == queries_end(days=4)
    assert Registration.objects.get().next_due_on == TODAY + timedelta(days=8)
    assert (message.channel, message.recipient_reference) == ("text", person.person.crn)
    assert link not in f"{message.parameters} {found.token_digest}"
    assert Contact.objects.get(type_id="CMOB").notes == (
        "A link to check in was sent by text message. It can be used until the end of 5 June."
    )


def queries_end(*, days: int):
    return (NOW + timedelta(days=days)).replace(hour=23, minute=0) - timedelta(days=1)


@pytest.mark.parametrize(
    ("language", "begins", "path"),
    [
        ("en", "Your check-in is due. Answer it by the end of 4 June: ", "/check-in/"),
        ("cy", "Mae'n bryd ichi adrodd. Atebwch erbyn diwedd 4 Mehefin: ", "/adrodd/"),
    ],
)
def test_whoever_carries_a_message_makes_its_link_anew(
    *, settings, officer_here, person, language, begins, path
):
    settings.PUBLIC_URL = "https://records.example"
    ContactPreference.objects.update(text_language=language)
    found = sent(officer_here, person)

    message = Message.objects.get()
    said = queries.message_words(message.template, message.parameters)

    assert said == f"{begins}https://records.example{path}{token(found)}"
    with pytest.raises(LookupError):
        queries.message_words("appointment-reminder", message.parameters)


def limit(case) -> None:
    """Somebody elsewhere may not open the record."""
    Restriction.objects.create(
        person_id=case.person_id,
        account=Account.objects.get(username="officer-n02"),
        kind="exclusion",
        starts_at=NOW - timedelta(days=1),
    )


@pytest.mark.parametrize(
    ("spoil", "because"),
    [
        (lambda _: ContactPreference.objects.update(may_be_texted=False), "no-consent"),
        (limit, "limited"),
    ],
)
def test_what_cannot_be_sent_waits_for_the_officer_who_has_it_sent_again_or_lets_it_be(
    officer_here, person, spoil, because
):
    registered(officer_here, person)
    spoil(person)
    ran()

    found = latest(person)
    assert (found.state, found.unsent_because) == ("unsent", because)
    assert (Message.objects.count(), found.sent_at) == (0, None)
    with acting(officer_here):
        assert [line.state for line in queries.waiting([person.pk], now=NOW)] == ["unsent"]
        commands.dismiss(account_id=officer_here.pk, case_id=person.pk, number=1, now=NOW)
        assert queries.waiting([person.pk], now=NOW) == []


def test_people_of_limited_records_are_asked_where_that_is_allowed(officer_here, person):
    registered(officer_here, person)
    limit(person)
    ran(limited=True)

    assert latest(person).state == "sent"


def test_a_new_link_ends_the_old_one(officer_here, person):
    found = sent(officer_here, person)
    old = token(found)
    [proved(person, old, first="Bob") for _ in range(5)]

    with acting(officer_here):
        commands.send_again(account_id=officer_here.pk, case_id=person.pk, number=1, now=NOW)
    ran()

    renewed = latest(person)
    assert (renewed.number, renewed.links, renewed.tries) == (1, 2, 0)
    assert token(renewed) != old
    assert proved(person, old) == ("gone", "")
    assert proved(person, token(renewed))[0] == "proven"


def test_an_officer_asks_out_of_turn_and_the_rhythm_goes_on(officer_here, person):
    submitted(officer_here, person)
    at = NOW + timedelta(days=2)

    def ask() -> None:
        with acting(officer_here, at):
            commands.ask_now(account_id=officer_here.pk, case_id=person.pk, now=at)

    ask()
    ran(at)

    assert (latest(person).number, latest(person).due_on) == (2, at.date())
    assert Registration.objects.get().next_due_on == TODAY + timedelta(days=7)
    assert refused(ask) == ("one-is-out",)


def test_what_nobody_answered_is_an_alert_in_the_log_and_no_failure(officer_here, person, sentence):
    registered(officer_here, person, sentence=1)
    ran()
    end = latest(person).expires_at
    assert end is not None
    ran(end - timedelta(seconds=1))
    before = latest(person).state
    ran(end)
    ran(end)

    found = latest(person)
    made = entry(found)
    assert (before, found.state, found.token_digest) == ("sent", "missed", None)
    assert (made.outcome_id, made.is_alert, made.sentence_id) == (None, True, sentence.pk)
    assert made.notes.startswith("The check-in that was due on 2 June was not answered.")
    assert events()[-1] == "checkins.check-in-missed.v1"
    assert Contact.objects.filter(type_id="COVC").count() == 1


def test_what_was_begun_and_not_handed_in_is_forgotten_when_the_link_ends(officer_here, person):
    link = token(sent(officer_here, person))
    _, proof = proved(person, link)
    with anybody():
        commands.keep_video(token=link, proof=proof, content=VIDEO, now=NOW)
        commands.answer(
            token=link, proof=proof, answers=answers(wellbeing_words="A secret"), now=NOW
        )
    at = NOW + timedelta(days=3)
    ran(at)
    forgot(at)

    found, video = latest(person), Video.objects.get()
    assert (found.state, found.wellbeing, found.wellbeing_words) == ("missed", "", "")
    assert (found.answered_at, video.gone_at) == (None, at)
    assert documents.kept([video.digest]) == frozenset()


def test_a_video_goes_some_days_after_the_review_and_no_sooner(officer_here, person):
    submitted(officer_here, person)
    forgot(NOW + timedelta(days=99))
    unreviewed = Video.objects.get().gone_at
    reviewed(officer_here, latest(person))
    forgot(NOW + timedelta(days=29))
    before = Video.objects.get().gone_at
    forgot(NOW + timedelta(days=30))

    video = Video.objects.get()
    assert (unreviewed, before, video.gone_at) == (None, None, NOW + timedelta(days=30))
    assert documents.kept([video.digest]) == frozenset()
    assert queries.broken() == []


def test_bytes_that_another_check_in_still_needs_stay(officer_here, person):
    first = submitted(officer_here, person)
    reviewed(officer_here, first)
    at = NOW + timedelta(days=7)
    ran(at)
    submitted(officer_here, person, at=at, of=latest(person))
    forgot(NOW + timedelta(days=31))

    kept = Video.objects.order_by("id").values_list("gone_at", "digest")
    assert [gone for gone, _ in kept] == [NOW + timedelta(days=31), None]
    assert len(documents.kept([kept[0][1]])) == 1
    with acting(officer_here, at):
        file = queries.checkin_of(person.pk, number=2, now=at)
    assert file is not None
    assert file.is_seen_before


def test_closed_cases_and_people_who_died_are_asked_nothing_more(officer_here, person):
    sent(officer_here, person)
    type(person).objects.filter(id=person.pk).update(closed_at=NOW)
    ran(NOW + timedelta(days=1))
    ran(NOW + timedelta(days=9))

    found = Registration.objects.get()
    assert (found.standing, found.reason) == ("stopped", "The case is closed.")
    assert (latest(person).state, CheckIn.objects.count()) == ("withdrawn", 1)


def test_after_days_without_a_worker_one_check_in_is_asked_for_and_not_many(officer_here, person):
    registered(officer_here, person)
    ran(NOW + timedelta(days=24))

    assert CheckIn.objects.count() == 1
    assert Registration.objects.get().next_due_on == TODAY + timedelta(days=28)


def test_a_check_in_goes_in_one_direction_alone(officer_here, person):
    found = missed(officer_here, person)

    for state in ("sent", "submitted", "due"):
        with pytest.raises(IntegrityError), transaction.atomic():
            CheckIn.objects.filter(id=found.pk).update(state=state)


def test_the_jobs_of_the_house_do_all_of_it(settings, officer_here, person):
    registered(officer_here, person)
    change_clock.set_moment(moment=NOW, now_real=clock.machine_now())

    tasks.send(timestamp=0)
    link = latest(person)
    change_clock.set_moment(moment=NOW + timedelta(days=3), now_real=clock.machine_now())
    tasks.expire(timestamp=0)
    tasks.forget(timestamp=0)

    assert (link.state, latest(person).state) == ("sent", "missed")
    with change_access.as_engine(now=NOW):
        assert queries.broken() == []


def told_of_it() -> list[Message]:
    return list(Message.objects.filter(template=queries.MISSED))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "You did not answer your check-in by the end of 4 June. Contact your officer."),
        ("cy", "Ni wnaethoch adrodd erbyn diwedd 4 Mehefin. Cysylltwch â'ch swyddog."),
    ],
)
def test_whoever_did_not_answer_is_told_so_once_in_their_language(
    officer_here, person, language, said
):
    ContactPreference.objects.update(text_language=language)
    found = missed(officer_here, person)
    ran(NOW + timedelta(days=4))

    (message,) = told_of_it()
    assert message.recipient_reference == person.person.crn
    assert queries.message_words(message.template, message.parameters) == said
    assert entry(found).notes.endswith("The person is told by text message.")


@pytest.mark.parametrize("why", ["no consent", "no number", "died", "closed"])
def test_nobody_is_told_who_may_not_be(officer_here, person, why):
    sent(officer_here, person)
    match why:
        case "no consent":
            ContactPreference.objects.update(may_be_texted=False)
        case "no number":
            ContactPoint.objects.all().delete()
        case "died":
            Person.objects.filter(id=person.person_id).update(died_on=TODAY)
        case _:
            type(person).objects.filter(id=person.pk).update(closed_at=NOW)
    with change_access.as_engine(now=NOW + timedelta(days=3)):
        ended = commands.expire(now=NOW + timedelta(days=3), asks_limited=False)

    assert (ended, told_of_it()) == (1, [])
    assert "is told" not in entry(latest(person)).notes
