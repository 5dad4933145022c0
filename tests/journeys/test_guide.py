"""A newcomer takes the reform of 2014 live in five clicks, and sees the difference that it makes."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, expect

from tests.journeys import guide
from tests.journeys.browser import HEIGHT, PATIENCE, WIDE, fill_day, heading, judge, sign_in

PLAN = "/restructures/transforming-rehabilitation-2014"
WITH_THE_COMPANY = """
SELECT p.crn, n.first, n.last FROM probation_case c
JOIN people_person p ON p.id = c.person_id
JOIN people_name n ON n.person_id = p.id AND n.kind = 'legal'
JOIN probation_caseassignment a ON a.item_id = c.id AND a.change_id IS NOT NULL
JOIN access_post t ON t.id = a.post_id
JOIN access_account u ON u.id = t.account_id AND u.username = 'officer.future-crc'
WHERE c.closed_at IS NULL AND NOT EXISTS (SELECT FROM access_restriction r WHERE r.person_id = p.id)
ORDER BY c.id LIMIT 1
"""


def test_a_newcomer_takes_the_reform_live_in_five_clicks(page, visitor, served):
    planner, approver = visitor(), visitor()
    page.goto("/")
    heading(page, re.compile("35 probation trusts become one national service and 21 companies"))

    def look(page: Page, step: str) -> None:
        name = f"guide-{re.sub('[^a-z0-9]+', '-', step.lower())}"
        if step.endswith("running"):
            # The page goes on by itself once the worker is done, be it in the middle of a look.
            with suppress(Error):
                judge(page, name)
            page.set_viewport_size({"width": WIDE, "height": HEIGHT})
            return
        judge(page, name)
        if step == "1. Check the plan, done":
            look_at_a_plan_before_it_was_tried(planner)
        if step == "2. Try it out, done":
            look_closer(page)
            propose_another_answer(planner, approver)
        if step == "3. Write it ahead, done":
            look_at_the_day_before_the_switch(page, approver)
        if step == "4. Make it live, done":
            look_at_the_day_after_the_switch(page)

    guide.walk(page, look=look)

    expect(page.get_by_text("The reform is live and proven")).to_be_visible()
    expect(page.locator(".tc-step--done")).to_have_count(5)
    assert served.rows("SELECT phase FROM restructure_plan") == [("reconciled",)]
    assert served.rows("SELECT count(*) FROM restructure_difference") == [(0,)]


def look_at_a_plan_before_it_was_tried(page: Page) -> None:
    sign_in(page, "planner")
    page.get_by_role("link", name="Transforming Rehabilitation").click()
    judge(page, "plan-checked")
    for part, says in (
        ("Results", "No dry run yet"),
        ("Books", "No books yet"),
        ("Evidence", "Nothing sealed yet"),
    ):
        page.get_by_role("navigation", name="Parts of the plan").get_by_role(
            "link", name=part
        ).click()
        expect(page.get_by_text(says)).to_be_visible()
        judge(page, f"plan-checked-{part.lower()}")
    page.goto("/restructures")
    page.get_by_role("button", name="Take in plan").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose the file of a plan")
    judge(page, "plans-with-errors")


def look_closer(page: Page) -> None:
    """At every page of the plan, as the director of the programme."""
    for part in (
        "",
        "/words",
        "/results",
        "/providers/C15",
        "/items?kind=case&to=C15",
        "/readiness",
        "/readiness/help-desk",
        "/freezes",
        "/outside",
        "/gone-out",
        "/day",
    ):
        page.goto(PLAN + part)
        judge(page, f"plan-tried-{re.sub('[^a-z]', '', part) or 'plan'}")
    page.goto(f"{PLAN}/results")
    expect(page.get_by_role("group", name=re.compile("Where each case goes"))).to_be_visible()
    page.goto("/guide")


def propose_another_answer(planner: Page, approver: Page) -> None:
    """Set one answer by hand: refused first, then proposed, to be approved by somebody else."""
    planner.goto(f"{PLAN}/items?kind=case")
    planner.get_by_role("table").get_by_role("link").first.click()
    judge(planner, "item")
    planner.get_by_role("button", name="Hold").click()
    expect(planner.get_by_role("alert")).to_contain_text("Say why the item is left")
    judge(planner, "item-with-errors")
    planner.get_by_label("Which provider should it go to?").fill("ZZZ")
    planner.get_by_label("Why does the plan").fill("Known to the court")
    planner.get_by_role("button", name="Propose").click()
    expect(planner.get_by_role("alert")).to_be_visible()
    expect(planner.get_by_label("Which provider should it go to?")).to_have_value("ZZZ")
    judge(planner, "item-refused")
    planner.get_by_label("Which provider should it go to?").fill("C15")
    planner.get_by_role("button", name="Propose").click()
    expect(planner.get_by_text("Somebody else has to approve it")).to_be_visible()
    judge(planner, "item-proposed")
    sign_in(approver, "approver")
    judge(approver, "home-approver")
    approver.goto(planner.url)
    judge(approver, "item-to-approve")
    approver.goto(PLAN)
    judge(approver, "plan-to-sign")


def look_at_the_day_before_the_switch(page: Page, approver: Page) -> None:
    """As the director: counting down once the go decision is signed, and with the button when the time has come."""
    approver.goto(PLAN)
    approver.get_by_role("button", name="Sign the go decision").click()
    page.goto(f"{PLAN}/day")
    expect(page.get_by_text("The button stands here from")).to_be_visible()
    judge(page, "day-countdown")
    page.goto("/clock")
    page.get_by_role("button", name="The first minute: Transforming Rehabilitation").click()
    page.goto(f"{PLAN}/day")
    expect(page.get_by_role("button", name="Switch to the new structure")).to_be_visible()
    judge(page, "day-button")
    page.goto("/guide")


def look_at_the_day_after_the_switch(page: Page) -> None:
    """Live, with the checks that the worker makes by itself and what each provider has, and what an abort asks first."""
    page.goto(f"{PLAN}/day")
    expect(page.get_by_text("All green")).to_be_visible(timeout=2 * PATIENCE)
    expect(page.get_by_role("table", name="What each provider has now")).to_be_visible()
    judge(page, "day-live")
    page.get_by_role("button", name="Abort the switch").click()
    heading(page, "Go back to the old structure?")
    judge(page, "day-abort")
    page.goto("/guide")


@pytest.mark.usefixtures("after_the_reform")
def test_officers_of_both_bodies_see_their_own_and_the_day_before(page, served):
    [(_, first, last)] = served.rows(WITH_THE_COMPANY)
    page.goto("/guide")
    page.get_by_role("button", name="Sign in as an officer of a company").click()
    heading(page, "Your caseload")
    judge(page, "company-caseload")
    page.get_by_role("link", name=f"{last}, {first}").click()
    owner = page.locator(".govuk-summary-list__row", has_text="Provider")
    expect(owner).to_contain_text("Community Rehabilitation Company")
    judge(page, "company-case")
    page.get_by_role("link", name="The day before").click()
    expect(owner).to_contain_text("Avon and Somerset Probation Trust")
    judge(page, "company-case-the-day-before")

    page.goto("/guide")
    page.get_by_role("button", name="Sign in as an officer of the NPS").click()
    expect(page.get_by_role("link", name=f"{last}, {first}")).to_have_count(0)
    judge(page, "nps-caseload")
    page.get_by_role("link", name="The day before").click()
    expect(page.get_by_role("note")).to_contain_text("As at 31 May 2014, 11:59pm")
    judge(page, "nps-caseload-the-day-before")


@pytest.mark.usefixtures("after_the_reform")
def test_a_case_of_another_body_is_seen_in_the_minimum_after_a_reason(page, served):
    [(crn, first, last)] = served.rows(WITH_THE_COMPANY)
    sign_in(page, "officer.future-nps")
    page.get_by_role("searchbox").fill(crn)
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("link", name=f"Minimum view of {crn}").click()
    judge(page, "minimum-reason")
    page.get_by_role("button", name="Show the minimum view").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a reason")
    judge(page, "minimum-reason-with-errors")

    page.get_by_label("Reason").fill("In court this morning for another matter")
    page.get_by_role("button", name="Show the minimum view").click()

    heading(page, f"{first} {last}")
    expect(page.get_by_text("Minimum view. The case is with")).to_be_visible()
    expect(page.get_by_role("heading", name="Log")).to_have_count(0)
    judge(page, "minimum")
    page.get_by_role("link", name="open the whole record in an emergency").click()
    judge(page, "emergency")
    page.get_by_role("button", name="Open the record").click()
    expect(page.get_by_role("alert")).to_contain_text("Select for how long")
    judge(page, "emergency-with-errors")
    page.goto(f"/cases/{crn}/documents")
    expect(page).to_have_url(re.compile(f"/cases/{crn}/minimum-view$"))


@pytest.mark.usefixtures("after_the_reform")
def test_the_programme_proves_the_reform_and_may_reverse_it(page):
    sign_in(page, "planner")
    judge(page, "home-planner-after")
    page.goto(PLAN)
    if page.get_by_role("button", name="Evidence").count():
        page.get_by_role("button", name="Evidence").click()
        page.wait_for_load_state()
        page.get_by_role("heading", name="Running now").wait_for(state="detached")
        page.wait_for_load_state()
    judge(page, "plan-reconciled")
    page.get_by_role("navigation", name="Parts of the plan").get_by_role(
        "link", name="Books"
    ).click()
    expect(page.get_by_text("Every record that was there before is there after")).to_be_visible()
    judge(page, "books")
    page.goto(f"{PLAN}/evidence")
    expect(page.get_by_text("Whole", exact=True)).to_be_visible()
    judge(page, "evidence")
    pdf = page.request.get(f"{PLAN}/evidence.pdf")
    assert (pdf.status, pdf.body()[:5]) == (200, b"%PDF-")
    page.goto(f"{PLAN}/readiness")
    judge(page, "readiness-reconciled")
    page.goto(f"{PLAN}/gone-out/notices")
    judge(page, "gone-out-notices")
    hand_in_a_list(page)
    page.goto(f"{PLAN}/day")
    judge(page, "day-reconciled")

    page.goto(PLAN)
    fill_day(page, day=20, month=6, year=2014)
    page.get_by_role("button", name="Prepare the reversal").click()

    heading(page, re.compile("[Rr]evers"))
    judge(page, "reversal")


def hand_in_a_list(page: Page) -> None:
    """Of a partner, with one case that nobody has here; the worker compares it, and somebody owes the difference."""
    page.goto(f"{PLAN}/outside")
    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose whose list it is")
    judge(page, "outside-with-errors")
    page.get_by_label("Of a partner").check()
    page.get_by_label("Code of the provider, or name of the partner").fill("Police")
    page.get_by_label("The list").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": b"reference\nZZ9999Z\n"}
    )
    page.get_by_role("button", name="Hand it in").click()
    page.get_by_role("link", name="Police").click()
    while page.get_by_text("Not compared yet").count():
        page.wait_for_timeout(500)
        page.reload()
    judge(page, "outside-list")
    page.get_by_role("link", name="ZZ9999Z").click()
    page.get_by_label("Who settles it?").fill("director")
    fill_day(page, day=20, month=6, year=2014)
    page.get_by_role("button", name="Say who settles it").click()
    expect(page.get_by_text("Owed by a day", exact=True)).to_be_visible()
    page.goto(f"{PLAN}/outside")
    judge(page, "outside")


@pytest.mark.usefixtures("after_the_reform")
def test_everybody_is_told_what_the_reform_changes_for_them(page):
    sign_in(page, "officer.future-crc")

    page.get_by_role("link", name="what it changed for you").first.click()

    heading(page, "What changed for you")
    expect(page.get_by_text("Community Rehabilitation Company").first).to_be_visible()
    judge(page, "changes")


@pytest.mark.usefixtures("after_the_reform")
def test_the_head_of_a_provider_sees_one_side_of_the_plan(page):
    sign_in(page, "chs0003")
    page.get_by_role("link", name="Transforming Rehabilitation", exact=True).click()
    judge(page, "head-plan")

    page.goto(f"{PLAN}/results")

    expect(page.get_by_text("You see your own side of the plan")).to_be_visible()
    judge(page, "head-results")


@pytest.mark.usefixtures("after_the_reform")
def test_the_clock_of_the_demonstration_can_be_moved(page):
    sign_in(page, "officer.future-nps")
    page.get_by_role("link", name="Move the clock").click()
    judge(page, "clock")
    page.get_by_label("Another moment").fill("next week")
    page.get_by_role("button", name="Move the clock").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a day and a time")
    expect(page.get_by_label("Another moment")).to_have_value("next week")
    judge(page, "clock-with-errors")

    page.get_by_role("button", name="The first Monday: Transforming Rehabilitation").click()

    expect(page.get_by_text("The clock was moved.")).to_be_visible()
    page.get_by_role("link", name="Home", exact=True).click()
    heading(page, "Monday 2 June 2014")
    judge(page, "home-on-monday")
