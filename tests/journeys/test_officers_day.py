"""An officer's day, counted: how many clicks and seconds the commonest jobs take, at both widths."""

import json
import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import NARROW, SCREENSHOTS, WIDE, at_width, heading, judge, sign_in

# Four people for each width, from before the office opened: the fixture books them for whoever has most cases.
BOOK = """
WITH officer AS (
    SELECT a.post_id, u.username FROM probation_caseassignment a
    JOIN access_post t ON t.id = a.post_id AND t.role = 'officer'
    JOIN access_account u ON u.id = t.account_id
    GROUP BY a.post_id, u.username ORDER BY count(*) DESC, u.username LIMIT 1
),
people AS (
    SELECT a.item_id, o.username, o.post_id, row_number() OVER (ORDER BY a.item_id) AS place
    FROM probation_caseassignment a JOIN officer o ON o.post_id = a.post_id
    JOIN probation_case c ON c.id = a.item_id AND c.closed_at IS NULL
    ORDER BY a.item_id LIMIT 8
),
booked AS (
    INSERT INTO probation_appointment (case_id, type_id, starts_at, ends_at, post_id, outcome, is_cancelled, recorded_at, sentence_id)
    SELECT item_id, 'COAP', m.at, m.at + interval '15 minutes', post_id, '', false, m.at - interval '9 days', item_id * 2
    FROM people CROSS JOIN LATERAL (SELECT timestamptz '2014-05-31 00:00Z' + place * interval '15 minutes' AS at) m
    RETURNING case_id
)
SELECT max(p.username) FROM people p JOIN booked b ON b.case_id = p.item_id
"""
KEPT = """
SELECT m.crn, s.number FROM probation_contact t
JOIN probation_sentence s ON s.id = t.sentence_id AND s.terminated_on IS NULL
JOIN probation_contacttype y ON y.code = t.type_id AND y.is_national_standard
JOIN probation_outcome o ON o.code = t.outcome_id AND o.category = 'complied'
JOIN probation_case c ON c.id = t.case_id AND c.closed_at IS NULL
JOIN people_person m ON m.id = c.person_id
JOIN probation_caseassignment a ON a.item_id = c.id
JOIN access_post q ON q.id = a.post_id JOIN access_account u ON u.id = q.account_id
WHERE u.username = %s AND t.starts_at < '2014-05-31'
    AND NOT EXISTS (SELECT FROM access_restriction r WHERE r.person_id = m.id)
ORDER BY t.starts_at DESC, t.id LIMIT 1
"""
COUNTING = """
window.addEventListener("pointerdown", (event) => {
    if (event.isTrusted) {
        sessionStorage.setItem("clicks", Number(sessionStorage.getItem("clicks") ?? 0) + 1);
    }
}, true);
"""


@pytest.fixture(scope="module")
def officer_with_a_full_morning(served) -> str:
    with served.superuser.connect("throughcare") as connection:
        [(username,)] = connection.execute(BOOK).fetchall()
        return str(username)


class Counted:
    """Clicks and seconds of one job, from the moment it begins at home."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.evaluate("sessionStorage.setItem('clicks', 0)")
        self.began = time.monotonic()

    def clicks(self) -> int:
        return int(self.page.evaluate("Number(sessionStorage.getItem('clicks'))"))

    def note(self, job: str) -> None:
        """Write down what it took, for the documentation."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        with (SCREENSHOTS / "clicks.jsonl").open("a") as file:
            seconds = round(time.monotonic() - self.began, 1)
            width = (self.page.viewport_size or {}).get("width")
            line = {"job": job, "width": width, "clicks": self.clicks(), "seconds": seconds}
            file.write(json.dumps(line) + "\n")


@pytest.fixture(params=[NARROW, WIDE])
def at_home(request, page: Page, officer_with_a_full_morning) -> Page:
    page.context.add_init_script(COUNTING)
    sign_in(page, officer_with_a_full_morning)
    at_width(page, request.param)
    page.goto("/")
    return page


