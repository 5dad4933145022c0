"""Officers ask somebody to check in, for now no more, and no more; only where the record has all that it takes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, transaction
from django.http import Http404

from throughcare.checkins import commands
from throughcare.checkins.choices import Channel, Frequency
from throughcare.checkins.models import CheckIn, Registration
from throughcare.checkins.tests.conftest import (
    NOW,
    TODAY,
    acting,
    chosen,
    events,
    latest,
    photograph,
    ran,
    refused,
    registered,
    sent,
)
from throughcare.people.models import ContactPoint, ContactPreference, Paper, Person

pytestmark = pytest.mark.django_db


def test_somebody_is_registered_with_a_photograph_that_is_chosen_and_not_copied(
    officer_here, person, sentence, acts
):
    made = registered(officer_here, person, sentence=1)

    assert (made.photograph, made.sentence_id) == (Paper.objects.get().key, sentence.pk)
    assert (made.next_due_on, made.standing) == (TODAY, "active")
    assert Paper.objects.count() == 1
    assert events() == ["checkins.registration-changed.v1"]
    assert acts(officer_here)[0] == ("checkin.registered", (person.person.crn,))


def test_nothing_that_is_kept_says_who_somebody_is_or_how_they_are_reached(officer_here, person):
    sent(officer_here, person)

    kept = f"{Registration.objects.values().get()} {CheckIn.objects.values().get()}"
    assert [each for each in ("Ann", "Other", "07700", "1985", "X000") if each in kept] == []


@pytest.mark.parametrize(
    ("spoil", "parts", "code"),
    [
        (ContactPoint, {}, "no-number"),
        (ContactPreference, {}, "no-consent"),
        (Paper, {}, "no-photograph"),
        (None, {"channel": Channel.EMAIL}, "no-address"),
        (None, {"is_agreed": False}, "no-consent"),
        (None, {"first": TODAY - timedelta(days=1)}, "in-the-past"),
        (None, {"sentence": 7}, "no-sentence"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(officer_here, person, spoil, parts, code):
    if spoil is not None:
        spoil.objects.all().delete()

    assert refused(registered, officer_here, person, **parts) == (code,)
    assert not Registration.objects.exists()


def test_somebody_without_a_date_of_birth_could_not_say_who_they_are(officer_here, person):
    Person.objects.filter(id=person.person_id).update(born_on=None)

    assert refused(registered, officer_here, person) == ("no-birth-date",)


def test_one_registration_goes_on_at_a_time(officer_here, person):
    made = registered(officer_here, person)

    assert refused(registered, officer_here, person) == ("goes-on",)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(
            **{
                **{name: getattr(made, name) for name in ("frequency", "channel", "photograph")},
                "case": person,
                "first_due_on": TODAY,
                "next_due_on": TODAY,
                "standing": "active",
                "agreed_at": NOW,
                "registered_by_id": officer_here.pk,
                "recorded_at": NOW,
                "changed_at": NOW,
            }
        )


def test_officers_elsewhere_register_nobody(officer_elsewhere, person):
    with pytest.raises((PermissionDenied, Http404)):
        registered(officer_elsewhere, person)

    assert not Registration.objects.exists()


def test_the_photograph_of_somebody_else_is_not_taken(officer_here, person, nation):
    theirs = photograph(nation.cases["N02"], b"\xff\xd8\xff another")

    assert refused(registered, officer_here, person, photograph=theirs.key) == ("no-photograph",)


def ended(account, case, *, act=commands.stop, at=NOW, **more: str) -> None:
    with acting(account, at):
        act(account_id=account.pk, case_id=case.pk, now=at, **more)


def test_a_pause_withdraws_what_is_out_and_going_on_keeps_the_rhythm(officer_here, person):
    sent(officer_here, person)

    ended(officer_here, person, act=commands.pause, reason="In hospital")
    while_paused = latest(person)
    ran(NOW + timedelta(days=8))
    later = NOW + timedelta(days=16)
    ended(officer_here, person, act=commands.resume, at=later)

    found = Registration.objects.get()
    assert (while_paused.state, while_paused.token_digest) == ("withdrawn", None)
    assert CheckIn.objects.count() == 1
    assert (found.standing, found.reason) == ("active", "")
    assert found.next_due_on == TODAY + timedelta(days=21)


def test_a_stop_needs_a_reason_and_somebody_may_be_registered_anew(officer_here, person):
    registered(officer_here, person)

    assert refused(ended, officer_here, person, reason=" ") == ("no-reason",)
    ended(officer_here, person, reason="Sees the officer every week")
    again = registered(officer_here, person)

    assert [*Registration.objects.order_by("id").values_list("standing", flat=True)] == [
        "stopped",
        "active",
    ]
    assert again.pk == Registration.objects.latest("id").pk


def test_what_is_not_there_is_neither_paused_nor_resumed(officer_here, person):
    with pytest.raises(Http404):
        ended(officer_here, person, reason="No")
    registered(officer_here, person)

    assert refused(ended, officer_here, person, act=commands.resume) == ("not-here",)
    ended(officer_here, person, act=commands.pause, reason="Away")
    assert refused(ended, officer_here, person, act=commands.pause, reason="Away") == ("not-here",)


def test_another_rhythm_goes_on_from_the_first_day(officer_here, person):
    registered(officer_here, person)
    ran()
    at = NOW + timedelta(days=9)

    with acting(officer_here, at):
        commands.change_registration(
            account_id=officer_here.pk,
            case_id=person.pk,
            chosen=chosen(person, frequency=Frequency.FOUR_WEEKLY),
            now=at,
        )

    found = Registration.objects.get()
    assert (found.frequency, found.next_due_on) == ("four-weekly", TODAY + timedelta(days=28))


def test_a_change_is_held_to_the_record_as_well(officer_here, person):
    registered(officer_here, person)
    ContactPoint.objects.all().delete()
    Paper.objects.all().delete()

    with acting(officer_here):
        codes = refused(
            commands.change_registration,
            account_id=officer_here.pk,
            case_id=person.pk,
            chosen=chosen(person, sentence=9),
            now=NOW,
        )

    assert codes == ("no-photograph", "no-sentence", "no-number")


def test_the_application_makes_no_check_in_and_hands_none_in(officer_here, person):
    found = sent(officer_here, person)

    with acting(officer_here):
        with pytest.raises(ProgrammingError), transaction.atomic():
            CheckIn.objects.filter(id=found.pk).update(submitted_at=NOW)
        with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
            CheckIn.objects.filter(id=found.pk).update(state="submitted", token_digest=None)
        with pytest.raises(ProgrammingError), transaction.atomic():
            CheckIn.objects.create(
                case=person,
                registration=found.registration,
                number=9,
                due_on=TODAY,
                state="due",
                recorded_at=NOW,
            )
