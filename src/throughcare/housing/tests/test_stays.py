"""Who is in a bed, and where the person lives; and what the premises know of them."""

from datetime import timedelta

import pytest
from django.http import Http404

from throughcare.access.models import Restriction
from throughcare.housing import commands, queries
from throughcare.housing.choices import EntryKind, Kind
from throughcare.housing.models import BedTaken, Stay
from throughcare.housing.tests.conftest import (
    NOW,
    TODAY,
    TOMORROW,
    UNTIL,
    acting,
    answered,
    arrived,
    booked,
    events,
    house_of,
    left,
    refused,
    stepped,
    submitted,
    wanted,
    worker_of,
)
from throughcare.people import commands as change_people
from throughcare.people.models import Address, Former, Person
from throughcare.probation.models import Case, Contact

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=10)


def missed(worker, application, *, at=NOW, note="") -> None:
    with acting(worker, at):
        commands.record_non_arrival(
            account_id=worker.pk, reference=application.reference, note=note, now=at
        )


def ended(worker, application, ends_on, *, at=NOW) -> Stay:
    with acting(worker, at):
        return commands.change_end(
            account_id=worker.pk,
            reference=application.reference,
            ends_on=ends_on,
            note="",
            now=at,
        )


def addresses(case) -> list[tuple[object, ...]]:
    return list(
        Address.objects.filter(person_id=case.person_id)
        .order_by("id")
        .values_list("status", "type_id", "starts_on", "ends_on")
    )


def test_an_arrival_makes_the_main_address_and_a_departure_ends_it(*, settled, worker, man):
    before = addresses(man)
    made = Address.objects.get(person_id=man.person_id, status="main")
    left(worker, settled, on=LATER.date(), at=LATER)

    assert before[1:] == [("main", "address-type:A02", TODAY, None)]
    assert before[0][0::3] == ("previous", TODAY)
    assert (made.lines, made.recorded_by_id, made.is_type_verified) == (
        "AP1, 1 AP1 Road",
        worker.pk,
        True,
    )
    assert addresses(man)[1:] == [("previous", "address-type:A02", TODAY, LATER.date())]
    assert Former.objects.get(key=made.key).superseded_by_id == worker.pk
    settled.refresh_from_db()
    assert (settled.state_id, settled.ended_at) == ("departed", LATER)
    assert list(
        Contact.objects.filter(case=man, number__gt=1)
        .order_by("number")
        .values_list("type_id", flat=True)
    ) == ["EAPR", "EAPE", "EAPC", "EAPC", "EAPA", "EAPD"]
    assert events() == [
        *["housing.application-changed.v1"] * 4,
        "housing.booking-made.v1",
        "housing.application-changed.v1",
        "housing.person-arrived.v1",
        "housing.application-changed.v1",
        "housing.person-departed.v1",
    ]
    assert queries.broken() == []


def test_an_address_that_ended_meanwhile_is_left_as_it_is(*, settled, worker, officer_here, man):
    with acting(officer_here, LATER):
        change_people.add_address(
            account_id=officer_here.pk,
            crn=man.person.crn,
            status="main",
            place=change_people.Place(lines="2 Hill Street"),
            starts_on=LATER.date(),
            now=LATER,
        )
    later = LATER + timedelta(days=1)
    left(worker, settled, on=later.date(), at=later)

    assert [(status, until) for status, _, _, until in addresses(man)[1:]] == [
        ("previous", LATER.date()),
        ("main", None),
    ]


def test_where_somebody_lives_and_until_when_is_known_with_the_case(
    *, settled, officer_here, officer_elsewhere, man
):
    with acting(officer_here):
        home = queries.home_of(man.pk)
    with acting(officer_elsewhere):
        hidden = queries.home_of(man.pk)

    assert home == queries.Home(
        reference=settled.reference,
        premises="AP1",
        kind="Approved premises",
        is_there=True,
        starts_on=TODAY,
        ends_on=UNTIL,
    )
    assert hidden is None


