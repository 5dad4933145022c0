"""A director without training has a plan rehearsed, follows it and reads its report, by keyboard alone.

It stands before the guide, which needs a plan that nobody has run a step of yet. A rehearsal takes some minutes of two cores: each night.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import heading, judge, press_until

PLAN = Path(__file__).resolve().parents[2] / "plans" / "transforming-rehabilitation-2014.yaml"
LONGEST_REHEARSAL = 30 * 60 * 1000


@pytest.mark.nightly
def test_a_director_follows_a_rehearsal_to_its_report_by_keyboard_alone(page):
    take_in_the_plan(page)
    judge(page, "director-plan")
    expect(page.get_by_role("heading", name="What comes next")).to_be_visible()

    press_until(page, "Rehearsals")
    heading(page, "Rehearsals")
    judge(page, "director-rehearsals")
    press_until(page, "Rehearse now")
    heading(page, re.compile(r"Rehearsal \d+"))
    expect(page.get_by_text("You can close this page and come back")).to_be_visible()
    judge(page, "director-rehearsal-running")
    page.locator(".tc-step--done", has_text="Check the plan").wait_for(timeout=LONGEST_REHEARSAL)

    verdict = page.get_by_role("heading", name="Would it have worked?")
    verdict.wait_for(timeout=LONGEST_REHEARSAL)
    judge(page, "director-rehearsal-report")
    read_the_report(page)
    press_until(page, "Rehearsals of this plan")

    heading(page, "Rehearsals")
    expect(page.get_by_role("table").first).to_contain_text(re.compile("Would (not )?have worked"))
    judge(page, "director-rehearsals-after")


def take_in_the_plan(page: Page) -> None:
    """From signing in to the page of the plan. A browser's own window for choosing a file is nobody's page, and is passed over."""
    page.goto("/sign-in")
    press_until(page, "Programme director")
    page.get_by_role("button", name="Sign out").wait_for()
    judge(page, "director-home")
    press_until(page, "Restructure")
    heading(page, "Restructures")
    judge(page, "director-restructures")
    page.get_by_label("Plan file").set_input_files(PLAN)
    press_until(page, "Take in plan")
    heading(page, "Transforming Rehabilitation")


def read_the_report(page: Page) -> None:
    """Every part came out, and the report can be printed."""
    parts = page.get_by_role("table", name="Parts of the rehearsal, in order").get_by_role("row")
    expect(parts).to_have_count(21)
    printed = page.get_by_role("link", name="This report as PDF").get_attribute("href")
    assert printed is not None
    pdf = page.request.get(printed)
    assert (pdf.status, pdf.body()[:5]) == (200, b"%PDF-")
