"""An officer's day, counted: how many clicks and seconds the commonest jobs take, at both widths."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browser import NARROW, WIDE, at_width, heading, judge, press_until, sign_in
from tests.journeys.conftest import visiting
from tests.journeys.counting import BOOK, COUNTING, Counted

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


SOMEBODY = """
SELECT m.crn, n.first, n.last FROM probation_appointment p
JOIN access_post q ON q.id = p.post_id JOIN access_account u ON u.id = q.account_id
JOIN probation_case c ON c.id = p.case_id JOIN people_person m ON m.id = c.person_id
JOIN people_name n ON n.person_id = m.id AND n.kind = 'legal'
WHERE u.username = %s AND p.starts_at BETWEEN '2014-05-31 00:00Z' AND '2014-05-31 03:00Z'
    AND NOT EXISTS (SELECT FROM access_restriction r WHERE r.person_id = m.id)
ORDER BY p.starts_at DESC LIMIT 1
"""
OLD_ENTRY = """
WITH own AS (
    SELECT t.number, t.starts_at, btrim(left(t.notes, 30)) AS words, t.notes FROM probation_contact t
    JOIN probation_case c ON c.id = t.case_id JOIN people_person m ON m.id = c.person_id
    WHERE m.crn = %s AND t.deleted_at IS NULL AND t.notes <> ''
)
SELECT o.number, o.words FROM own o
WHERE NOT EXISTS (SELECT FROM own e WHERE e.number <> o.number AND strpos(e.notes, o.words) > 0)
ORDER BY o.starts_at LIMIT 1
"""


@pytest.fixture(scope="module")
def officer_with_a_full_morning(served) -> str:
    with served.superuser.connect("throughcare") as connection:
        [(username,)] = connection.execute(BOOK).fetchall()
        return str(username)


@pytest.fixture(scope="module")
def desk(browser, served, officer_with_a_full_morning) -> Iterator[Page]:
    """The officer, signed in once for all."""
    with visiting(browser, served) as open_page:
        page = open_page()
        page.context.add_init_script(COUNTING)
        # What a failed journey left half-typed keeps none of the others.
        page.on("dialog", lambda dialog: dialog.accept())
        sign_in(page, officer_with_a_full_morning)
        yield page


@pytest.fixture(scope="module")
def somebody(served, officer_with_a_full_morning) -> tuple[str, ...]:
    """The last of today's people, as CRN, first name and surname."""
    [found] = served.rows(SOMEBODY, officer_with_a_full_morning)
    return tuple(str(each) for each in found)


@pytest.fixture(scope="module")
def crn(somebody) -> str:
    return somebody[0]


@pytest.fixture(scope="module")
def begun(desk, crn) -> None:
    """An assessment of theirs is begun."""
    desk.goto(f"/cases/{crn}/assessments/new")
    desk.get_by_role("radio", name=re.compile("^OASys layer 3")).check()
    desk.get_by_role("button", name="Continue").click()


@pytest.fixture(params=[NARROW, WIDE])
def at_home(request, desk) -> Page:
    at_width(desk, request.param)
    desk.goto("/")
    return desk


def todays(page: Page, link: str) -> Locator:
    """A link beside the first of today's people who has it."""
    return page.locator(".tc-day").get_by_role("link", name=re.compile(f"^{link}")).first


def person(page: Page, crn: str) -> Locator:
    return page.locator(".tc-day__name", has_text=crn).get_by_role("link")


def said(element: Locator) -> str:
    return " ".join((element.text_content() or "").split())


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


def test_the_answer_to_a_warning_is_three_clicks_from_home(at_home):
    job = Counted(at_home)

    at_home.get_by_role("link", name=re.compile("^Record the answer of")).first.click()
    at_home.get_by_label("No answer").check()
    at_home.get_by_role("button", name="Record answer").click()

    expect(at_home.get_by_text("Answer recorded.")).to_be_visible()
    heading(at_home, re.compile("2014"))
    job.note("The answer to a warning")
    assert job.clicks() == 3


def test_the_next_appointment_is_two_clicks_from_home(at_home):
    job = Counted(at_home)

    todays(at_home, "Book the next").click()
    at_home.get_by_role("button", name=re.compile("^Book .*day")).first.click()

    expect(at_home.get_by_text("Appointment made.")).to_be_visible()
    job.note("The next appointment, as the last one was")
    assert job.clicks() == 2


def test_another_time_that_the_person_asks_for_is_three_clicks_from_home(at_home):
    job = Counted(at_home)

    todays(at_home, "Move").click()
    at_home.get_by_label("The person on probation").check()
    at_home.get_by_role("button", name=re.compile("^Move to .*day")).first.click()

    expect(at_home.get_by_text("Appointment moved.")).to_be_visible()
    job.note("Another time for an appointment")
    assert job.clicks() == 3


def test_a_case_is_found_by_a_name_and_opened_with_two_clicks(at_home, somebody):
    crn, first, last = somebody
    job = Counted(at_home)

    at_home.get_by_label("Find a person").click()
    at_home.keyboard.type(f"{first} {last}")
    at_home.get_by_role("link", name=f"Open case {crn}").click()

    heading(at_home, f"{first} {last}")
    job.note("Finding a person and opening the case")
    assert job.clicks() == 2