def test_a_non_arrival_alerts_the_officer_and_frees_the_bed(*, officer_here, assessor, worker, man):
    made = wanted(officer_here, assessor, man, arrives_on=TOMORROW)
    booked(assessor, made, starts_on=TOMORROW)
    at = NOW + timedelta(days=1)

    assert refused(missed, worker, made) == ("not-yet",)
    missed(worker, made, at=at, note="Rang, no answer")

    told = Contact.objects.get(case=man, type_id="EAPX")
    assert (told.is_alert, told.author_id) == (True, worker.pk)
    assert told.notes.endswith("Expected at AP1 on 3 June 2014.\nRang, no answer")
    made.refresh_from_db()
    assert (made.state_id, made.due_on) == ("not-arrived", TOMORROW + timedelta(days=1))
    assert not BedTaken.objects.exists()
    assert not Address.objects.filter(type_id="address-type:A02").exists()
    stepped(
        officer_here,
        made,
        "placement-requested",
        at=at,
        arrives_on=TOMORROW + timedelta(days=1),
        nights=7,
    )
    booked(
        assessor,
        made,
        starts_on=TOMORROW + timedelta(days=1),
        ends_on=TOMORROW + timedelta(days=8),
        at=at,
    )
    assert [each.number for each in Stay.objects.order_by("number")] == [1, 2]
    assert queries.broken() == []


def test_a_stay_is_extended_while_the_bed_is_free(*, settled, nation, assessor, worker, other_man):
    week = timedelta(days=7)
    second = wanted(nation.accounts["N02"], assessor, other_man)
    booked(assessor, second, starts_on=UNTIL + week, ends_on=UNTIL + 2 * week)

    ended(worker, settled, UNTIL + week)
    assert refused(ended, worker, settled, UNTIL + week + timedelta(days=1)) == ("bed-taken",)
    assert refused(ended, worker, settled, TODAY + timedelta(days=400)) == ("too-long",)
    assert Stay.objects.get(application=settled).ends_on == UNTIL + week
    assert BedTaken.objects.get(stay_id=settled.stays.get().pk).ends_on == UNTIL + week


def test_staff_name_a_keyworker_and_write_into_the_log(*, settled, worker, man):
    with acting(worker):
        commands.name_keyworker(
            account_id=worker.pk, reference=settled.reference, keyworker="Mr Dale", now=NOW
        )
        for kind in EntryKind:
            commands.write_entry(
                account_id=worker.pk,
                reference=settled.reference,
                kind=kind,
                notes="Came at midnight",
                now=NOW,
            )

    assert Stay.objects.get().keyworker == "Mr Dale"
    written = Contact.objects.filter(case=man, notes="Came at midnight").order_by("number")
    assert list(written.values_list("type_id", "is_alert")) == [
        ("C123", True),
        ("C118", True),
        ("APNC", True),
        ("APSC4", None),
        ("EAPC", None),
    ]


def test_nothing_is_said_of_a_stay_by_those_of_other_premises(
    *, settled, other_worker, officer_here, assessor
):
    for act in (
        lambda: arrived(other_worker, settled),
        lambda: left(other_worker, settled, on=TODAY, at=NOW),
        lambda: missed(other_worker, settled),
        lambda: ended(other_worker, settled, TOMORROW),
        lambda: left(officer_here, settled, on=TODAY, at=NOW),
        lambda: left(assessor, settled, on=TODAY, at=NOW),
    ):
        with pytest.raises(Http404):
            act()
    assert Stay.objects.get().state == "arrived"


def test_a_departure_says_why_and_where_to(*, settled, worker):
    assert refused(left, worker, settled, on=TOMORROW, at=NOW, reason="", move_on="") == (
        "not-yet",
        "no-reason",
        "no-move-on",
    )
    assert refused(arrived, worker, settled) == ("not-now",)


def test_the_premises_read_their_own_and_nothing_else_of_the_case(
    *, settled, worker, other_worker, man
):
    def read() -> dict[str, int]:
        return {
            "stays": Stay.objects.count(),
            "contacts": Contact.objects.count(),
            "cases": Case.objects.count(),
            "people": Person.objects.count(),
        }

    with acting(worker):
        mine, file = read(), queries.file_of(settled.reference)
        person = queries.people([settled.pk])[settled.pk]
        places = Address.objects.values_list("person_id", flat=True)
        assert set(places) == {man.person_id}
    with acting(other_worker):
        theirs, hidden = read(), queries.file_of(settled.reference)
        assert queries.people([settled.pk]) == {}
        assert not Address.objects.exists()

    assert mine == {"stays": 1, "contacts": 0, "cases": 0, "people": 0}
    assert (person.name, person.provider) == ("Ann Other", "C05")
    assert file is not None
    assert (theirs, hidden) == ({"stays": 0, "contacts": 0, "cases": 0, "people": 0}, None)


