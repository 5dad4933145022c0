"""Entries of the log, and what follows a failure."""

import pytest

from throughcare.access.tests.small_nation import NOW, give
from throughcare.desk.tests.conftest import SECRET, leaks, words
from throughcare.probation.models import Contact, Enforcement

pytestmark = pytest.mark.django_db

TYPED = {
    "type": "CTOA",
    "day-day": "2",
    "day-month": "6",
    "day-year": "2014",
    "start": "9.30am",
    "minutes": "15",
    "notes": "Rang in & was glad",
}


def test_a_contact_is_recorded_and_shown(browse, officer_here, crn):
    client = browse(officer_here)

    answer = client.post(f"/cases/{crn}/contacts", TYPED)
    shown = client.get(answer.headers["Location"])

    assert answer.headers["Location"] == f"/cases/{crn}/contacts/2"
    assert "Rang in &amp; was glad" in words(shown)
    assert "2 June 2014, 9:30am" in words(shown)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"type": ""}, "Select a type of contact"),
        ({"start": "25:00"}, "Enter a real time"),
        ({"day-month": "13"}, "real date"),
        ({"type": "COAP"}, "outcome"),
        ({"start": "11pm"}, "yet"),
    ],
)
def test_a_contact_that_cannot_be_is_refused_and_keeps_what_was_typed(
    *, browse, officer_here, crn, record, changed, says
):
    answer = browse(officer_here).post(f"/cases/{crn}/contacts", TYPED | changed)

    assert answer.status_code == 422
    summary = words(answer).partition('class="govuk-error-summary"')[2].partition("<h1")[0]
    assert says in summary
    assert "Rang in &amp; was glad" in words(answer)
    assert "<title>Error: " in words(answer)
    assert Contact.objects.filter(case=record).count() == 1


def test_elsewhere_no_contact_is_recorded(browse, officer_elsewhere, crn, record):
    answer = browse(officer_elsewhere).post(f"/cases/{crn}/contacts", TYPED)

    assert answer.headers["Location"] == f"/cases/{crn}/minimum-view"
    assert Contact.objects.filter(case=record).count() == 1


def test_an_entry_is_shown_and_the_reading_is_on_the_trail(browse, officer_here, crn, acts):
    answer = browse(officer_here).get(f"/cases/{crn}/contacts/1")

    assert SECRET in words(answer)
    assert "<title>Entry 1, X000003 " in words(answer)
    assert acts(officer_here) == [("case.read", (crn,))]


def test_an_entry_that_is_not_there_is_not_found(browse, officer_here, crn):
    answer = browse(officer_here).get(f"/cases/{crn}/contacts/2")

    assert answer.status_code == 404
    assert leaks(answer) == []


def test_a_failure_is_answered_with_a_warning(browse, officer_here, crn, record):
    client = browse(officer_here)

    answer = client.post(f"/cases/{crn}/enforcements", {"action": "warning"}, follow=True)

    made = Enforcement.objects.get(case=record)
    assert made.kind == "warning"
    assert f"Warning {made.reference} is open." in words(answer)


def test_no_further_action_writes_nothing(browse, officer_here, crn, record):
    answer = browse(officer_here).post(f"/cases/{crn}/enforcements", {"action": "none"})

    assert answer.headers["Location"] == f"/cases/{crn}"
    assert not Enforcement.objects.exists()


def test_a_failure_without_a_choice_is_refused(browse, officer_here, crn):
    answer = browse(officer_here).post(f"/cases/{crn}/enforcements", {})

    assert answer.status_code == 422
    assert "Select what you will do" in words(answer)
    assert not Enforcement.objects.exists()


def test_elsewhere_no_failure_is_answered(browse, nation, officer_here, crn, record):
    give(record, owner=nation.units["N02"], holder=nation.units["N02T"], starts_at=NOW)

    answer = browse(officer_here).post(f"/cases/{crn}/enforcements", {"action": "breach"})

    assert answer.headers["Location"] == f"/cases/{crn}/minimum-view"
    assert not Enforcement.objects.exists()
