"""The desk on the eve of the reform: what those who work with people came to do."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import fill_day, heading, judge, sign_in

SOMEBODY = """
SELECT p.crn, n.first, n.last, p.born_on FROM probation_case c
JOIN people_person p ON p.id = c.person_id
JOIN people_name n ON n.person_id = p.id AND n.kind = 'legal'
JOIN probation_caseassignment a ON a.item_id = c.id
JOIN access_post t ON t.id = a.post_id
JOIN access_account u ON u.id = t.account_id AND u.username = 'officer.future-crc'
WHERE c.closed_at IS NULL AND length(n.last) > 5 ORDER BY c.id LIMIT 1
"""
WAITING_FOR_AN_OUTCOME = """
SELECT DISTINCT u.username FROM probation_appointment p
JOIN access_post t ON t.id = p.post_id AND t.role = 'officer'
JOIN access_account u ON u.id = t.account_id
JOIN probation_case c ON c.id = p.case_id AND c.closed_at IS NULL
WHERE p.outcome = '' AND NOT p.is_cancelled AND p.ends_at < '2014-05-31' AND p.starts_at > '2014-05-01'
ORDER BY u.username
"""

ASKED = """
SELECT u.username, p.crn, x.number FROM probation_transfer x
JOIN probation_case c ON c.id = x.case_id AND c.closed_at IS NULL
JOIN people_person p ON p.id = c.person_id
JOIN access_postassignment a ON a.owner_id = x.to_unit_id
JOIN access_post t ON t.id = a.item_id AND t.role = 'officer'
JOIN access_account u ON u.id = t.account_id
WHERE x.state = 'pending' AND x.asked_by_id IS NULL ORDER BY x.id, t.id LIMIT 1
"""


@pytest.fixture
def officer(page: Page) -> Page:
    sign_in(page, "officer.future-crc")
    return page


def open_first_case(page: Page) -> str:
    page.get_by_role("link", name="Caseload", exact=True).click()
    page.get_by_role("table").get_by_role("link").first.click()
    return page.url.rpartition("/")[2]


def test_an_officer_finds_somebody_while_typing_a_misspelt_name(officer, served):
    [(crn, first, last, _)] = served.rows(SOMEBODY)
    judge(officer, "officer-home")

    officer.get_by_role("searchbox").press_sequentially(f"{first} {last[:2]}{last[3:]}")
    found = officer.get_by_role("row").filter(has_text=crn)
    found.wait_for()
    judge(officer, "officer-home-found")
    found.get_by_role("link", name=f"{last}, {first}").click()
    heading(officer, re.compile(last))
    judge(officer, "person")
    officer.get_by_role("link", name="Open the case").click()

    heading(officer, f"{first} {last}")
    expect(officer).to_have_url(re.compile(f"/cases/{crn}$"))
    judge(officer, "case")


def test_an_officer_finds_somebody_by_number_and_by_date_of_birth(officer, served):
    [(crn, first, last, born_on)] = served.rows(SOMEBODY)
    officer.get_by_role("link", name="Find a person", exact=True).click()
    judge(officer, "search")

    for text in (crn.lower(), f"{last} {born_on:%d/%m/%Y}"):
        officer.get_by_role("searchbox").fill(text)
        officer.get_by_role("button", name="Search", exact=True).click()
        expect(officer.get_by_role("row").filter(has_text=crn)).to_contain_text(f"{last}, {first}")
    judge(officer, "search-found")
    officer.get_by_role("searchbox").fill("zzqqxx")
    officer.get_by_role("button", name="Search", exact=True).click()

    expect(officer.locator(".tc-empty")).to_contain_text("Nobody found")
    judge(officer, "search-nobody")


def test_an_officer_records_a_contact_and_an_error_keeps_what_was_typed(officer):
    crn = open_first_case(officer)
    officer.get_by_role("button", name="Record a contact").click()
    judge(officer, "contact-form")
    officer.get_by_label("Start time").fill("half past nine")
    officer.get_by_label("Notes").fill("Rang from the journey. Will come on Monday.")

    officer.get_by_role("button", name="Record contact").click()

    expect(officer.get_by_role("alert")).to_contain_text("Select a type of contact")
    expect(officer.get_by_role("alert")).to_contain_text("Enter a time, like 9:30am or 14:00")
    expect(officer).to_have_title(re.compile("^Error: "))
    expect(officer.get_by_label("Start time")).to_have_value("half past nine")
    expect(officer.get_by_label("Notes")).to_have_value(re.compile("Rang from the journey"))
    judge(officer, "contact-form-with-errors")
    officer.get_by_role("radio", name="Another type").check()
    officer.get_by_label("If it is another type, which?").select_option(label="Police liaison")
    officer.get_by_label("Start time").fill("8.30am")
    officer.get_by_role("button", name="Record contact").click()
    expect(officer.get_by_text("Contact recorded.")).to_be_visible()
    judge(officer, "contact")
    officer.get_by_role("link", name="Back", exact=True).click()
    officer.get_by_text("Filter the log").click()
    officer.get_by_label("Words in it").fill("from the journey")
    officer.get_by_role("button", name="Apply").click()
    assert crn in officer.url
    expect(officer.get_by_text("Rang from the journey.")).to_have_count(1)
    judge(officer, "case-filtered")


def test_a_note_is_kept_while_it_is_typed_and_survives_a_lost_session(officer):
    crn = open_first_case(officer)
    officer.get_by_role("button", name="Record a contact").click()
    officer.get_by_label("Notes").fill("He rang to say that")
    officer.get_by_text("Draft saved at").wait_for()
    officer.context.clear_cookies()

    officer.get_by_label("Notes").fill("He rang to say that the bus was late")

    officer.get_by_text("Draft not saved.").wait_for()
    judge(officer, "contact-form-not-saved")
    officer.on("dialog", lambda dialog: dialog.accept())
    sign_in(officer, "officer.future-crc")
    expect(officer.get_by_role("table", name="You have a draft")).to_contain_text(crn)
    judge(officer, "officer-home-with-a-draft")
    officer.get_by_role("link", name="Go on").click()
    expect(officer.get_by_label("Notes")).to_have_value("He rang to say that")
    officer.get_by_role("link", name="Back", exact=True).click()
    judge(officer, "case-with-a-draft")
    officer.get_by_role("button", name="Discard the draft").click()
    expect(officer.get_by_text("Draft discarded.")).to_be_visible()
    expect(officer.get_by_text("You have a draft")).to_have_count(0)


def test_a_hearing_is_added_and_adjourned(officer):
    open_first_case(officer)
    officer.get_by_role("link", name="Add a court hearing").click()
    judge(officer, "hearing-form")
    officer.get_by_label("Breach").check()
    officer.get_by_label("Court", exact=True).select_option(index=3)
    fill_day(officer, day=20, month=6, year=2014)
    officer.get_by_role("button", name="Add hearing").click()
    heading(officer, "Breach hearing")
    officer.get_by_text("Adjourn this hearing").click()
    judge(officer, "hearing")
    officer.get_by_label("Why is it adjourned?").fill("Report not ready")
    fill_day(officer, day=27, month=6, year=2014)

    officer.get_by_role("button", name="Adjourn hearing").click()

    expect(officer.get_by_text("is the hearing that follows.")).to_be_visible()
    judge(officer, "hearing-adjourned")
    officer.get_by_role("link", name="Back", exact=True).click()
    expect(officer.get_by_role("link", name="27 June 2014, 10:00am")).to_have_count(1)


def say_why_it_cannot_wait(officer: Page) -> None:
    """Where something is missing of the record that is to move."""
    why = officer.get_by_label("Why can it not wait until what is missing is there?")
    if why.count():
        why.fill("Lives there already")
        for label, typed in (("Day", "30"), ("Month", "6"), ("Year", "2014")):
            officer.get_by_label(label).fill(typed)


def test_a_transfer_is_asked_for_and_withdrawn(officer):
    crn = open_first_case(officer)
    officer.get_by_role("button", name="Ask for a transfer").click()
    officer.get_by_role("button", name="Ask for the transfer").click()
    expect(officer.get_by_role("alert")).to_contain_text("Enter the code of a unit")
    judge(officer, "transfer-form-with-errors")
    officer.get_by_label("Code of the unit that is asked").fill("LDN")
    officer.get_by_label("Why is it to move?").fill("Moved to live with family")
    say_why_it_cannot_wait(officer)
    officer.get_by_role("button", name="Ask for the transfer").click()
    heading(officer, "Transfer of a case")
    judge(officer, "transfer-asked")
    officer.goto("/transfers")
    expect(officer.get_by_role("row").filter(has_text=crn)).to_have_count(1)
    judge(officer, "transfers")

    officer.get_by_role("row").filter(has_text=crn).get_by_role("link").click()
    officer.get_by_role("button", name="Withdraw the transfer").click()

    expect(officer.get_by_text("The transfer is withdrawn.")).to_be_visible()


def test_a_transfer_is_answered_by_those_who_are_asked(page, served):
    [(username, crn, _)] = served.rows(ASKED)
    sign_in(page, username)
    page.goto("/transfers")
    judge(page, "transfers-to-answer")
    page.get_by_role("row").filter(has_text=crn).get_by_role("link").click()
    judge(page, "transfer-to-answer")

    page.get_by_label("Wrong area").check()
    page.get_by_role("button", name="Refuse it").click()

    expect(page.get_by_text(f"What you refused of {crn} stays where it is.")).to_be_visible()


def test_a_diary_is_read_at_an_address_and_is_not_once_it_is_ended(officer):
    officer.goto("/diaries")
    officer.get_by_role("link", name="Read diaries in your own calendar").click()
    judge(officer, "feeds-none")
    officer.get_by_role("button", name="Make a feed").click()
    judge(officer, "feed-made")
    address = officer.get_by_label("Address").input_value()

    read = officer.request.get(address)
    officer.get_by_role("link", name="Your feeds").click()
    judge(officer, "feeds")
    officer.get_by_role("button", name="End the feed").click()
    ended = officer.request.get(address)

    assert read.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "BEGIN:VEVENT" in read.text()
    assert (read.status, ended.status) == (200, 404)


def test_an_officer_makes_moves_and_cancels_an_appointment(officer):
    open_first_case(officer)
    officer.get_by_role("button", name="Make an appointment").click()
    judge(officer, "appointment-form")
    officer.get_by_label("Type of appointment").select_option(label="Planned office visit")
    officer.get_by_label("Office").select_option(index=1)
    fill_day(officer, day=26, month=6, year=2014)
    officer.get_by_label("Start time").fill("16:45")

    officer.get_by_role("button", name="Make appointment").click()

    expect(officer.get_by_text("Appointment made.")).to_be_visible()
    expect(officer.get_by_text("26 June 2014, 4:45pm")).to_be_visible()
    judge(officer, "appointment-ahead")
    officer.get_by_text("Cancel this appointment").click()
    officer.get_by_role("button", name="Cancel appointment").click()
    expect(officer.get_by_role("alert")).to_contain_text("Enter a reason")
    judge(officer, "appointment-with-errors")
    officer.get_by_text("Move this appointment").click()
    fill_day(officer, day=27, month=6, year=2014)
    officer.locator("#move-start").fill("10am")
    officer.get_by_label("The person on probation").check()
    officer.get_by_role("button", name="Move appointment").click()
    expect(officer.get_by_text("27 June 2014, 10:00am")).to_be_visible()
    judge(officer, "appointment-moved")
    officer.get_by_text("Cancel this appointment").click()
    officer.get_by_label("Reason").fill("The office is closed.")
    officer.get_by_role("button", name="Cancel appointment").click()
    expect(officer.get_by_text("Appointment cancelled.")).to_be_visible()


def test_an_outcome_is_one_tap_from_home(page, served):
    [(username,), *_] = served.rows(WAITING_FOR_AN_OUTCOME)
    sign_in(page, username)
    waiting = page.get_by_role("button", name=re.compile("^Kept"))
    before = waiting.count()

    waiting.first.click()

    expect(page.get_by_text(re.compile("Outcome recorded for"))).to_be_visible()
    expect(waiting).to_have_count(before - 1)
    judge(page, "outcome-recorded")


def test_a_failure_to_comply_leads_to_what_is_done_about_it(page, served):
    *_, (username,) = served.rows(WAITING_FOR_AN_OUTCOME)
    sign_in(page, username)
    page.get_by_role("link", name=re.compile("^Something else")).first.click()
    judge(page, "outcome-form")
    again = page.url
    page.get_by_role("button", name="Record outcome").click()
    expect(page.get_by_role("alert")).to_contain_text("Select what happened")
    judge(page, "outcome-form-with-errors")
    page.get_by_label("Failed to attend").check()
    page.get_by_role("button", name="Record outcome").click()
    judge(page, "enforcement")

    page.get_by_label("First warning letter sent").check()
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_text("What you did is recorded.")).to_be_visible()
    judge(page, "failure-acted-on")
    page.get_by_role("link", name=re.compile("^E[0-9]+$")).first.click()
    judge(page, "enforcement-open")
    page.get_by_role("link", name="Withdraw it").click()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_role("alert")).to_contain_text("Select why it is withdrawn")
    judge(page, "enforcement-step-with-errors")
    page.get_by_label("Opened in error").check()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text(re.compile("E[0-9]+: Withdrawn"))).to_be_visible()
    page.goto(again)
    expect(page.get_by_role("button", name="Record outcome")).to_have_count(0)
    judge(page, "appointment-with-outcome")


def test_a_manager_sees_the_team_and_gives_a_case_to_an_officer(page):
    sign_in(page, "manager.future-crc")
    judge(page, "manager-home")
    page.get_by_role("table", name="Your teams").get_by_role("link").first.click()
    judge(page, "manager-caseload")
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_role("button", name="Give to an officer").click()
    judge(page, "allocation-form")
    page.get_by_label("Officer", exact=True).select_option(index=2)
    page.get_by_role("button", name="Give case").click()
    expect(page.get_by_role("alert")).to_contain_text("Select why")
    expect(page.get_by_label("Officer", exact=True)).not_to_have_value("")

    page.get_by_label("Why is it given to them?").select_option(label="Initial allocation")
    page.get_by_label("Why is it right for this officer?").fill("The officer knows the family.")
    page.get_by_role("button", name="Give case").click()

    expect(page.get_by_text(re.compile(" is with "))).to_be_visible()
    judge(page, "allocation-done")


@pytest.mark.parametrize(
    ("username", "sees"),
    [
        ("cbs0003", "Find a defendant"),
        ("cmb0003", "What to do, by risk and time"),
        ("chs0003", "Find a person"),
        ("planner", "No restructure is planned"),
        ("auditor", "No restructure is planned"),
    ],
)
def test_home_is_what_each_kind_of_user_came_for(page, username, sees):
    sign_in(page, username)

    expect(page.locator("main").get_by_text(sees)).to_be_visible()
    judge(page, f"home-{username}")


def test_caseload_and_diary_can_be_seen_on_another_day(officer):
    officer.get_by_role("link", name="Diary", exact=True).click()
    judge(officer, "diary")
    officer.get_by_role("link", name="Week after").click()
    heading(officer, "Your diary")
    judge(officer, "diary-week-after")
    officer.get_by_role("link", name="Caseload", exact=True).click()
    judge(officer, "caseload")

    officer.get_by_role("link", name="The day before").click()

    expect(officer.get_by_role("note")).to_contain_text("As at 30 May 2014, 11:59pm")
    judge(officer, "caseload-as-at")
    officer.get_by_role("table").get_by_role("link").first.click()
    expect(officer.get_by_role("note")).to_contain_text("As at 30 May 2014, 11:59pm")
    expect(officer.get_by_role("button", name="Record a contact")).to_have_count(0)
    judge(officer, "case-as-at")
    officer.get_by_role("link", name="Documents").click()
    judge(officer, "documents")
