"""Somebody who lives in a bed is given another, in which they arrive as they leave the first; or stays where they are."""

from datetime import timedelta

import pytest

from throughcare.desk.tests.conftest import words
from throughcare.housing import commands, queries
from throughcare.housing.models import BedTaken, Stay
from throughcare.housing.tests.conftest import (
    NOW,
    TODAY,
    UNTIL,
    acting,
    arrived,
    booked,
    events,
    house_of,
    left,
    refused,
    worker_of,
)
from throughcare.housing.tests.test_pages import at, day
from throughcare.people.models import Address
from throughcare.probation.models import Contact

pytestmark = pytest.mark.django_db

SOON = TODAY + timedelta(days=5)
LATER = NOW + timedelta(days=5)


@pytest.fixture
def other(codes):
    return house_of("AP2")


@pytest.fixture
def there(other):
    return worker_of(other)


@pytest.fixture
def moving(settled, assessor, other):
    """Somebody who lives in AP1 and has a bed in AP2 from the day after next."""
    booked(assessor, settled, house="AP2", starts_on=SOON, ends_on=UNTIL)
    settled.refresh_from_db()
    return settled


def states() -> list[tuple[object, ...]]:
    found = Stay.objects.order_by("number")
    return list(found.values_list("bed__premises__code", "state", "starts_on", "ends_on"))


def test_another_bed_shortens_the_one_before_and_both_are_taken(*, moving):
    assert moving.state_id == "moving"
    assert states() == [("AP1", "arrived", TODAY, SOON), ("AP2", "booked", SOON, UNTIL)]
    assert list(BedTaken.objects.order_by("starts_on").values_list("starts_on", "ends_on")) == [
        (TODAY, SOON),
        (SOON, UNTIL),
    ]
    assert queries.broken() == []


def test_whoever_arrives_has_left_the_one_before_and_lives_at_one_address(*, moving, there, worker):
    stay = arrived(there, moving, on=SOON, at=LATER)

    moving.refresh_from_db()
    assert (moving.state_id, stay.number) == ("arrived", 2)
    assert states() == [("AP1", "departed", TODAY, SOON), ("AP2", "arrived", SOON, UNTIL)]
    before = Stay.objects.get(number=1)
    assert (before.left_on, before.reason_id, before.move_on_id) == (
        SOON,
        "departure.TRANSFER",
        "move-on.PREMISES",
    )
    assert list(
        Address.objects.filter(type_id="address-type:A02")
        .order_by("id")
        .values_list("status", "starts_on", "ends_on")
    ) == [("previous", TODAY, SOON), ("main", SOON, None)]
    assert events()[-3:] == [
        "housing.person-departed.v1",
        "housing.application-changed.v1",
        "housing.person-arrived.v1",
    ]
    assert refused(left, worker, moving, on=SOON, at=LATER) == ("not-now",)
    left(there, moving, on=SOON, at=LATER)
    assert queries.broken() == []


def test_whoever_does_not_come_lives_where_they_lived_and_the_officer_is_told(
    *, moving, there, worker, man
):
    with acting(there, LATER):
        commands.record_non_arrival(
            account_id=there.pk, reference=moving.reference, note="", now=LATER
        )

    moving.refresh_from_db()
    told = Contact.objects.get(case=man, type_id="EAPX")
    assert moving.state_id == "arrived"
    assert told.is_alert
    assert "Expected at AP2 on 7 June 2014. They did not come." in told.notes
    assert [state for _, state, _, _ in states()] == ["arrived", "not-arrived"]
    with acting(worker, LATER):
        commands.change_end(
            account_id=worker.pk, reference=moving.reference, ends_on=UNTIL, note="", now=LATER
        )
    assert queries.broken() == []


@pytest.mark.parametrize("party", ["assessor", "officer", "premises"])
def test_a_move_is_cancelled_by_each_who_may(*, moving, assessor, officer_here, there, man, party):
    said = {"reference": moving.reference, "reason": "cancellation.OTHER", "note": "", "now": NOW}
    if party == "officer":
        with acting(officer_here):
            commands.cancel_booking_as_officer(account_id=officer_here.pk, case_id=man.pk, **said)
    else:
        who = assessor if party == "assessor" else there
        with acting(who):
            commands.cancel_booking(account_id=who.pk, party=party, **said)

    moving.refresh_from_db()
    assert moving.state_id == "arrived"
    assert [state for _, state, _, _ in states()] == ["arrived", "cancelled"]
    assert queries.broken() == []


def test_whoever_leaves_for_elsewhere_gives_the_next_bed_back(*, moving, worker, there):
    assert refused(left, there, moving, on=TODAY, at=NOW) == ("not-now",)
    left(worker, moving, on=TODAY, at=NOW, reason="departure.RECALLED", move_on="move-on.CUSTODY")

    moving.refresh_from_db()
    assert moving.state_id == "departed"
    assert [state for _, state, _, _ in states()] == ["departed", "cancelled"]
    assert "housing.booking-cancelled.v1" in events()
    assert queries.broken() == []


def test_the_same_bed_a_gap_and_a_taken_bed_are_refused_and_nothing_changes(
    *, settled, assessor, other
):
    before = states()

    assert refused(booked, assessor, settled, starts_on=UNTIL, ends_on=UNTIL + timedelta(7)) == (
        "same-bed",
    )
    assert refused(
        booked,
        assessor,
        settled,
        house="AP2",
        starts_on=UNTIL + timedelta(days=1),
        ends_on=UNTIL + timedelta(days=9),
    ) == ("gap",)
    BedTaken.objects.create(
        bed=other.beds.get(number=1), starts_on=SOON, ends_on=UNTIL, reason="Broken window"
    )
    assert refused(booked, assessor, settled, house="AP2", starts_on=SOON, ends_on=UNTIL) == (
        "bed-taken",
    )
    assert states() == before


def test_assessor_and_both_premises_move_somebody_on_their_pages(
    *, browse, settled, assessor, other, there, worker, settings
):
    settings.DEMONSTRATION = True
    at(NOW)
    desk = browse(assessor)
    listed = words(desk.get("/housing-assessments?show=living"))
    page = words(desk.get(f"/housing-assessments/{settled.reference}"))
    beds = f"/housing-assessments/{settled.reference}/beds"
    shown = words(desk.get(beds))
    query = {f"{name}": value for name, value in day("starts_on", SOON).items()}
    address = "&".join(f"{name}={value}" for name, value in query.items())
    done = desk.post(f"{beds}?{address}&nights=20", {"bed": "AP2/1"})
    here, next_house = (
        words(browse(each).get(f"/premises/{code}/stays/{settled.reference}"))
        for each, code in ((worker, "AP1"), (there, "AP2"))
    )

    assert settled.reference in listed
    assert "Find another bed" in page
    assert ("They live at AP1" in shown, "AP2" in shown) == (True, True)
    assert done.status_code == 302
    assert ("Record the departure" in here, "Record the arrival" in here) == (True, False)
    assert ("Record the arrival" in next_house, "Record the departure" in next_house) == (
        True,
        False,
    )
