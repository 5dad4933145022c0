"""Pages of parts of cases, of services and of records that only a browser can judge: their forms, by keyboard and without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import heading, judge, press_until, sign_in

WITH_A_PART = """
SELECT m.crn FROM probation_caseassignment a
JOIN probation_case c ON c.id = a.item_id AND c.closed_at IS NULL
JOIN people_person m ON m.id = c.person_id
JOIN access_post t ON t.id = a.post_id
JOIN access_account u ON u.id = t.account_id AND u.username = 'officer.future-crc'
WHERE NOT EXISTS (SELECT FROM probation_transfer x WHERE x.case_id = c.id) ORDER BY c.id LIMIT 1
"""
GOING_ON = """
SELECT r.reference FROM services_referral r JOIN services_contract k ON k.id = r.contract_id AND k.code = 'SUPHOM'
WHERE r.state_id = 'plan-approved' ORDER BY r.id LIMIT 1
"""


@pytest.fixture
def unscripted(visitor) -> Page:
    return visitor(java_script_enabled=False)


def test_a_manager_gives_a_part_of_a_case_and_puts_it_back(page, served):
    [(crn,)] = served.rows(WITH_A_PART)
    sign_in(page, "manager.future-crc")
    page.goto(f"/cases/{crn}/managers")
    press_until(page, re.sub(r"\s+", " ", give_link(page)))
    page.get_by_role("button", name="Give it to them").click()
    expect(page.get_by_role("alert")).to_contain_text("Select an officer")
    judge(page, "part-refused")
    page.get_by_label("Officer", exact=True).select_option(index=2)
    page.get_by_label("Why is it given to them?").select_option(index=1)
    page.get_by_role("button", name="Give it to them").click()

    heading(page, "Who manages each part")
    judge(page, "parts")
    page.get_by_role("button", name="Put back to the case").first.click()
    expect(page.get_by_text("goes with the case again")).to_be_visible()


def give_link(page: Page) -> str:
    return (
        page.get_by_role("link", name=re.compile("^Give to an officer")).first.text_content() or ""
    )


def test_a_supplier_finds_their_work_and_books_a_time_without_scripts(unscripted, served):
    [(reference,)] = served.rows(GOING_ON)
    sign_in(unscripted, "supplier")
    unscripted.get_by_role("main").get_by_role("link", name="Referrals to us").click()
    unscripted.goto(f"/supplied-referrals/{reference}")
    unscripted.get_by_role("button", name="Book a time").click()
    unscripted.get_by_role("button", name="Book", exact=True).click()
    expect(unscripted.get_by_role("alert")).to_contain_text("Enter a start time")
    unscripted.get_by_role("textbox", name="Day").fill("20")
    unscripted.get_by_role("textbox", name="Month").fill("6")
    unscripted.get_by_role("textbox", name="Start time").fill("6:30pm")
    unscripted.get_by_role("button", name="Book", exact=True).click()

    expect(unscripted.get_by_text("20 June 2014, 6:30pm")).to_be_visible()


def test_a_disclosure_officer_has_a_copy_prepared_and_decides_about_a_record(page):
    sign_in(page, "disclosure")
    page.get_by_role("main").get_by_role("link", name="Copies of records").click()
    judge(page, "record-requests")
    page.get_by_role("link", name=re.compile("^D0")).first.click()
    page.get_by_role("link", name="Leave an entry out").click()
    page.get_by_role("button", name="Save").click()
    judge(page, "left-out-refused")
    page.get_by_role("link", name="Back").click()
    page.get_by_role("button", name="Prepare the copy").click()
    ready = page.get_by_role("link", name=re.compile("^Open the copy"))
    while not ready.count():
        page.wait_for_timeout(500)
        page.reload()
    judge(page, "record-copy")

    page.goto("/record-removals")
    page.get_by_role("row").filter(has_text="Waits for two people").get_by_role(
        "link"
    ).first.click()
    judge(page, "record-removal")
    page.get_by_role("button", name="Agree that it is removed").click()
    expect(page.get_by_text("Somebody other than you has to agree as well.")).to_be_visible()
