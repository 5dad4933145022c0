"""From an application to a bed, an arrival and a departure, by three people; and a check-in from its link to its review."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.browser import NARROW, at_width, fill_day, heading, judge, sign_in

APPLICANT = """
SELECT u.username, p.crn, f.value
FROM housing_premises h
JOIN organisation_unitfact f ON f.unit_id = h.unit_id AND f.fact = 'name'
JOIN access_postassignment k ON k.owner_id = h.unit_id
JOIN access_post kp ON kp.id = k.item_id
JOIN access_account ka ON ka.id = kp.account_id AND ka.username = 'premises'
CROSS JOIN probation_case c
JOIN people_person p ON p.id = c.person_id AND p.sex = h.sex AND p.died_on IS NULL
JOIN probation_caseassignment a ON a.item_id = c.id
JOIN access_post t ON t.id = a.post_id AND t.role = 'officer'
JOIN access_account u ON u.id = t.account_id
WHERE c.closed_at IS NULL
  AND NOT EXISTS (SELECT FROM housing_application x WHERE x.case_id = c.id)
  AND NOT EXISTS (SELECT FROM access_restriction r WHERE r.person_id = p.id)
  AND EXISTS (SELECT FROM people_address d WHERE d.person_id = p.id AND d.status = 'main' AND d.starts_on < '2014-05-01')
ORDER BY c.id LIMIT 1
"""
ASSESSOR = """
SELECT u.username FROM access_post t JOIN access_account u ON u.id = t.account_id WHERE t.role = 'approved-premises' LIMIT 1
"""
ASKED = """
SELECT u.username, p.crn, k.number, n.first, n.last, p.born_on
FROM checkins_checkin k
JOIN probation_case c ON c.id = k.case_id AND c.closed_at IS NULL
JOIN people_person p ON p.id = c.person_id AND p.died_on IS NULL
JOIN people_name n ON n.person_id = p.id AND n.kind = 'legal'
JOIN probation_caseassignment a ON a.item_id = c.id
JOIN access_post t ON t.id = a.post_id AND t.role IN ('officer', 'manager')
JOIN access_account u ON u.id = t.account_id
WHERE k.state IN ('due', 'sent') AND k.tries = 0
  AND NOT EXISTS (SELECT FROM access_restriction r WHERE r.person_id = p.id)
ORDER BY k.id LIMIT 1
"""
SEND = """
INSERT INTO procrastinate_jobs (queue_name, task_name, args)
VALUES ('checkins', 'checkins.send', '{"timestamp": 0}') RETURNING id
"""
FILM = "SELECT content FROM documents_blob WHERE media_type = 'video/webm' AND content IS NOT NULL LIMIT 1"


def applied(page: Page, crn: str) -> str:
    """Write an application and submit it; its reference."""
    page.goto(f"/cases/{crn}/housing/new")
    page.get_by_role("radio", name="Approved premises").check()
    page.get_by_role("button", name="Continue").click()
    fill_day(page, day=31, month=5, year=2014)
    page.get_by_role("textbox", name="For how many nights?").fill("28")
    page.get_by_role("textbox", name="What is the placement for?").fill("To settle.")
    page.get_by_role("textbox", name="What the premises have to know about risk").fill("Low.")
    judge(page, "housing-draft")
    page.get_by_role("button", name="Submit the application").click()
    expect(page.get_by_text("To be assessed").first).to_be_visible()
    return page.url.rpartition("/")[2]


def test_somebody_is_given_a_bed_moves_in_and_leaves(visitor, served):
    [(username, crn, house)] = served.rows(APPLICANT)
    officer, assessor, keeper = visitor(), visitor(), visitor()
    sign_in(officer, str(username))
    reference = applied(officer, str(crn))

    [(answers,)] = served.rows(ASSESSOR)
    sign_in(assessor, str(answers))
    assessor.goto(f"/housing-assessments/{reference}/steps/accepted")
    assessor.get_by_role("button", name="Accept").click()
    expect(assessor.get_by_text("a placement is to be asked for").first).to_be_visible()
    officer.goto(f"/cases/{crn}/housing/{reference}")
    officer.get_by_role("button", name="Ask for a placement").click()
    officer.get_by_role("button", name="Ask for a placement").click()
    assessor.goto(f"/housing-assessments/{reference}/beds")
    judge(assessor, "housing-beds")
    row = assessor.get_by_role("row", name=re.compile(str(house)))
    row.get_by_role("button", name=re.compile("Book bed")).click()
    expect(assessor.get_by_text("The bed is booked.")).to_be_visible()

    sign_in(keeper, "premises")
    keeper.goto("/premises")
    keeper.get_by_role("row", name=re.compile(str(crn))).get_by_role("link").click()
    keeper.get_by_role("button", name="Record the arrival").click()
    keeper.get_by_role("button", name="Record the arrival").click()
    expect(keeper.get_by_text("It is their main address.")).to_be_visible()
    at_width(keeper, NARROW)
    keeper.get_by_role("button", name="Record the departure").click()
    keeper.get_by_role("radio", name="Planned move on").check()
    keeper.get_by_role("radio", name="A home of their own").check()
    judge(keeper, "housing-departure")
    keeper.get_by_role("button", name="Record the departure").click()
    expect(keeper.get_by_text("They have left.")).to_be_visible()

    officer.goto(f"/cases/{crn}/housing/{reference}")
    expect(officer.get_by_text("where to: a home of their own").first).to_be_visible()
    judge(officer, "housing-application")


def test_somebody_checks_in_by_a_link_and_their_officer_looks(visitor, served):
    [(username, crn, number, first, last, born)] = served.rows(ASKED)
    [(film,)] = served.rows(FILM)
    served.rows(SEND)
    officer, person = visitor(), visitor()
    sign_in(officer, str(username))
    link = officer.get_by_role("link", name="Open the link that the person would have")
    for _ in range(40):
        officer.goto(f"/cases/{crn}/check-ins/{number}")
        if link.count():
            break
        officer.wait_for_timeout(250)
    address = link.get_attribute("href") or ""

    at_width(person, NARROW)
    person.goto(address)
    judge(person, "check-in-start")
    person.get_by_role("textbox", name="First name").fill(str(first))
    person.get_by_role("textbox", name="Last name").fill(str(last))
    fill_day(person, day=born.day, month=born.month, year=born.year)
    person.get_by_role("textbox", name=re.compile("digits of your CRN")).fill(str(crn)[-4:])
    person.get_by_role("button", name="Continue").click()
    person.locator("input[type=file]").set_input_files(
        {"name": "me.webm", "mimeType": "video/webm", "buffer": bytes(film)}
    )
    person.get_by_role("button", name="Send the video").click()
    person.get_by_role("radio", name="Not great").check()
    person.get_by_role("radio", name="Yes").check()
    judge(person, "check-in-questions")
    person.get_by_role("button", name="Continue").click()
    person.get_by_role("button", name="Send your check-in").click()
    heading(person, "You have checked in")

    officer.goto(f"/cases/{crn}/check-ins/{number}")
    judge(officer, "check-in-review")
    officer.get_by_role("radio", name="This is them", exact=True).check()
    officer.get_by_role("button", name="Record").click()
    expect(officer.get_by_text("It was them")).to_be_visible()
    person.goto(address)
    heading(person, "This link cannot be used")
