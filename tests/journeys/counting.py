"""Counting what a job takes: an officer whose morning is full, and the clicks and seconds from their home page on."""

import json
import time

from playwright.sync_api import Page

from tests.journeys.browser import SCREENSHOTS

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
COUNTING = """
const count = (more) => sessionStorage.setItem("clicks", Number(sessionStorage.getItem("clicks") ?? 0) + more);
window.addEventListener("pointerdown", (event) => {
    if (event.isTrusted) {
        count(1);
    }
}, true);
window.addEventListener("change", (event) => {
    if (event.target.matches("select")) {
        count(2);
    }
}, true);
"""
"""A choice from a list counts as two, opening it and picking: a browser that is driven picks without a click."""


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
