"""The same work by keyboard alone, without scripts, on the smallest telephone; and what is refused."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import (
    NARROWEST,
    assert_accessible,
    assert_fits,
    at_width,
    heading,
    judge,
    press_until,
    sign_in,
)
from tests.journeys.test_desk import SOMEBODY, open_first_case

RESTRICTED = """
SELECT p.crn, n.last FROM access_restriction r JOIN people_person p ON p.id = r.person_id
JOIN people_name n ON n.person_id = p.id AND n.kind = 'legal'
WHERE r.kind = 'restriction' ORDER BY r.id LIMIT 1
"""


def test_an_officer_records_a_contact_by_keyboard_alone(page, served):
    [(crn, first, last, _)] = served.rows(SOMEBODY)
    page.goto("/sign-in")
    press_until(page, "Probation officer")
    page.get_by_role("button", name="Sign out").wait_for()

    press_until(page, "Find a person", key="")
    press_until(page, "Find a person", key="")
    page.keyboard.type(crn)
    page.keyboard.press("Enter")
    page.get_by_text("1 person found").first.wait_for()
    press_until(page, f"Open case {crn}")
    heading(page, f"{first} {last}")
    press_until(page, "Record a contact")
    heading(page, "Record a contact")
    press_until(page, "Telephone call from the person", key="Space")
    press_until(page, "Notes (optional)", key="")
    page.keyboard.type("Typed without a mouse.")
    press_until(page, "Start time", key="")
    page.keyboard.type("7.15am")
    press_until(page, "Record contact")

    expect(page.get_by_text("Contact recorded.")).to_be_visible()
    expect(page.get_by_text("Typed without a mouse.")).to_be_visible()


def test_an_officer_works_without_scripts(visitor, served):
    [(crn, first, last, _)] = served.rows(SOMEBODY)
    page = visitor(java_script_enabled=False)
    sign_in(page, "officer.future-crc")

    page.get_by_role("searchbox").fill(crn)
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("link", name=f"Open case {crn}").click()
    heading(page, f"{first} {last}")
    page.get_by_role("button", name="Record a contact").click()
    page.get_by_role("radio", name="Telephone call to the person").check()
    page.get_by_label("Start time").fill("8am")
    page.get_by_label("Notes").fill("Recorded without scripts.")
    page.get_by_role("button", name="Record contact").click()

    expect(page.get_by_text("Contact recorded.")).to_be_visible()
    expect(page.get_by_text("Recorded without scripts.")).to_be_visible()


def test_an_officer_works_on_the_smallest_telephone(page):
    at_width(page, NARROWEST)
    sign_in(page, "officer.future-crc")
    assert_fits(page)

    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Caseload", exact=True).click()
    page.get_by_role("table").get_by_role("link").first.click()
    assert_accessible(page)
    page.get_by_role("button", name="Record a contact").click()
    page.get_by_role("radio", name="Telephone call from the person").check()
    page.get_by_label("Start time").fill("6am")
    page.get_by_label("Notes").fill("On the bus.")
    page.get_by_role("button", name="Record contact").click()

    expect(page.get_by_text("On the bus.")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)


def test_a_record_that_is_restricted_is_refused_and_says_no_more(page, served):
    [(crn, last)] = served.rows(RESTRICTED)
    sign_in(page, "officer.future-crc")

    for address in (f"/cases/{crn}", f"/people/{crn}", f"/cases/{crn}/minimum-view"):
        page.goto(address)
        heading(page, "You may not open this record")
        assert last not in page.content()
    judge(page, "refused-restricted")


@pytest.mark.parametrize(
    ("username", "address", "says"),
    [
        ("officer.future-crc", "/cases/Z999999", "Page not found"),
        ("officer.future-crc", "/caseloads?as-at=yesterday", "The request could not be understood"),
        ("planner", "/caseloads", "You may not see this page"),
        ("officer.future-crc", "/restructures", "You may not see this page"),
        ("officer.future-crc", "/sign-out", "This address does something else"),
    ],
)
def test_a_refusal_says_why_and_keeps_the_way_home(page, username, address, says):
    sign_in(page, username)

    page.goto(address)

    heading(page, says)
    judge(page, f"refused-{says.lower().replace(' ', '-')}-{username}")
    page.get_by_role("link", name="Home", exact=True).click()
    expect(page).to_have_url(re.compile("/$"))


def test_what_somebody_else_did_meanwhile_is_refused_and_explained(visitor):
    pages = [visitor(), visitor()]
    for page in pages:
        sign_in(page, "officer.future-nps")
        open_first_case(page)
    pages[0].get_by_role("button", name="Make an appointment").click()
    address = pages[0].url
    for page in pages:
        page.goto(address)
        page.get_by_label("Type of appointment").select_option(label="Planned office visit")
        page.get_by_label("Office").select_option(index=1)
        page.get_by_label("Start time").fill("17:10")
    pages[0].get_by_role("button", name="Make appointment").click()
    expect(pages[0].get_by_text("Appointment made.")).to_be_visible()

    pages[1].get_by_role("button", name="Make appointment").click()

    expect(pages[1].get_by_role("alert")).to_be_visible()
    expect(pages[1].get_by_label("Start time")).to_have_value("17:10")
    judge(pages[1], "appointment-form-refused")
