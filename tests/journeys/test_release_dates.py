"""A warrant is entered as it reads, its dates explain themselves, a second person approves them, and who is due is listed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import heading, judge, sign_in
from tests.journeys.test_desk import SOMEBODY

MANAGER = """
SELECT DISTINCT u.username FROM access_account u
JOIN access_post t ON t.account_id = u.id AND t.role = 'manager'
JOIN access_postassignment a ON a.item_id = t.id
JOIN access_postassignment b ON b.owner_id = a.owner_id
JOIN access_post o ON o.id = b.item_id
JOIN access_account w ON w.id = o.account_id AND w.username = 'officer.future-crc'
ORDER BY 1 LIMIT 1
"""


@pytest.fixture
def officer(page: Page) -> Page:
    sign_in(page, "officer.future-crc")
    return page


def fill_date(page: Page, name: str, day: int, month: int, year: int) -> None:
    for part, number in (("day", day), ("month", month), ("year", year)):
        page.locator(f"[name='{name}-{part}']").fill(str(number))


def test_a_warrant_leads_to_dates_that_a_second_person_approves(officer, served):
    crn = str(served.rows(SOMEBODY)[0][0])
    enter_a_warrant(officer, crn)
    credit_remand(officer)
    read_how_it_came_about(officer)
    ask_what_if_and_compare(officer, crn)
    enter_a_date(officer, crn)
    officer.get_by_role("button", name="Sign out").click()
    sign_in(officer, str(served.rows(MANAGER)[0][0]))
    approve(officer, crn)


def enter_a_warrant(officer: Page, crn: str) -> None:
    officer.goto(f"/cases/{crn}")
    officer.get_by_role("link", name="Release dates", exact=True).click()
    heading(officer, "Release dates")
    judge(officer, "release-dates-none")

    officer.get_by_role("button", name="Begin a time in custody").click()
    judge(officer, "release-dates-begin")
    officer.get_by_role("button", name="Begin").click()
    heading(officer, "Enter a warrant")
    judge(officer, "release-dates-warrant")
    officer.get_by_role("button", name="Keep it, and work the dates out").click()
    expect(officer.get_by_role("heading", name="There is a problem")).to_be_visible()
    judge(officer, "release-dates-warrant-refused")

    officer.get_by_label("Court", exact=True).fill("Elmstead Crown Court")
    fill_date(officer, "imposed_on", 7, 1, 2014)
    officer.get_by_label("Type of sentence").select_option("ADIMP")
    officer.get_by_label("Months", exact=True).fill("10")
    officer.get_by_label("Code of the offence").fill("TH68010")
    fill_date(officer, "offence_from", 1, 5, 2013)
    officer.get_by_role("button", name="Keep it, and work the dates out").click()
    heading(officer, "Release dates")
    judge(officer, "release-dates-worked-out")


def credit_remand(officer: Page) -> None:
    officer.get_by_role("button", name="Enter time given or taken").click()
    officer.get_by_label("What is it?").select_option("REMAND")
    officer.get_by_label("Sentence that remand").select_option(index=1)
    fill_date(officer, "from_on", 1, 12, 2013)
    fill_date(officer, "to_on", 6, 1, 2014)
    judge(officer, "release-dates-time")
    officer.get_by_role("button", name="Keep it, and work the dates out").click()
    expect(officer.get_by_text("Remand in custody")).to_be_visible()


def read_how_it_came_about(officer: Page) -> None:
    officer.get_by_role("link", name="How each date came about").click()
    heading(officer, "How each date came about")
    judge(officer, "release-dates-explained")
    officer.get_by_role("link", name="Calculation sheet").click()
    heading(officer, re.compile("Release dates, and how they were worked out"))
    judge(officer, "release-dates-sheet")


def ask_what_if_and_compare(officer: Page, crn: str) -> None:
    officer.goto(f"/cases/{crn}/release-dates/what-if")
    officer.get_by_label("Days added").fill("14")
    officer.get_by_role("button", name="Work it out").click()
    expect(officer.get_by_text("+14").first).to_be_visible()
    judge(officer, "release-dates-what-if")

    officer.goto(f"/cases/{crn}/release-dates/calculations")
    judge(officer, "release-dates-calculations")
    officer.get_by_role("button", name="Compare the two").click()
    heading(officer, "Two calculations compared")
    judge(officer, "release-dates-compared")


def enter_a_date(officer: Page, crn: str) -> None:
    officer.goto(f"/cases/{crn}/release-dates")
    officer.get_by_role("link", name="Enter a date by hand").click()
    judge(officer, "release-dates-by-hand")
    officer.get_by_label("Which date?").select_option("ARD")
    officer.get_by_label("Why?").fill("As the Court of Appeal said")
    fill_date(officer, "on", 9, 5, 2014)
    officer.get_by_role("button", name="Enter the date").click()
    expect(officer.get_by_text("As the Court of Appeal said").first).to_be_visible()
    judge(officer, "release-dates-overridden")

    officer.goto("/releases")
    judge(officer, "releases")


def approve(officer: Page, crn: str) -> None:
    officer.goto(f"/cases/{crn}/release-dates")
    officer.get_by_role("button", name="Check and approve").click()
    judge(officer, "release-dates-approval")
    officer.get_by_role("button", name="Approve these dates").click()
    expect(officer.get_by_text("Approved by").first).to_be_visible()
    judge(officer, "release-dates-approved")
    officer.goto("/releases")
    judge(officer, "releases-of-units")