def test_the_premises_know_whoever_left_for_four_weeks_and_no_address(*, settled, worker):
    left(worker, settled, on=LATER.date(), at=LATER)

    with acting(worker, LATER + timedelta(days=27)):
        assert queries.file_of(settled.reference) is not None
        assert not Address.objects.exists()
    with acting(worker, LATER + timedelta(days=28)):
        assert queries.file_of(settled.reference) is None


def test_a_person_who_is_closed_to_somebody_is_closed_here_too(*, settled, worker, assessor, man):
    for account in (worker, assessor):
        Restriction.objects.create(
            person_id=man.person_id,
            account_id=account.pk,
            kind="exclusion",
            reason="Related",
            starts_at=NOW - timedelta(days=1),
            made_by_id=account.pk,
        )

    for account in (worker, assessor):
        with acting(account):
            assert queries.file_of(settled.reference) is None
            assert queries.people([settled.pk]) == {}
            assert not Address.objects.filter(person_id=man.person_id).exists()


def test_temporary_accommodation_goes_the_same_way(*, officer_here, assessor, man, codes):
    worker = worker_of(house_of("TA1", sex="", kind=Kind.TEMPORARY))
    made = wanted(officer_here, assessor, man, kind=Kind.TEMPORARY)
    assert refused(booked, assessor, made, house="TA1", ends_on=TODAY + timedelta(days=85)) == (
        "too-long",
    )
    booked(assessor, made, house="TA1")
    arrived(worker, made)

    assert addresses(man)[1:] == [("main", None, TODAY, None)]


def test_an_assessor_sees_no_draft(*, officer_here, assessor, man):
    draft = submitted(officer_here, man)
    type(draft).objects.filter(id=draft.pk).update(submitted_at=None, state_id="draft")

    with acting(assessor):
        assert queries.file_of(draft.reference) is None
        assert queries.ids_to_answer(["draft"]) == []
        assert queries.to_answer([draft.pk]) == ()
    with pytest.raises(Http404):
        answered(assessor, draft, "accepted")


@pytest.fixture
def expected(officer_here, assessor, house, man):
    """An application of somebody whose bed is booked from a week ahead."""
    made = wanted(officer_here, assessor, man, arrives_on=TODAY + timedelta(days=7))
    booked(assessor, made, starts_on=TODAY + timedelta(days=7))
    return made


def test_whoever_comes_early_has_the_bed_from_that_day(*, expected, worker, man):
    stay = arrived(worker, expected)

    stay.refresh_from_db()
    taken = BedTaken.objects.get(stay_id=stay.pk)
    told = Contact.objects.filter(case=man).order_by("-number")[0].notes
    assert (stay.state, stay.starts_on, stay.arrived_on) == ("arrived", TODAY, TODAY)
    assert (taken.starts_on, taken.ends_on) == (TODAY, UNTIL)
    assert "7 days before the bed was booked from. Booked until" in told
    assert addresses(man)[1:] == [("main", "address-type:A02", TODAY, None)]
    assert queries.broken() == []


def test_nobody_comes_early_into_a_bed_that_somebody_has(
    *, expected, officer_here, assessor, worker, other_man, nation
):
    theirs = wanted(nation.accounts["N02"], assessor, other_man)
    booked(assessor, theirs, ends_on=TODAY + timedelta(days=3))

    assert refused(arrived, worker, expected) == ("bed-taken",)
    assert Stay.objects.get(application=expected).state == "booked"


def test_nobody_moves_in_whom_the_house_does_not_take_in_any_more(*, expected, worker, man):
    Person.objects.filter(id=man.person_id).update(sex="F")

    assert refused(arrived, worker, expected) == ("not-taken-in",)


def test_whoever_lives_there_may_leave_though_their_sex_was_put_right(*, settled, worker, man):
    Person.objects.filter(id=man.person_id).update(sex="F")

    gone = left(worker, settled, on=LATER.date(), at=LATER)

    assert gone.state == "departed"
