"""A supervisor's day on the eve of the reform: projects, a week, and the register on a phone."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.browser import NARROW, at_width, fill_day, heading, judge, sign_in
from tests.journeys.serving import Served

A_DAY_BEFORE = """
SELECT u.username, p.code, to_char(s.day, 'YYYY-MM-DD'), m.crn
FROM unpaidwork_session s
JOIN unpaidwork_project p ON p.id = s.project_id
JOIN unpaidwork_appointment a ON a.session_id = s.id AND a.credited_minutes = 420
JOIN probation_case c ON c.id = a.case_id
JOIN people_person m ON m.id = c.person_id
JOIN probation_caseassignment x ON x.item_id = c.id
JOIN access_postassignment b ON b.owner_id = x.owner_id
JOIN access_post t ON t.id = b.item_id
JOIN access_account u ON u.id = t.account_id AND t.role = 'officer'
WHERE NOT EXISTS (SELECT FROM access_restriction r WHERE r.person_id = m.id)
  AND (SELECT o.status = 'working' FROM unpaidwork_order o WHERE o.id = a.order_id)
ORDER BY s.day DESC, a.id, t.id LIMIT 1
"""


def opened(page: Page, served: Served) -> tuple[str, str, str]:
    """Sign in as somebody of the provider, and give a project, a day and whoever worked it whole."""
    [(username, code, on, crn)] = served.rows(A_DAY_BEFORE)
    sign_in(page, str(username))
    return str(code), str(on), str(crn)


def test_a_supervisor_corrects_minutes_in_the_register_on_a_phone(page, served):
    code, on, crn = opened(page, served)
    at_width(page, NARROW)
    page.goto(f"/unpaid-work/projects/{code}/week?week={on}")
    judge(page, "unpaid-work-week")
    page.get_by_role("link", name=re.compile("^Register")).first.click()
    page.goto(f"/unpaid-work/projects/{code}/sessions/{on}")
    judge(page, "unpaid-work-register")
    at_width(page, NARROW)
    person = page.get_by_role("group", name=re.compile(crn))

    person.get_by_role("textbox", name="Minutes not worked").fill("500")
    page.get_by_role("button", name="Save the register").click()
    heading(page, "Register")
    expect(page.get_by_role("alert")).to_contain_text(f"{crn}: Time not worked must be between")
    judge(page, "unpaid-work-register-refused")
    person.get_by_role("textbox", name="Minutes not worked").fill("45")
    page.get_by_role("button", name="Save the register").click()

    expect(page.get_by_role("group", name=re.compile(crn))).to_contain_text(
        "6 hours 15 minutes credited"
    )
    page.goto(f"/cases/{crn}/unpaid-work")
    heading(page, "Unpaid work")
    page.get_by_text("How these figures come about").first.click()
    judge(page, "unpaid-work-case")


def test_a_supervisor_adds_a_project_and_ends_it(page, served):
    opened(page, served)
    page.goto("/unpaid-work/projects")
    judge(page, "unpaid-work-projects")
    page.get_by_role("button", name="Add a project").click()
    judge(page, "unpaid-work-new-project")
    page.get_by_role("textbox", name="Name of the project").fill("Sea wall")
    page.get_by_label("Type of project").select_option("NP1")
    page.get_by_role("textbox", name="Places").fill("8")
    page.get_by_role("textbox", name="Saturday from").fill("9am")
    page.get_by_role("button", name="Add project").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter until when it runs on a Saturday")
    judge(page, "unpaid-work-new-project-refused")
    page.get_by_role("textbox", name="Saturday to").fill("4pm")
    page.get_by_role("button", name="Add project").click()

    heading(page, "Sea wall")
    judge(page, "unpaid-work-project")
    page.get_by_text("End this project").click()
    fill_day(page, day=31, month=5, year=2014)
    page.get_by_role("button", name="End project").click()
    expect(page.get_by_text("Ended", exact=True)).to_be_visible()


def test_somebody_is_given_a_place_and_time_is_taken_off(page, served):
    code, _, crn = opened(page, served)
    page.goto(f"/cases/{crn}/unpaid-work")
    page.get_by_role("button", name="Give a place at a project").first.click()
    judge(page, "unpaid-work-place")
    page.get_by_role("textbox", name="Code of the project").fill(code)
    page.get_by_role("radio", name="Wednesday").check()
    page.get_by_role("button", name="Give the place").click()
    expect(page.get_by_role("alert")).to_contain_text("The project does not run on a Wednesday.")

    page.goto(f"/cases/{crn}/unpaid-work")
    page.get_by_role("button", name="Adjust what is required").first.click()
    judge(page, "unpaid-work-adjustment")
    page.get_by_label("Why?").select_option("TTX")
    page.get_by_role("radio", name="Taken off what is required").check()
    page.get_by_role("textbox", name="Hours").fill("1")
    page.get_by_role("button", name="Adjust").click()

    expect(page.get_by_text("minus 1 hour", exact=True).first).to_be_visible()
