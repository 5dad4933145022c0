"""What a page already knows is in its form, and what is to be done is a link away."""

from datetime import date, timedelta

import pytest

from throughcare.access import commands as access
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.desk.tests.conftest import words
from throughcare.people.models import Address, ContactPoint
from throughcare.probation import queries as probation
from throughcare.probation.models import Appointment, Contact, Draft, Enforcement, RegistrationStep
from throughcare.probation.tests.logs import Log, begin

pytestmark = pytest.mark.django_db

CALL = {
    "notes": "Rang in",
    "day-day": "2",
    "day-month": "6",
    "day-year": "2014",
    "start": "09:30",
    "minutes": "15",
}


@pytest.fixture
def log(record, officer_here) -> Log:
    return begin(record, officer_here, imposed_on=date(2014, 1, 1), at=NOW)


@pytest.fixture
def called(log) -> str:
    """Where somebody writes into a log that has a call in it."""
    Contact.objects.filter(case=log.case).update(type_id="CTOA")
    return f"/cases/{log.crn}/contacts"


def test_the_next_appointment_is_offered_as_the_last_one_was(browse, officer_here, log, slot):
    Appointment.objects.update(sentence=log.sentence, requirement=log.requirement, is_rar=True)
    client, where = browse(officer_here), f"/cases/{log.crn}/appointments"

    page = words(client.get(where))
    made = client.post(
        where,
        {"type": "COAP", "about": "1.1.F", "minutes": "30", "is_rar": "on"}
        | {"at": "2014-06-16T09:00"},
        follow=True,
    )
    again = words(client.get(where))

    assert [f'value="2014-06-{day}T09:00"' in page for day in ("09", "16", "30")] == [True] * 3
    assert '<option value="COAP" selected>' in page
    assert '<option value="1.1.F" selected>' in page
    assert 'value="09:00"' in page
    assert "Appointment made." in words(made)
    assert "Booked already: 16 June 2014, 9:00am" in again
    assert 'value="2014-06-23T09:00"' in again


def test_where_nobody_came_before_nothing_is_offered(browse, officer_here, crn):
    page = words(browse(officer_here).get(f"/cases/{crn}/appointments"))

    assert 'name="at"' not in page
    assert "Booked already" not in page


def test_a_length_that_is_not_usual_is_kept(browse, officer_here, crn, slot):
    Appointment.objects.update(ends_at=NOW + timedelta(hours=6))

    pages = [
        words(browse(officer_here).get(f"/cases/{crn}/appointments{more}"))
        for more in ("", "/2014-06-02T0800Z?moving=yes")
    ]

    assert ['<option value="420" selected>420 minutes' in page for page in pages] == [True, True]


def test_another_time_is_asked_for_at_once_and_taken_at_the_same_hour(
    browse, officer_here, log, slot
):
    client, where = browse(officer_here), f"/cases/{log.crn}/appointments/2014-06-02T0800Z/move"

    home = words(client.get("/"))
    page = words(client.get(where.replace("/move", "?moving=yes")))
    unsaid = client.post(where, {"at": "2014-06-04T09:00", "minutes": "30"})
    moved = client.post(
        where, {"at": "2014-06-04T09:00", "minutes": "30", "asked_by": "RSOF"}, follow=True
    )

    assert f'href="{where.replace("/move", "?moving=yes")}"' in home
    assert page.index("Move this appointment") < page.index("What happened?")
    assert [f'value="2014-06-0{day}T09:00"' in page for day in (3, 4, 9)] == [True, True, True]
    assert "Select who asked for another time" in words(unsaid)
    assert "Appointment moved." in words(moved)
    assert Appointment.objects.get(outcome="").starts_at == slot.starts_at + timedelta(days=2)


def test_what_is_usual_in_the_logs_of_an_officer_is_chosen_with_one_click(
    browse, officer_here, called
):
    client = browse(officer_here)

    page = words(client.get(called))
    answer = client.post(called, CALL | {"usual": "CTOA", "type": ""})
    other = client.post(called, CALL | {"usual": "another", "type": "CTOA", "start": "09:40"})

    assert 'name="usual" type="radio" value="CTOA"' in page
    assert 'value="COAP"' not in page.partition("If it is another type, which?")[0]
    assert 'value="09:4' in page
    assert [answer.status_code, other.status_code] == [302, 302]
    assert Contact.objects.filter(type_id="CTOA", notes="Rang in").count() == 2


def test_a_type_that_is_not_usual_any_more_is_taken_all_the_same(browse, officer_here, called):
    answer = browse(officer_here).post(called, CALL | {"usual": "CTOA"})
    Contact.objects.update(deleted_at=NOW)

    late = browse(officer_here).post(called, CALL | {"usual": "CTOA", "start": "09:40"})

    assert [answer.status_code, late.status_code] == [302, 302]


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ({"usual": "another"}, "Select a type of contact"),
        ({}, "Select a type of contact"),
        ({"usual": "CTOA", "type": "COAP"}, "only if it is another type"),
    ],
)
def test_one_type_is_chosen_and_no_more(*, browse, officer_here, called, chosen, says):
    answer = browse(officer_here).post(called, CALL | chosen)

    assert answer.status_code == 422
    assert says in words(answer)
    assert "Rang in" in words(answer)


