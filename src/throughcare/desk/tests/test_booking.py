"""Booking: what is free when a time is not, appointments that recur, groups, and diaries of a day and of an office."""

from datetime import date, timedelta

import pytest

from throughcare.access.tests.small_nation import NOW, unit_of
from throughcare.desk.tests.conftest import NAME, leaks, words
from throughcare.probation.models import Appointment, Contact
from throughcare.probation.tests.logs import Log, begin

pytestmark = pytest.mark.django_db

TYPED = {
    "type": "COAP",
    "day-day": "9",
    "day-month": "6",
    "day-year": "2014",
    "start": "14:00",
    "minutes": "30",
}


@pytest.fixture
def log(record, officer_here) -> Log:
    return begin(record, officer_here, imposed_on=date(2014, 1, 1), at=NOW)


def starts() -> list[str]:
    return [
        f"{each:%Y-%m-%d %H:%M}"
        for each in Appointment.objects.order_by("starts_at").values_list("starts_at", flat=True)
    ]


def test_a_clash_is_said_with_the_nearest_free_times_and_one_of_them_is_taken(
    browse, officer_here, log
):
    client = browse(officer_here)
    where = f"/cases/{log.crn}/appointments"
    client.post(where, TYPED)

    refused = client.post(where, TYPED)
    taken = client.post(where, TYPED | {"at": "2014-06-09T14:30"})

    page = words(refused)
    assert refused.status_code == 422
    assert (
        "There is another appointment then: Office visit, 9 June 2014 from 14:00 to 14:30." in page
    )
    assert [f'value="2014-06-09T{time}"' in page for time in ("13:30", "14:30", "14:00")] == [
        True,
        True,
        False,
    ]
    assert taken.status_code == 302
    assert starts() == ["2014-06-09 13:00", "2014-06-09 13:30"]


def test_an_appointment_is_about_the_only_order_unless_it_is_said_otherwise(
    browse, officer_here, log
):
    client = browse(officer_here)
    where = f"/cases/{log.crn}/appointments"

    client.post(where, TYPED)
    client.post(where, TYPED | {"start": "15:00", "about": "person"})
    client.post(where, TYPED | {"start": "16:00", "about": "1.1.F", "is_rar": "on"})

    assert list(
        Appointment.objects.order_by("starts_at").values_list(
            "sentence_id", "requirement_id", "is_rar"
        )
    ) == [
        (log.sentence.pk, None, None),
        (None, None, None),
        (log.sentence.pk, log.requirement.pk, True),
    ]
    assert log.days() == 1


def test_an_appointment_recurs_at_the_same_time_of_day_and_all_are_made_or_none(
    browse, officer_here, log
):
    client = browse(officer_here)
    where = f"/cases/{log.crn}/appointments"
    over_the_clocks = TYPED | {"day-day": "20", "day-month": "10", "every": "weekly"}

    made = client.post(where, over_the_clocks | {"times": "2"}, follow=True)
    refused = client.post(where, over_the_clocks | {"times": "3"})
    without = client.post(where, over_the_clocks)

    assert "2 appointments made." in words(made)
    assert starts() == ["2014-10-20 13:00", "2014-10-27 14:00"]
    assert "27 October 2014: There is another appointment then" in words(refused)
    assert "Enter how many times it recurs" in words(without)
    assert Appointment.objects.values("series").distinct().count() == 1


def test_a_group_is_booked_and_each_is_told_apart(browse, officer_here, log, nation):
    other = nation.cases["C05"].__class__.objects.get(person__crn="X000004")
    client = browse(officer_here)

    elsewhere = client.post("/group-appointments", TYPED | {"people": f"{log.crn} X000004"})
    alone = client.post("/group-appointments", TYPED | {"people": log.crn})
    unread = client.post("/group-appointments", TYPED | {"people": "Zebedee"})
    other.assignments.update(owner=nation.units["C05"], holder=nation.units["C05T"])
    booked = client.post("/group-appointments", TYPED | {"people": f"{log.crn}\nX000004"})
    page = words(client.get(booked.headers["Location"]))

    assert "X000004: You cannot book for this person." in words(elsewhere)
    assert "A group has at least two people" in words(alone)
    assert "ZEBEDEE is not one" in words(unread)
    assert f"{NAME}, Zebedee" in page
    assert "Other, Ann" in page
    assert Appointment.objects.values_list("sentence_id", flat=True).get(case=log.case) == (
        log.sentence.pk
    )


def test_elsewhere_a_group_is_not_found(browse, officer_here, officer_elsewhere, log, nation):
    nation.cases["C11"].assignments.update(owner=nation.units["C05"], holder=nation.units["C05T"])
    booked = browse(officer_here).post(
        "/group-appointments", TYPED | {"people": f"{log.crn} X000004"}
    )

    answer = browse(officer_elsewhere).get(booked.headers["Location"])

    assert answer.status_code == 404
    assert leaks(answer) == []


def test_a_contact_is_recorded_about_the_order(browse, officer_here, log):
    typed = TYPED | {"day-day": "2", "start": "9am", "minutes": "15", "outcome": "ATTC"}

    browse(officer_here).post(f"/cases/{log.crn}/contacts", typed)

    made = Contact.objects.get(number=2)
    assert (made.sentence_id, str(made.hours_credited)) == (log.sentence.pk, "0.25")


def test_a_wrong_time_is_put_right_by_its_maker_without_an_entry(browse, officer_here, log):
    client = browse(officer_here)
    client.post(f"/cases/{log.crn}/appointments", TYPED)

    answer = client.post(
        f"/cases/{log.crn}/appointments/2014-06-09T1300Z/move",
        TYPED | {"start": "15:00", "asked_by": "nobody"},
    )

    assert answer.headers["Location"] == f"/cases/{log.crn}/appointments/2014-06-09T1400Z"
    assert starts() == ["2014-06-09 14:00"]
    assert Contact.objects.filter(case=log.case).count() == 1


def test_a_diary_shows_a_day(browse, officer_here, record, slot):
    client = browse(officer_here)

    today = words(client.get("/diaries", {"day": "2014-06-02"}))
    saturday = words(client.get("/diaries", {"day": "2014-06-07"}))

    assert f"{NAME}, Zebedee" in today
    assert "Saturday 7 June 2014" in saturday
    assert "Nothing booked." in saturday


def test_an_office_of_ones_own_provider_has_a_diary_and_no_other(
    *, browse, officer_here, officer_elsewhere, record, slot, nation
):
    office = unit_of("C05O", kind="office", parent=nation.units["C05"])
    Appointment.objects.update(
        office=office, starts_at=NOW + timedelta(hours=1), ends_at=NOW + timedelta(hours=2)
    )
    client = browse(officer_here)

    own = words(client.get("/diaries"))
    page = words(client.get("/offices/C05O/diary", {"day": "2014-06-02"}))
    stranger = browse(officer_elsewhere).get("/offices/C05O/diary", {"day": "2014-06-02"})

    assert 'href="/offices/C05O/diary?day=2014-06-02"' in own
    assert f"{NAME}, Zebedee" in page
    assert stranger.status_code == 404
    assert leaks(stranger) == []
