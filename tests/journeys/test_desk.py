"""The desk on a working day: what each kind of user came to do."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.browser import judge, sign_in

SOMEBODY_OF_THE_OFFICER = """
SELECT p.crn, n.first, n.last FROM probation_case c
JOIN people_person p ON p.id = c.person_id
JOIN people_name n ON n.person_id = p.id AND n.kind = 'legal'
JOIN probation_caseassignment a ON a.item_id = c.id
JOIN access_post t ON t.id = a.post_id
JOIN access_account u ON u.id = t.account_id AND u.username = 'officer.future-crc'
WHERE c.closed_at IS NULL AND length(n.last) > 5 ORDER BY c.id LIMIT 1
"""
OF_THE_COMPANY = """
SELECT p.crn FROM probation_caseassignment a
JOIN organisation_unitcode o ON o.unit_id = a.owner_id AND o.code = 'JNY'
JOIN probation_case c ON c.id = a.item_id JOIN people_person p ON p.id = c.person_id
"""
RESTRICTED = """
SELECT p.crn FROM access_restriction r JOIN people_person p ON p.id = r.person_id
WHERE r.kind = 'restriction' ORDER BY r.id LIMIT 1
"""


def heading(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def choose_day(page: Page, *, day: int, month: int, year: int) -> None:
    for name, number in (("Day", day), ("Month", month), ("Year", year)):
        page.get_by_role("textbox", name=name, exact=True).first.fill(str(number))


def open_first_case(page: Page) -> str:
    page.get_by_role("link", name="Caseload", exact=True).click()
    page.get_by_role("table").get_by_role("link").first.click()
    return page.url.rpartition("/")[2]


def test_an_officer_finds_somebody_by_a_misspelt_name_and_by_number(page, served):
    [(crn, first, last)] = served.rows(SOMEBODY_OF_THE_OFFICER)
    page.goto("/")
    judge(page, "sign-in")
    sign_in(page, as_a="Probation officer")
    judge(page, "officer-home")

    page.get_by_role("link", name="Find a person", exact=True).click()
    judge(page, "search")
    page.get_by_role("searchbox").fill(f"{first} {last[:2]}{last[3:]}")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("rowheader", name=last).first.wait_for()
    judge(page, "search-misspelt")
    page.get_by_role("searchbox").fill(crn.lower())
    page.get_by_role("button", name="Search").click()
    page.get_by_text("1 person found").first.wait_for()
    page.get_by_role("link", name=f"{last}, {first}").click()
    heading(page, re.compile(last))
    judge(page, "person")
    page.get_by_role("link", name="Open the case").click()

    heading(page, re.compile(last))


def test_an_officer_reads_a_case_and_records_a_contact(page):
    page.goto("/")
    sign_in(page, as_a="Probation officer")
    page.get_by_role("link", name="Diary", exact=True).click()
    judge(page, "diary")
    page.get_by_role("link", name="Caseload", exact=True).click()
    judge(page, "caseload")
    crn = open_first_case(page)
    judge(page, "case")

    page.get_by_role("link", name="Documents").click()
    judge(page, "documents")
    page.get_by_role("link", name="Back", exact=True).click()
    page.get_by_role("button", name="Record a contact").click()
    page.get_by_role("button", name="Record contact").click()
    expect(page.get_by_role("alert")).to_contain_text("Select a type of contact")
    judge(page, "contact-form-with-errors")
    page.get_by_label("Type of contact").select_option(label="Telephone call to the person")
    page.get_by_label("Start time").fill("9.30am")
    page.get_by_label("Notes").fill("Rang from the journey. Will come on Monday.")
    page.get_by_role("button", name="Record contact").click()
    expect(page.get_by_text("Contact recorded.")).to_be_visible()
    judge(page, "contact")
    page.get_by_role("link", name="Back", exact=True).click()
    page.get_by_text("Filter the log").click()
    page.get_by_label("Words in it").fill("from the journey")
    page.get_by_role("button", name="Apply").click()

    assert crn in page.url
    expect(page.get_by_text("Rang from the journey.")).to_have_count(1)
    judge(page, "case-filtered")


def test_an_officer_makes_an_appointment(page):
    page.goto("/")
    sign_in(page, as_a="Probation officer")
    open_first_case(page)

    page.get_by_role("button", name="Make an appointment").click()
    judge(page, "appointment-form")
    page.get_by_label("Type of appointment").select_option(label="Planned office visit")
    choose_day(page, day=26, month=6, year=2014)
    page.get_by_label("Start time").fill("16:45")
    page.get_by_role("button", name="Make appointment").click()

    expect(page.get_by_text("Appointment made.")).to_be_visible()
    expect(page.get_by_text("26 June 2014, 4:45pm")).to_be_visible()
    judge(page, "appointment")


def test_an_officer_records_an_outcome(page):
    page.goto("/")
    sign_in(page, as_a="Probation officer")
    waiting = page.get_by_role("link", name=re.compile("^Something else"))
    before = waiting.count()

    waiting.first.click()
    judge(page, "outcome-form")
    page.get_by_label("Attended and complied", exact=True).check()
    page.get_by_role("button", name="Record outcome").click()

    expect(page.get_by_text(re.compile("Outcome recorded for"))).to_be_visible()
    page.get_by_role("link", name="Home", exact=True).click()
    expect(waiting).to_have_count(before - 1)


def test_a_manager_sees_the_team_and_gives_a_case_to_an_officer(page):
    page.goto("/")
    sign_in(page, as_a="Senior probation officer")
    judge(page, "manager-home")

    page.get_by_role("table", name="Your teams").get_by_role("link").first.click()
    judge(page, "manager-caseload")
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_role("button", name="Give to an officer").click()
    judge(page, "allocation-form")
    page.get_by_label("Officer").select_option(index=1)
    page.get_by_label("Reason").fill("The officer knows the family.")
    page.get_by_role("button", name="Give case").click()

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    judge(page, "allocation-answered")


def test_a_court_officer_opens_the_minimum_view_with_a_reason(page, served):
    [(crn,)] = served.rows(OF_THE_COMPANY)
    page.goto("/")
    sign_in(page, as_a="Court officer")
    judge(page, "court-home")

    page.get_by_role("searchbox").fill(crn)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=f"Minimum view of {crn}").click()
    judge(page, "minimum-reason")
    page.get_by_role("button", name="Show the minimum view").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a reason")
    page.get_by_label("Reason").fill("In court this morning for another matter")
    page.get_by_role("button", name="Show the minimum view").click()

    expect(page.get_by_text("Journeys CRC").first).to_be_visible()
    expect(page.get_by_role("heading", name="Log")).to_have_count(0)
    judge(page, "minimum")
    page.goto(f"/cases/{crn}/documents")
    expect(page).to_have_url(re.compile(f"/cases/{crn}/minimum-view$"))


def test_what_is_refused_says_so_and_shows_no_more(page, served):
    [(crn,)] = served.rows(RESTRICTED)
    page.goto("/")
    sign_in(page, as_a="Probation officer")

    page.goto(f"/cases/{crn}")
    heading(page, "You may not open this record")
    judge(page, "refused-restricted")
    page.goto("/cases/Z999999")
    judge(page, "refused-unknown")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, as_a="Restructure planner")
    page.goto("/caseloads")

    judge(page, "refused-to-a-planner")
    expect(page.get_by_role("table")).to_have_count(0)


def test_an_officer_finds_and_opens_a_case_by_keyboard_alone(page, served):
    [(crn, first, last)] = served.rows(SOMEBODY_OF_THE_OFFICER)
    page.goto("/sign-in")

    press_until(page, "Probation officer")
    press_until(page, "Find a person")
    press_until(page, "Name, number, date of birth or postcode", key="")
    page.keyboard.type(crn)
    page.keyboard.press("Enter")
    page.get_by_text("1 person found").first.wait_for()
    press_until(page, f"Open case {crn}")

    heading(page, re.compile(f"{first}.*{last}"))


def press_until(page: Page, name: str, *, key: str = "Enter") -> None:
    """Go on by Tab to what has a name, which is focused visibly, and press a key there."""
    for _ in range(60):
        page.keyboard.press("Tab")
        said, is_marked = page.evaluate(
            """() => {
                const here = document.activeElement;
                const text = here.labels?.length ? here.labels[0].innerText : here.textContent;
                const style = getComputedStyle(here);
                const marked = style.outlineStyle !== "none" || style.boxShadow !== "none";
                return [text.trim().replace(/\\s+/g, " "), marked];
            }"""
        )
        assert is_marked, f"{said} has the focus, which cannot be seen"
        if said == name:
            if key:
                page.keyboard.press(key)
                page.wait_for_load_state()
            return
    raise AssertionError(f"Tab does not come to {name}")


def test_an_officer_works_without_scripts(visitor, served):
    [(crn, first, last)] = served.rows(SOMEBODY_OF_THE_OFFICER)
    page = visitor(java_script_enabled=False)
    page.goto("/")
    sign_in(page, as_a="Probation officer")

    page.get_by_role("link", name="Find a person", exact=True).click()
    page.get_by_role("searchbox").fill(crn)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=f"Open case {crn}").click()
    heading(page, re.compile(f"{first}.*{last}"))
    page.get_by_role("link", name="Record a contact").click()
    page.get_by_label("Type of contact").select_option(label="Telephone call to the person")
    page.get_by_label("Start time").fill("8am")
    page.get_by_label("Notes").fill("Recorded without scripts.")
    page.get_by_role("button", name="Record contact").click()

    expect(page.get_by_text("Contact recorded.")).to_be_visible()
    expect(page.get_by_text("Recorded without scripts.")).to_be_visible()
