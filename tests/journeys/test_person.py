"""What is known of a person, as officers add it, put it right and look back at it."""

import re
from http import HTTPStatus

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import fill_day, heading, judge, sign_in
from tests.journeys.test_desk import SOMEBODY

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002"
    "0000050001a5f645400000000049454e44ae426082"
)
GROUPS = (
    *("names", "identifiers", "addresses", "contact-details", "contact-preferences"),
    *("personal-contacts", "circumstances", "disabilities", "adjustments", "equality-answers"),
)


@pytest.fixture
def crn(served) -> str:
    return str(served.rows(SOMEBODY)[0][0])


@pytest.fixture
def officer(page: Page) -> Page:
    sign_in(page, "officer.future-crc")
    return page


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_and_its_form_can_be_read_by_everybody(officer, crn, group):
    officer.goto(f"/people/{crn}/facts/{group}")
    expect(officer).to_have_title(re.compile(crn))
    judge(officer, f"person-{group}")

    officer.goto(f"/people/{crn}/facts/{group}/new")
    officer.get_by_role("button", name="Save").click()
    expect(officer.get_by_role("heading", name="There is a problem")).to_be_visible()
    judge(officer, f"person-{group}-errors")


def test_a_number_is_added_put_right_and_its_history_is_shown(officer, crn):
    officer.goto(f"/people/{crn}")
    officer.get_by_role("link", name="Contact details").click()
    officer.get_by_role("button", name="Add a number or address of e-mail").click()
    officer.get_by_label("What is it?").select_option("Email")
    officer.get_by_label("Number or address").fill("somebody@example.com")
    officer.get_by_role("button", name="Save").click()
    expect(officer.get_by_text("somebody@example.com")).to_be_visible()

    officer.get_by_role("link", name="Change Email").first.click()
    officer.get_by_label("Number or address").fill("somebody@example.org")
    officer.get_by_label("Why is it changed?").fill("Mistyped")
    officer.get_by_role("button", name="Save").click()

    heading(officer, "Contact details")
    officer.get_by_text("changed by").first.click()
    expect(officer.get_by_text("somebody@example.com")).to_be_visible()
    judge(officer, "person-contact-details-history")


def test_a_photograph_is_added_and_shown_on_the_page_of_the_person(officer, crn):
    officer.goto(f"/people/{crn}/papers/photographs/new")
    officer.get_by_label("File").set_input_files(
        {"name": "face.png", "mimeType": "image/png", "buffer": PNG}
    )
    fill_day(officer, day=30, month=5, year=2014)
    officer.get_by_role("button", name="Save").click()
    heading(officer, "Photographs")
    judge(officer, "person-photographs")

    officer.goto(f"/people/{crn}")
    expect(officer.get_by_role("img", name=f"Photographs of {crn}")).to_be_visible()
    judge(officer, "person-with-photograph")


def test_the_rest_of_the_pages_of_a_person_can_be_read_by_everybody(officer, crn):
    for page in ("details", "death", "papers/previous-convictions", "merges", "merges/new"):
        answer = officer.goto(f"/people/{crn}/{page}")
        assert answer is not None
        assert answer.status == HTTPStatus.OK, page
        judge(officer, f"person-{page.replace('/', '-')}")
