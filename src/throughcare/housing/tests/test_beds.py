"""Beds: which are free, booked once, given back and closed."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from throughcare.housing import commands, queries
from throughcare.housing.choices import Kind
from throughcare.housing.models import Bed, BedTaken, Stay
from throughcare.housing.tests.conftest import (
    NOW,
    TODAY,
    TOMORROW,
    UNTIL,
    acting,
    arrived,
    booked,
    events,
    house_of,
    left,
    refused,
    wanted,
)
from throughcare.people.models import Address

pytestmark = pytest.mark.django_db


def given_back(account, application, *, party, reason="cancellation.OTHER") -> None:
    with acting(account):
        commands.cancel_booking(
            account_id=account.pk,
            reference=application.reference,
            party=party,
            reason=reason,
            note="",
            now=NOW,
        )


def closed(worker, *, bed=1, starts_on=TODAY, ends_on=UNTIL, reason="Flood") -> BedTaken:
    with acting(worker):
        return commands.close_bed(
            account_id=worker.pk,
            premises_code="AP1",
            bed_number=bed,
            starts_on=starts_on,
            ends_on=ends_on,
            reason=reason,
            now=NOW,
        )


def test_no_bed_is_booked_twice_and_one_free_night_is_enough(
    *, officer_here, nation, assessor, man, other_man, house
):
    first = wanted(officer_here, assessor, man)
    booked(assessor, first, ends_on=UNTIL)
    second = wanted(nation.accounts["N02"], assessor, other_man)

    assert refused(
        booked,
        assessor,
        second,
        starts_on=UNTIL - timedelta(days=1),
        ends_on=UNTIL + timedelta(days=5),
    ) == ("bed-taken",)
    booked(assessor, second, starts_on=UNTIL, ends_on=UNTIL + timedelta(days=5))

    assert BedTaken.objects.filter(bed__number=1).count() == 2


def test_the_database_itself_holds_a_bed_for_one(
    *, officer_here, nation, assessor, man, other_man, house
):
    first = wanted(officer_here, assessor, man)
    stay = booked(assessor, first)
    second = wanted(nation.accounts["N02"], assessor, other_man)

    with pytest.raises(IntegrityError, match="housing_bedtaken_once"), transaction.atomic():
        Stay.objects.create(
            case=other_man,
            application=second,
            number=1,
            bed=stay.bed,
            state="booked",
            starts_on=TODAY,
            ends_on=TOMORROW,
            booked_by_id=1,
            recorded_at=NOW,
        )


def test_a_person_is_in_one_bed_at_a_time(*, officer_here, assessor, man, settled):
    house_of("TA1", sex="", kind=Kind.TEMPORARY)
    second = wanted(officer_here, assessor, man, kind=Kind.TEMPORARY)

    assert refused(booked, assessor, second, house="TA1") == ("has-a-bed",)
    booked(assessor, second, house="TA1", starts_on=UNTIL, ends_on=UNTIL + timedelta(days=7))
    assert Stay.objects.count() == 2


def test_a_bed_whose_last_person_is_still_there_takes_nobody_in(
    *, settled, nation, assessor, worker, other_man
):
    second = wanted(nation.accounts["N02"], assessor, other_man, arrives_on=UNTIL)
    booked(assessor, second, starts_on=UNTIL, ends_on=UNTIL + timedelta(days=5))
    day = UNTIL + timedelta(days=1)
    at = NOW + timedelta(days=30)

    assert refused(arrived, worker, second, on=UNTIL, at=at) == ("still-there",)
    assert not Address.objects.filter(person_id=other_man.person_id, starts_on=UNTIL).exists()
    left(worker, settled, on=day, at=at)
    arrived(worker, second, on=day, at=at)
    # Whoever left late did not have the bed booked so long.
    assert Stay.objects.filter(application=settled, ends_on=UNTIL, left_on=day).exists()
    assert queries.broken() == []


def test_a_womans_house_takes_in_women(*, officer_here, assessor, man):
    house_of("APF", sex="F")
    made = wanted(officer_here, assessor, man)

    assert refused(booked, assessor, made, house="APF") == ("not-taken-in",)
    with pytest.raises(IntegrityError, match="does not take in"), transaction.atomic():
        Stay.objects.create(
            case=man,
            application=made,
            number=1,
            bed=Bed.objects.get(premises__code="APF", number=1),
            state="booked",
            starts_on=TODAY,
            ends_on=TOMORROW,
            booked_by_id=1,
            recorded_at=NOW,
        )
    assert not BedTaken.objects.exists()


def test_free_beds_are_those_that_fit_on_all_days(*, officer_here, assessor, worker, man):
    made = wanted(officer_here, assessor, man)
    house_of("APF", sex="F")
    house_of("TA1", sex="", kind=Kind.TEMPORARY)

    def free(**parts: Any) -> list[tuple[str, int]]:  # Any: as it has them
        whole: dict[str, Any] = {  # Any: as above
            "kind": Kind.APPROVED,
            "sex": "M",
            "needs_step_free": False,
            "needs_single": False,
            "starts_on": TODAY,
            "ends_on": UNTIL,
        }
        with acting(assessor):
            found = queries.free_beds(**whole | parts)
        return [(house.code, bed.number) for house, beds in found.items() for bed in beds]

    assert free() == [("AP1", 1), ("AP1", 2)]
    assert free(sex="F") == [("APF", 1), ("APF", 2)]
    assert free(kind=Kind.TEMPORARY) == [("TA1", 1), ("TA1", 2)]
    booked(assessor, made)
    closed(worker, bed=2, starts_on=UNTIL - timedelta(days=1), ends_on=UNTIL)
    assert free() == []
    assert free(ends_on=UNTIL - timedelta(days=1)) == [("AP1", 2)]
    assert free(starts_on=UNTIL, ends_on=UNTIL + timedelta(days=1)) == [("AP1", 1), ("AP1", 2)]
    assert free(starts_on=UNTIL, ends_on=UNTIL + timedelta(days=1), needs_step_free=True) == [
        ("AP1", 1)
    ]
    Bed.objects.update(closes_on=UNTIL)
    assert free(starts_on=UNTIL, ends_on=UNTIL + timedelta(days=1)) == []


def test_a_closed_bed_is_not_booked_and_a_booked_one_not_closed(
    *, officer_here, assessor, worker, man
):
    made = wanted(officer_here, assessor, man)
    closing = closed(worker)

    assert refused(booked, assessor, made) == ("bed-taken",)
    with acting(worker):
        commands.open_bed(
            account_id=worker.pk,
            premises_code="AP1",
            bed_number=1,
            closing=closing.pk,
            now=NOW,
        )
    booked(assessor, made)
    assert refused(closed, worker) == ("bed-taken",)
    assert refused(closed, worker, starts_on=UNTIL, ends_on=UNTIL, reason=" ") == (
        "ends-first",
        "no-reason",
    )
    assert BedTaken.objects.get().stay_id is not None


def test_a_stranger_closes_no_bed(*, worker, other_worker, assessor, officer_here):
    for account in (other_worker, assessor, officer_here):
        with pytest.raises(PermissionDenied):
            closed(account)
    assert not BedTaken.objects.exists()


def test_a_booking_is_given_back_by_any_of_the_three(*, officer_here, assessor, worker, man):
    made = wanted(officer_here, assessor, man)
    for party, account in (("assessor", assessor), ("premises", worker)):
        booked(assessor, made)
        assert refused(given_back, account, made, party=party, reason="x") == ("no-reason",)
        given_back(account, made, party=party)
    booked(assessor, made)
    with acting(officer_here):
        commands.cancel_booking_as_officer(
            account_id=officer_here.pk,
            case_id=man.pk,
            reference=made.reference,
            reason="cancellation.RELEASE",
            note="A week later",
            now=NOW,
        )

    made.refresh_from_db()
    assert made.state_id == "placement-requested"
    assert set(Stay.objects.values_list("state", flat=True)) == {"cancelled"}
    assert not BedTaken.objects.exists()
    assert events().count("housing.booking-cancelled.v1") == 3
    with acting(worker):
        assert queries.file_of(made.reference) is None
    assert queries.broken() == []


def test_who_lives_there_is_not_cancelled(*, settled, assessor, worker):
    assert refused(given_back, worker, settled, party="premises") == ("not-booked",)
    assert refused(given_back, assessor, settled, party="assessor") == ("not-booked",)
