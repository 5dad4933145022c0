"""What journeys do with a browser: find it, look at a page, judge a page."""

import os
import re
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, expect

from throughcare.config import browser as chromium

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "var" / "screenshots"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
HEIGHT = 900
NARROW, WIDE, NARROWEST = 360, 1280, 320
PATIENCE = int(os.environ.get("JOURNEY_PATIENCE", "30")) * 1000
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(
        executable_path=chromium.have(), args=SWITCHES, timeout=10 * PATIENCE
    )


def sign_in(page: Page, username: str) -> None:
    """Sign in as somebody of the demonstration with one click, or by name where there is no button."""
    page.goto("/sign-in")
    button = page.locator("form", has=page.locator(f"input[value='{username}']")).get_by_role(
        "button"
    )
    if button.count():
        button.click()
    else:
        form = page.locator("form", has=page.locator("#username"))
        form.get_by_role("textbox").fill(username)
        form.get_by_role("button").click()
    page.get_by_role("button", name="Sign out").wait_for()


def heading(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def fill_day(page: Page, *, day: int, month: int, year: int) -> None:
    for name, number in (("Day", day), ("Month", month), ("Year", year)):
        page.get_by_role("textbox", name=name, exact=True).first.fill(str(number))


def press_until(page: Page, name: str, *, key: str = "Enter") -> None:
    """Go on by Tab to what has a name, which is focused visibly, and press a key there."""
    for _ in range(80):
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
            return
    raise AssertionError(f"Tab does not come to {name}")


def violations(page: Page) -> list[str]:
    """What axe-core objects to on a page as it stands, a line for each element."""
    if not page.evaluate("() => typeof window.axe === 'object'"):
        page.evaluate(AXE.read_text())
    results = page.evaluate(
        "(tags) => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", TAGS
    )
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
        f"    {node['html']}\n    {node['failureSummary']}"
        for violation in results["violations"]
        for node in violation["nodes"]
    ]


def assert_accessible(page: Page) -> None:
    found = violations(page)
    assert not found, f"axe-core on {page.url}:\n" + "\n".join(found)


def at_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})


def assert_fits(page: Page) -> None:
    """Assert that nobody has to scroll a page sideways as wide as it is; what is wide scrolls by itself."""
    wide = page.evaluate(
        """() => {
            const limit = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= limit) return [];
            return [...document.querySelectorAll("body *")]
                .filter((one) => one.getBoundingClientRect().right > limit + 1)
                .slice(0, 5).map((one) => one.outerHTML.slice(0, 160));
        }"""
    )
    assert wide == [], f"{page.url} is wider than {page.viewport_size}: {wide}"


def is_refusal(complaint: str) -> bool:
    """Whether a browser only says that a page answered with a refusal, which journeys ask for."""
    return "Failed to load resource" in complaint and any(
        f"status of {status} " in complaint for status in (400, 403, 404, 405, 409, 410, 422)
    )


def judge(page: Page, name: str) -> None:
    """Hold a page to what holds for all: no sideways scroll, and axe. With JOURNEY_PICTURES set, take pictures to be looked at."""
    at_width(page, NARROWEST)
    assert_fits(page)
    if os.environ.get("JOURNEY_PICTURES"):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        for width in (NARROW, WIDE):
            at_width(page, width)
            page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
    at_width(page, WIDE)
    assert_accessible(page)
