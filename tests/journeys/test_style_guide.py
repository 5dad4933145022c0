"""Every component, in every state the style guide shows, by keyboard and on the smallest screen."""

import re

from tests.journeys.browser import (
    NARROW,
    NARROWEST,
    assert_accessible,
    assert_fits,
    at_width,
    judge,
)


def test_every_component_is_accessible_and_fits(page):
    page.goto("/style-guide")

    judge(page, "style-guide")
    at_width(page, NARROW)
    assert_accessible(page)


def test_a_draft_is_saved_while_it_is_written(page):
    page.goto("/style-guide")

    page.get_by_label("Draft").fill("Half a sentence")

    page.get_by_text("Draft saved at").wait_for()


def test_keyboard_skips_to_what_the_page_is_about(page):
    page.goto("/style-guide")

    page.keyboard.press("Tab")
    skipping = page.evaluate("() => document.activeElement.textContent.trim()")
    page.keyboard.press("Enter")

    assert skipping == "Skip to main content"
    assert page.evaluate("() => document.activeElement.id") == "main-content"


def test_wide_table_scrolls_by_itself_and_can_be_reached_by_keyboard(page):
    at_width(page, NARROWEST)
    page.goto("/style-guide")

    region = page.get_by_role("region", name=re.compile("Caseload"))
    region.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")

    assert_fits(page)
    page.wait_for_function("(region) => region.scrollLeft > 0", arg=region.element_handle())


def test_page_is_whole_without_scripts(visitor):
    page = visitor(java_script_enabled=False)

    page.goto("/style-guide")

    page.locator("summary", has_text="Show as a table").first.click()
    assert page.get_by_role("cell", name="529").is_visible()
    page.get_by_role("button", name="Press the button").click()
    assert page.get_by_text("The button was pressed").is_visible()