def test_a_draft_keeps_a_usual_type_and_a_form_that_was_only_opened_is_none(
    browse, officer_here, called, log
):
    client, drafts = browse(officer_here), f"/cases/{log.crn}/drafts"

    client.post(drafts, {"start": "09:45", "minutes": "15", "usual": ""})
    assert not Draft.objects.exists()
    client.post(drafts, {"usual": "CTOA", "start": "09:45"})

    assert Draft.objects.get().type_code == "CTOA"
    assert 'value="CTOA" checked' in words(client.get(called))


def test_types_are_told_of_logs_that_may_be_opened_alone(officer_elsewhere, officer_here, called):
    posts = [officer_here.posts.get().pk]
    told = []
    for account in (officer_here, officer_elsewhere):
        with access.acting_as(account_id=account.pk, now=NOW):
            told.append(probation.booking.types_written(post_ids=posts, at=NOW))

    assert told == [[("CTOA", "Call in")], []]


def test_a_review_is_a_link_on_the_home_page_and_leads_back_there(
    browse, officer_here, crn, record, flag
):
    client = browse(officer_here)
    review = f"/cases/{crn}/flags/RCCO/review?from=home"

    home = words(client.get("/"))
    done = client.post(review, {"notes": "Nothing new"})

    assert f'href="{review}"' in home
    assert done.headers["Location"] == "/"
    assert "is reviewed." in words(client.get("/"))
    assert RegistrationStep.objects.get(step="reviewed").notes == "Nothing new"


def test_what_is_open_and_what_waits_for_an_answer_are_links_on_the_home_page(
    browse, officer_here, log, slot
):
    client = browse(officer_here)
    Enforcement.objects.create(
        case=log.case,
        reference="E1",
        kind="breach",
        state="open",
        opened_on=date(2014, 5, 1),
        due_on=date(2014, 6, 9),
        recorded_at=LONG_AGO,
    )
    client.post(
        f"/cases/{log.crn}/appointments/2014-06-02T0800Z/failure",
        {"outcome": "UAAB", "action": "EA02"},
    )
    number = Contact.objects.get(outcome_id="UAAB").number

    home = words(client.get("/"))
    answer = f"/cases/{log.crn}/contacts/{number}/answer?from=home"
    done = client.post(answer, {"response": "none"})

    assert f'href="/cases/{log.crn}/enforcements/E1"' in home
    assert f'href="{answer}"' in home
    assert done.headers["Location"] == "/"


def test_the_log_is_searched_with_what_else_it_is_filtered_by(browse, officer_here, crn):
    client = browse(officer_here)
    found = client.post(f"/cases/{crn}", {"text": "Told", "kind": "event"})
    page = words(client.get(found.headers["Location"]))

    search, _, filters = page.partition('<details class="tc-filters"')
    assert f'action="/cases/{crn}#log" role="search"' in search
    assert '<input type="hidden" name="kind" value="event">' in search
    assert '<input type="hidden" name="words" value="kept">' in filters


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"lines": "4 Mill Lane, Elmstead ls14ap"}, ("4 Mill Lane, Elmstead", "LS1 4AP")),
        ({"lines": "4 Mill Lane", "postcode": "LS1 4AP"}, ("4 Mill Lane", "LS1 4AP")),
        ({"lines": "Unit 4B, M1 Park"}, ("Unit 4B, M1 Park", "")),
    ],
)
def test_an_address_is_typed_with_its_postcode_or_beside_it(
    *, browse, officer_here, crn, typed, kept
):
    client, where = browse(officer_here), f"/people/{crn}/facts/addresses/new?about=main"

    page = words(client.get(where))
    client.post(
        where,
        {"status": "main", "starts_on-day": "2", "starts_on-month": "6", "starts_on-year": "2014"}
        | typed,
    )

    assert '<option value="main" selected>' in page
    assert Address.objects.order_by("id").values_list("lines", "postcode").last() == kept


def test_whoever_is_found_has_a_link_to_their_log_for_who_may_write_in_it(
    browse, officer_here, officer_elsewhere, crn
):
    link = f'href="/cases/{crn}/contacts"'

    found = [
        words(browse(account).post("/people", {"q": crn, "fragment": "1"}))
        for account in (officer_here, officer_elsewhere)
    ]

    assert [crn in page for page in found] == [True, True]
    assert [link in page for page in found] == [True, False]


def test_a_new_number_is_a_link_on_the_case_and_on_the_person(browse, officer_here, crn):
    client, where = browse(officer_here), f"/people/{crn}/facts/contact-details/new?about=mobile"

    pages = [words(client.get(f"/{part}/{crn}")) for part in ("cases", "people")]
    client.post(
        where,
        {"kind": "mobile", "value": "07700 900123"}
        | {"starts_on-day": "2", "starts_on-month": "6", "starts_on-year": "2014"},
    )

    assert [f'href="{where}"' in page for page in pages] == [True, True]
    assert '<option value="mobile" selected>' in words(client.get(where))
    assert ContactPoint.objects.get().value == "07700 900123"
