"""Who manages a person, after the reform: decided on a page, a risk that rises passed on, and ten cases given in one sitting."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import heading, judge, sign_in

# An officer of a body of a kind with a case of theirs on a live sentence; and somebody who leads where the case is.
OFFICER_OF = """
SELECT u.username, p.crn FROM probation_caseassignment_at(now(), organisation_live('infinity'), 'infinity') a
JOIN probation_case c ON c.id = a.item_id AND c.closed_at IS NULL
JOIN people_person p ON p.id = c.person_id
JOIN access_post q ON q.id = a.post_id AND q.role = 'officer' JOIN access_account u ON u.id = q.account_id AND u.is_active
WHERE organisation_fact(a.owner_id, 'kind', now(), organisation_live('infinity')) = '{kind}'
  AND EXISTS (SELECT FROM probation_sentence s WHERE s.case_id = c.id AND s.terminated_on IS NULL AND s.imposed_on IS NOT NULL)
ORDER BY c.id LIMIT 1
"""
MANAGER = """
SELECT u.username FROM probation_caseassignment_at(now(), organisation_live('infinity'), 'infinity') a
JOIN access_post q ON q.role = 'manager' JOIN access_account u ON u.id = q.account_id AND u.is_active
JOIN probation_case c ON c.id = a.item_id AND c.closed_at IS NULL
CROSS JOIN LATERAL (
    SELECT s.holder_id, s.owner_id FROM access_postassignment s WHERE s.item_id = q.id AND s.superseded_at IS NULL
    AND (s.change_id IS NULL OR s.change_id = ANY (organisation_live('infinity')))
    ORDER BY s.starts_at DESC, s.change_id DESC NULLS LAST, s.id DESC LIMIT 1) h
WHERE a.post_id IS NULL AND a.holder_id IN (
    SELECT b.unit_id FROM organisation_under(h.holder_id, 'line', now(), organisation_live('infinity')) b)
GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1
"""


@pytest.fixture
def crc(served):
    return served.rows(OFFICER_OF.format(kind="crc"))[0]


def test_the_public_service_decides_from_the_record_and_the_answer_says_why(page: Page, served):
    username, crn = served.rows(OFFICER_OF.format(kind="nps-division"))[0]
    sign_in(page, str(username))
    page.goto(f"/cases/{crn}")
    page.get_by_role("link", name="Which body manages the person, and why").click()
    heading(page, "Who manages this person")
    expect(page.get_by_role("heading", name="What the rules say now")).to_be_visible()
    page.get_by_text("What would change the answer").click()
    judge(page, "decisions")

    page.get_by_role("button", name=re.compile("Decide|Keep what it waits for")).click()
    judge(page, "decisions-decided")
    page.goto(f"/cases/{crn}/decisions/1")
    heading(page, "Decision 1")
    judge(page, "decision")


def test_a_company_refers_a_risk_that_has_risen(page: Page, crc):
    username, crn = crc
    sign_in(page, str(username))
    page.goto(f"/cases/{crn}/decisions")
    judge(page, "decisions-of-a-company")
    page.get_by_role("button", name="Refer because risk has risen").click()
    judge(page, "escalation-new")
    page.get_by_role("button", name="Refer").click()
    judge(page, "escalation-refused")
    page.get_by_role("radio", name="Very high").check()
    page.get_by_label("What shows that risk has risen?").fill("Bought a weapon")
    page.get_by_label("What was done about it at once?").fill("Police told; seen every day")
    page.get_by_role("button", name="Refer").click()

    heading(page, "Risk that has risen")
    judge(page, "escalation")
    page.goto("/escalations")
    judge(page, "escalations")


def test_a_manager_gives_cases_in_one_sitting(page: Page, served):
    [(username,)] = served.rows(MANAGER)
    sign_in(page, str(username))
    page.goto("/unallocated-cases")
    page.get_by_role("button", name="Give cases in one sitting").click()
    heading(page, "Give cases to officers")
    judge(page, "sitting")
    before = page.get_by_role("heading", level=2).count()
    for chosen in page.get_by_label("Officer (optional)").all():
        chosen.select_option(index=1)
        chosen.locator("xpath=ancestor::section").get_by_label("Why this officer?").fill(
            "Suggested"
        )
    page.get_by_role("button", name="Give those with an officer").click()

    expect(page.get_by_text(re.compile("cases? (is|are) given"))).to_be_visible()
    expect(page).to_have_url(re.compile("/unallocated-cases/sitting$"))
    assert before > 0
    judge(page, "sitting-given")
