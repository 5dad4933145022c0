"""Finding somebody, and who they are."""

import pytest

from throughcare.access.models import Grant, Restriction
from throughcare.access.tests.small_nation import LONG_AGO
from throughcare.desk.tests.conftest import NAME, leaks, words
from throughcare.people.models import Address, Identifier, Name

pytestmark = pytest.mark.django_db


def find(client, text: str):
    return client.post("/people", {"q": text}, follow=True)


@pytest.fixture
def excluded(record, officer_here):
    Restriction.objects.create(
        person_id=record.person_id,
        account=officer_here,
        kind="exclusion",
        reason="Relative",
        starts_at=LONG_AGO,
    )
    return officer_here


@pytest.mark.parametrize("text", ["quilfeather zeb", "{crn}", "1/2/1980"])
def test_somebody_is_found_by_a_misspelt_name_a_number_or_a_birthday(
    browse, officer_here, crn, acts, text
):
    answer = find(browse(officer_here), text.format(crn=crn.lower()))

    assert "1 person found" in words(answer)
    assert f"{NAME}, Zebedee" in words(answer)
    assert acts(officer_here) == [("person.found", (crn,))]


def test_what_was_searched_for_stands_in_no_address_and_is_found_again(browse, officer_here, crn):
    client = browse(officer_here)

    answer = find(client, NAME)
    again = client.get("/people")

    assert answer.redirect_chain == [("/people", 302)]
    assert f"{NAME}, Zebedee" in words(again)


def test_while_somebody_types_the_answer_comes_alone(browse, officer_here, crn):
    answer = browse(officer_here).post("/people", {"q": NAME, "fragment": "1"})

    assert f"{NAME}, Zebedee" in words(answer)
    assert "<html" not in words(answer)


def test_elsewhere_somebody_is_found_and_the_minimum_view_offered(browse, officer_elsewhere, crn):
    answer = find(browse(officer_elsewhere), NAME)

    assert f"/cases/{crn}/minimum-view" in words(answer)
    assert f'href="/cases/{crn}"' not in words(answer)


def test_of_a_record_that_is_closed_to_the_officer_only_the_number_is_found(browse, excluded, crn):
    answer = find(browse(excluded), crn)

    assert "Limited access" in words(answer)
    assert leaks(answer) == []


def test_who_may_not_search_is_refused_and_leaves_no_trace(browse, planner, crn, acts):
    answer = find(browse(planner), NAME)

    assert answer.status_code == 403
    assert leaks(answer) == []
    assert acts(planner) == []


def test_who_is_not_signed_in_is_sent_to_sign_in(client, crn):
    answer = client.get(f"/people/{crn}")

    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/sign-in?next=/people/{crn}",
    )


def test_a_person_is_shown_and_the_reading_is_on_the_trail(browse, officer_here, crn, acts):
    answer = browse(officer_here).get(f"/people/{crn}")

    assert f"Zebedee {NAME}" in words(answer)
    assert "1 February 1980" in words(answer)
    assert "<title>Person X000003 " in words(answer)
    assert acts(officer_here) == [("case.read", (crn,))]


@pytest.fixture
def told(record):
    """What a search does not show: a number, another name, and where the person lives."""
    Address.objects.filter(person_id=record.person_id).update(lines="7 Rookery Nook")
    Identifier.objects.create(
        person_id=record.person_id,
        kind="pnc",
        supplied="2001/0171310W",
        canonical="2001/0171310W",
        recorded_at=LONG_AGO,
    )
    Name.objects.create(
        person_id=record.person_id,
        kind="alias",
        first="Zeb",
        last="Nightjar",
        search_text="ZEB NIGHTJAR",
        recorded_at=LONG_AGO,
    )
    return ("7 Rookery Nook", "2001/0171310W", "Nightjar", "Officer-C05")


def test_elsewhere_a_person_is_shown_as_a_search_shows_them_and_a_reason_asked_for(
    *, browse, officer_here, officer_elsewhere, crn, told, acts
):
    here = words(browse(officer_here).get(f"/people/{crn}"))
    elsewhere = words(browse(officer_elsewhere).get(f"/people/{crn}"))

    assert [each for each in told if each not in here] == []
    assert f"Zebedee {NAME}" in elsewhere
    assert "Why do you need to see more?" in elsewhere
    assert [each for each in told if each in elsewhere] == []
    assert acts(officer_elsewhere) == [("case.read", (crn,))]


def test_with_a_reason_the_rest_of_a_person_is_shown_but_where_they_live(
    browse, officer_elsewhere, crn, told, acts
):
    client = browse(officer_elsewhere)
    refused = client.post(f"/cases/{crn}/minimum-view", {"reason": ""})
    before = words(client.get(f"/people/{crn}"))

    client.post(f"/cases/{crn}/minimum-view", {"reason": "At court today"})
    after = words(client.get(f"/people/{crn}"))

    assert refused.status_code == 422
    assert "Nightjar" not in before
    assert "Nightjar" in after
    assert "2001/0171310W" in after
    assert "7 Rookery Nook" not in after
    assert "Addresses are part of the case" in after
    assert Grant.objects.get().reason == "At court today"


def test_a_person_whose_record_is_closed_is_refused_and_nothing_is_told(
    browse, excluded, crn, acts
):
    answer = browse(excluded).get(f"/people/{crn}")

    assert answer.status_code == 403
    assert leaks(answer) == []
    assert acts(excluded) == [("case.read", (crn,))]


def test_a_number_that_is_nobodys_is_not_found(browse, officer_here, record):
    answer = browse(officer_here).get("/people/Z999999")

    assert answer.status_code == 404
    assert leaks(answer) == []


def test_a_number_that_was_replaced_leads_to_the_one_that_holds(browse, officer_here, crn, record):
    Identifier.objects.create(
        person_id=record.person_id,
        kind="former-crn",
        supplied="A000001",
        canonical="A000001",
        recorded_at=LONG_AGO,
    )

    answer = browse(officer_here).get("/people/A000001")

    assert answer.headers["Location"] == f"/people/{crn}"