def test_a_kept_appointment_with_a_note_is_two_clicks_from_home(at_home):
    person = at_home.locator(
        ".tc-day__item", has=at_home.get_by_role("button", name=re.compile("^Kept"))
    ).first
    job = Counted(at_home)

    person.get_by_role("textbox").click()
    at_home.keyboard.type("Came on time. College starts on Monday.")
    person.get_by_role("button", name=re.compile("^Kept")).click()

    expect(at_home.get_by_text(re.compile("Outcome recorded for"))).to_be_visible()
    job.note("A kept appointment with a note")
    assert job.clicks() == 2
    expect(at_home.get_by_role("button", name="Undo")).to_be_visible()
    judge(at_home, "officers-day")


def test_a_missed_appointment_with_enforcement_and_a_note_is_four_clicks_from_home(at_home):
    job = Counted(at_home)

    at_home.locator(".tc-day").get_by_role("button", name=re.compile("^Missed")).first.click()
    at_home.get_by_label("First warning letter sent").check()
    at_home.get_by_label("Notes").click()
    at_home.keyboard.type("No word by noon.")
    at_home.get_by_role("button", name="Record", exact=True).click()

    expect(at_home.get_by_text(re.compile("Outcome recorded for"))).to_be_visible()
    job.note("A missed appointment with enforcement and a note")
    assert job.clicks() == 4


def test_what_was_recorded_is_undone_with_one_click(at_home):
    at_home.locator(".tc-day").get_by_role("button", name=re.compile("^Kept")).first.click()
    undo = at_home.get_by_role("button", name="Undo")
    undo.wait_for()
    job = Counted(at_home)

    undo.click()

    expect(at_home.get_by_text(re.compile("Undone: nothing is recorded"))).to_be_visible()
    assert job.clicks() == 1


def test_the_pages_about_a_failure_can_be_looked_at(at_home, served, officer_with_a_full_morning):
    at_home.locator(".tc-day").get_by_role("button", name=re.compile("^Missed")).first.click()
    judge(at_home, "failure")
    at_home.get_by_role("link", name=re.compile("failures? counts?")).first.click()

    heading(at_home, "How the order is kept")
    judge(at_home, "compliance")
    [(crn, number)] = served.rows(KEPT, officer_with_a_full_morning)
    at_home.goto(f"/cases/{crn}/compliance/{number}")
    at_home.get_by_role("link", name=re.compile("Attended and complied$")).click()
    entries = at_home.get_by_role("table", name="Entries").get_by_role("row")
    expect(entries.nth(1)).to_contain_text("Attended")
    entries.nth(1).get_by_role("link").click()
    expect(at_home.get_by_text(str(crn)).first).to_be_visible()
    judge(at_home, "entry")
    at_home.get_by_role("button", name="Change the outcome").click()
    judge(at_home, "entry-outcome")
    at_home.goto("/diaries?day=2014-05-31")
    judge(at_home, "diary-day")
    at_home.get_by_role("link", name="Book a group").click()
    heading(at_home, "Book a group")
    judge(at_home, "group-form")


def test_single_keys_work_once_they_are_turned_on_and_not_before(at_home):
    at_home.keyboard.press("n")
    focused = "document.activeElement.hasAttribute('data-key-note')"
    before = at_home.evaluate(focused)
    at_home.get_by_role("button", name="Keyboard shortcuts").click()

    at_home.keyboard.press("n")

    assert (before, at_home.evaluate(focused)) == (False, True)
    at_home.keyboard.type("n")
    expect(at_home.locator("[data-key-note]").first).to_have_value("n")
    at_home.keyboard.press("Control+Enter")
    expect(at_home.get_by_text(re.compile("Outcome recorded for"))).to_be_visible()
    at_home.keyboard.press("c")
    at_home.wait_for_url("**/caseloads")
