"""An officer finds a document among those of all their cases, and one that is not final on the first page."""

import re

from playwright.sync_api import expect

from tests.journeys.browser import heading, judge, sign_in

HAS_CASES = """
SELECT u.username, m.crn
FROM probation_caseassignment x
JOIN access_post p ON p.id = x.post_id AND p.role = 'officer'
JOIN access_account u ON u.id = p.account_id
JOIN probation_case c ON c.id = x.item_id AND c.closed_at IS NULL
JOIN people_person m ON m.id = c.person_id
WHERE x.superseded_at IS NULL AND x.change_id IS NULL
  AND NOT EXISTS (SELECT FROM access_restriction r WHERE r.person_id = c.person_id)
ORDER BY x.id DESC LIMIT 1
"""


def test_a_document_is_found_among_all_cases(page, served):
    [(username, crn)] = served.rows(HAS_CASES)
    sign_in(page, str(username))
    page.goto(f"/cases/{crn}/documents/new")
    page.get_by_role("radio", name="Appointment letter").check()
    page.get_by_role("button", name="Begin").click()
    page.goto("/")
    expect(page.get_by_text("In progress: Appointment letter").first).to_be_visible()
    judge(page, "home-with-a-document-in-progress")

    page.get_by_role("link", name="Caseload", exact=True).first.click()
    page.get_by_role("link", name="Documents of your cases").click()
    heading(page, "Documents of your cases")
    words = page.get_by_role("searchbox", name="Words in a title or text")
    words.fill("zzzz")
    words.press("Enter")
    expect(page.get_by_text("No documents like this")).to_be_visible()
    judge(page, "documents-none")

    words.fill("appointment")
    words.press("Enter")
    expect(page.get_by_role("link", name="Appointment letter").first).to_be_visible()
    assert "appointment" not in page.url
    judge(page, "documents-found")
    page.get_by_role("link", name="Appointment letter").first.click()
    expect(page).to_have_url(re.compile(f"/cases/{crn}/documents/[0-9]+/text"))
    page.goto(f"/cases/{crn}/documents")
    expect(page.get_by_role("link", name="Search the documents of all your cases")).to_be_visible()