def test_a_telephone_call_is_four_clicks_from_home(at_home):
    job = Counted(at_home)

    todays(at_home, "Write in the log").click()
    at_home.get_by_role("radio", name="Telephone call from the person").check()
    at_home.get_by_label("Notes").click()
    at_home.keyboard.type("Rang to say that the course begins on Monday.")
    at_home.get_by_role("button", name="Record contact").click()

    expect(at_home.get_by_text("Contact recorded.")).to_be_visible()
    job.note("A telephone call in the log")
    assert job.clicks() == 4


def test_an_old_entry_is_found_by_its_words_with_four_clicks(at_home, served, crn):
    [(number, words)] = served.rows(OLD_ENTRY, crn)
    job = Counted(at_home)

    person(at_home, crn).click()
    at_home.get_by_label("Words in it").click()
    at_home.keyboard.type(str(words))
    at_home.get_by_role("button", name="Find in the log").click()
    at_home.get_by_role("link", name=re.compile(f", entry {number}$")).click()

    expect(at_home.get_by_text(str(words)).first).to_be_visible()
    job.note("An old entry, found by its words")
    assert job.clicks() == 4


def test_a_review_of_a_flag_is_three_clicks_from_home(at_home):
    job = Counted(at_home)

    at_home.get_by_role("link", name=re.compile("^Review .* of ")).first.click()
    at_home.get_by_label("Notes").click()
    at_home.keyboard.type("Nothing new from the school.")
    at_home.get_by_role("button", name="Record review").click()

    expect(at_home.get_by_text("is reviewed.")).to_be_visible()
    heading(at_home, re.compile("2014"))
    job.note("The review of a flag")
    assert job.clicks() == 3


@pytest.mark.parametrize(
    ("link", "label", "typed", "what"),
    [
        ("New mobile number", "Number or address", "07700 900{:.3}", "A new mobile number"),
        ("New address", "Address (optional)", "{} Mill Lane, Elmstead LS1 4AP", "A new address"),
    ],
)
def test_what_changed_of_a_person_is_four_clicks_from_home(
    *, at_home, crn, link, label, typed, what
):
    job = Counted(at_home)

    person(at_home, crn).click()
    at_home.get_by_role("link", name=link).click()
    at_home.get_by_role("textbox", name=label, exact=True).click()
    at_home.keyboard.type(typed.format(str((at_home.viewport_size or {})["width"])))
    at_home.get_by_role("button", name="Save").click()

    expect(at_home.get_by_text("The change is saved.")).to_be_visible()
    job.note(what)
    assert job.clicks() == 4


def test_an_assessment_is_gone_on_with_by_a_click_for_each_answer_and_two(at_home, crn, begun):
    job = Counted(at_home)

    of_theirs = at_home.locator(".tc-day__item", has_text=crn)
    of_theirs.get_by_role("link", name=re.compile("^Write the assessment")).click()
    unanswered = at_home.get_by_role("group").filter(has_not=at_home.locator(":checked"))
    for _ in range(2):
        unanswered.first.get_by_role("radio").first.check()
    at_home.get_by_role("button", name="Save").click()

    expect(at_home.get_by_text(": saved.")).to_be_visible()
    job.note("An assessment gone on with, two questions answered")
    assert job.clicks() == 4


def test_three_jobs_are_done_by_keyboard_alone(desk, crn):
    at_width(desk, WIDE)
    desk.goto("/")
    press_until(desk, "Find a person", key="")  # the way to its page
    press_until(desk, "Find a person", key="")  # and the box on this one
    desk.keyboard.type(crn)
    desk.get_by_role("link", name=f"Open case {crn}").wait_for()
    press_until(desk, f"Open case {crn}")
    desk.wait_for_url(f"**/cases/{crn}")

    desk.goto("/")
    press_until(desk, said(todays(desk, "Book the next")))
    heading(desk, "Make an appointment")
    press_until(desk, said(desk.get_by_role("button", name=re.compile("^Book .*day")).first))
    expect(desk.get_by_text("Appointment made.")).to_be_visible()

    desk.goto("/")
    press_until(desk, said(todays(desk, "Write in the log")))
    heading(desk, "Record a contact")
    press_until(desk, said(desk.locator(".govuk-radios__label").first), key="Space")
    press_until(desk, "Notes (optional)", key="")
    desk.keyboard.type("Called back, as agreed.")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_text("Contact recorded.")).to_be_visible()


def test_the_forms_of_the_day_can_be_looked_at(desk, crn, begun):
    for name, link, role, there in (
        ("book-next", "Book the next", "heading", "^Make an appointment$"),
        ("move", "Move", "button", "^Move to .*day"),
        ("write-in-the-log", "Write in the log", "heading", "^Record a contact$"),
    ):
        desk.goto("/")
        todays(desk, link).click()
        expect(desk.get_by_role(role, name=re.compile(there)).first).to_be_visible()
        judge(desk, f"day-{name}")
    desk.goto(f"/cases/{crn}")
    judge(desk, "day-case")


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
    at_home.evaluate("localStorage.clear()")
    at_home.reload()
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
    at_home.evaluate("localStorage.clear()")
