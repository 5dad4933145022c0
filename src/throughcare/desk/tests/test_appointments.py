"""Appointments of a case: making one, moving it, letting it go, and what came of it."""

from datetime import timedelta

import pytest

from throughcare.access.tests.small_nation import NOW
from throughcare.desk.tests.conftest import NAME, leaks, words
from throughcare.probation.models import Appointment

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
def waiting(record, slot) -> str:
    """Where the appointment of an hour ago is."""
    return f"/cases/{record.person.crn}/appointments/2014-06-02T0800Z"


@pytest.fixture
def ahead(waiting) -> str:
    """Where an appointment of tomorrow is."""
    Appointment.objects.update(
        starts_at=NOW + timedelta(days=1), ends_at=NOW + timedelta(days=1, minutes=30)
    )
    return str(waiting).replace("02T0800Z", "03T0900Z")


def test_an_appointment_is_made(browse, officer_here, crn, record):
    client = browse(officer_here)

    answer = client.post(f"/cases/{crn}/appointments", TYPED)
    shown = client.get(answer.headers["Location"])

    assert answer.headers["Location"] == f"/cases/{crn}/appointments/2014-06-09T1300Z"
    assert "9 June 2014, 2:00pm" in words(shown)
    assert Appointment.objects.get(case=record).post_id == officer_here.posts.get().pk


def test_an_appointment_that_clashes_is_refused_and_keeps_what_was_typed(
    browse, officer_here, crn, record
):
    client = browse(officer_here)
    client.post(f"/cases/{crn}/appointments", TYPED)

    answer = client.post(f"/cases/{crn}/appointments", TYPED | {"start": "2.15pm"})

    assert answer.status_code == 422
    assert "There is a problem" in words(answer)
    assert 'value="2.15pm"' in words(answer)
    assert Appointment.objects.filter(case=record).count() == 1


def test_elsewhere_no_appointment_is_made(browse, officer_elsewhere, crn):
    answer = browse(officer_elsewhere).post(f"/cases/{crn}/appointments", TYPED)

    assert answer.headers["Location"] == f"/cases/{crn}/minimum-view"
    assert not Appointment.objects.exists()


def test_an_appointment_is_shown_and_the_reading_is_on_the_trail(
    browse, officer_here, waiting, crn, acts
):
    answer = browse(officer_here).get(waiting)

    assert f"Zebedee {NAME}" in words(answer)
    assert "With Officer-C05" in words(answer)
    assert acts(officer_here) == [("case.read", (crn,))]


def test_an_outcome_from_home_leads_back_home(browse, officer_here, waiting):
    answer = browse(officer_here).post(
        f"{waiting}/outcome", {"outcome": "ATTC", "from": "home"}, follow=True
    )

    assert answer.redirect_chain == [("/", 302)]
    assert f"Outcome recorded for Zebedee {NAME}." in words(answer)
    assert Appointment.objects.get().outcome == "ATTC"


def test_a_failure_leads_to_what_is_done_about_it(browse, officer_here, waiting, crn):
    answer = browse(officer_here).post(f"{waiting}/outcome", {"outcome": "UAAB"})

    assert answer.headers["Location"] == f"/cases/{crn}/contacts/2/actions"


def test_without_an_outcome_nothing_is_recorded_and_notes_are_kept(browse, officer_here, waiting):
    answer = browse(officer_here).post(f"{waiting}/outcome", {"notes": "Came & went"})

    assert answer.status_code == 422
    assert "Select what happened" in words(answer)
    assert "Came &amp; went" in words(answer)
    assert Appointment.objects.get().outcome == ""


def test_what_somebody_else_recorded_first_stands(browse, officer_here, waiting):
    client = browse(officer_here)
    client.post(f"{waiting}/outcome", {"outcome": "ATTC"})

    answer = client.post(f"{waiting}/outcome", {"outcome": "AAME"})

    assert answer.status_code == 409
    assert "There is a problem" in words(answer)
    assert Appointment.objects.get().outcome == "ATTC"


def test_of_an_appointment_ahead_only_an_acceptable_absence_is_offered(
    browse, officer_here, waiting, ahead
):
    client = browse(officer_here)

    page = words(client.get(ahead))
    refused = client.post(f"{ahead}/outcome", {"outcome": "ATTC"})

    assert 'value="AAME"' in page
    assert 'value="ATTC"' not in page
    assert 'value="UAAB"' not in page
    assert refused.status_code == 422
    assert Appointment.objects.get().outcome == ""


def test_an_appointment_is_moved(browse, officer_here, ahead, crn):
    answer = browse(officer_here).post(f"{ahead}/move", TYPED | {"asked_by": "RSOF"})

    assert answer.headers["Location"] == f"/cases/{crn}/appointments/2014-06-09T1300Z"
    assert Appointment.objects.filter(is_cancelled=False, outcome="").count() == 1


def test_an_appointment_is_not_moved_without_saying_who_asked(browse, officer_here, ahead):
    answer = browse(officer_here).post(f"{ahead}/move", TYPED)

    assert answer.status_code == 422
    assert "Select who asked for another time" in words(answer)
    assert Appointment.objects.count() == 1


def test_an_appointment_ahead_is_cancelled_for_a_reason(browse, officer_here, ahead):
    client = browse(officer_here)

    refused = client.post(f"{ahead}/cancellation", {"reason": ""})
    kept = Appointment.objects.get().is_cancelled
    done = client.post(f"{ahead}/cancellation", {"reason": "The office is closed"})

    assert (refused.status_code, kept) == (422, False)
    assert "Enter a reason" in words(refused)
    assert done.status_code == 302
    assert Appointment.objects.get().is_cancelled


@pytest.mark.parametrize("act", ["outcome", "move", "cancellation"])
def test_elsewhere_an_appointment_is_left_alone(browse, officer_elsewhere, ahead, act):
    before = Appointment.objects.values().get()

    answer = browse(officer_elsewhere).post(
        f"{ahead}/{act}", TYPED | {"outcome": "AAME", "asked_by": "RSOF", "reason": "None"}
    )

    assert answer.headers["Location"].endswith("/minimum-view")
    assert Appointment.objects.values().get() == before


@pytest.mark.parametrize("key", ["2014-06-02T0801Z", "yesterday"])
def test_an_appointment_that_is_not_there_is_not_found(browse, officer_here, crn, waiting, key):
    answer = browse(officer_here).get(f"/cases/{crn}/appointments/{key}")

    assert answer.status_code == 404
    assert leaks(answer) == []


@pytest.mark.parametrize("act", ["outcome", "move", "cancellation"])
def test_an_act_is_done_by_a_form_and_not_by_a_link(browse, officer_here, waiting, act):
    answer = browse(officer_here).get(f"{waiting}/{act}")

    assert answer.status_code == 405
    assert "This address does something else" in words(answer)
