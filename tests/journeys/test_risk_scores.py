"""A score is worked out on its pages: from the record, from what is asked, and with what it says."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import heading, judge, sign_in
from tests.journeys.test_desk import SOMEBODY


@pytest.fixture
def officer(page: Page) -> Page:
    sign_in(page, "officer.future-crc")
    return page


def test_a_score_is_worked_out_and_explains_itself(officer, served):
    crn = str(served.rows(SOMEBODY)[0][0])
    officer.goto(f"/cases/{crn}/assessments")
    officer.get_by_role("button", name="Work out a score").click()
    heading(officer, "Work out a score")
    judge(officer, "risk-score-which")

    officer.get_by_role("radio", name="OGRS3").check()
    officer.get_by_role("button", name="Continue").click()
    expect(officer.get_by_role("heading", name="Taken from the record")).to_be_visible()
    judge(officer, "risk-score-asked")
    officer.get_by_role("button", name="Work out the score").click()
    expect(officer.get_by_role("heading", name="There is a problem")).to_be_visible()
    judge(officer, "risk-score-refused")

    officer.get_by_label("Age in whole years on the day of the first conviction").fill("15")
    officer.get_by_label("Occasions of conviction or caution, the current one").fill("12")
    officer.get_by_label("Kind of the current main offence").select_option("burglary_domestic")
    if officer.get_by_label("Age in whole years on the day of a community sentence").count():
        officer.get_by_label("Age in whole years on the day of a community sentence").fill("60")
    officer.get_by_role("button", name="Work out the score").click()

    expect(officer).to_have_title(re.compile("OGRS3"))
    expect(officer.get_by_text("This is a figure for a group")).to_be_visible()
    judge(officer, "risk-score")
    officer.get_by_role("link", name="Back").click()
    heading(officer, "Risk scores")
    judge(officer, "risk-scores")


def test_answers_from_an_interview_are_asked_as_far_as_no_assessment_has_them(officer, served):
    crn = str(served.rows(SOMEBODY)[0][0])
    officer.goto(f"/cases/{crn}/risk-scores/new/OVP")
    for words, answer in (("Occasions of conviction", "12"), ("How many of these", "2")):
        officer.get_by_label(words).fill(answer)
    ages = officer.get_by_label("Age in whole years on the day of a community sentence")
    if ages.count():
        ages.fill("60")
    for group in officer.get_by_role("group").all():
        group.get_by_role("radio").nth(1).check()
    judge(officer, "risk-score-interview")
    officer.get_by_role("button", name="Work out the score").click()

    expect(officer).to_have_title(re.compile("OVP"))
    expect(officer.get_by_text("What another answer would come to")).to_be_visible()
    judge(officer, "risk-score-with-interview")
