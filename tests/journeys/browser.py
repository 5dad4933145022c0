"""What journeys do with a browser: find it, look at a page, judge a page."""

import os
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

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


def sign_in(page: Page, *, as_a: str) -> None:
    """Sign in with one click; the page has brought whoever is nobody to the choice."""
    page.get_by_role("button", name=as_a, exact=True).click()
    page.get_by_role("button", name="Sign out").wait_for()


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


def assert_fits(page: Page, *, width: int = NARROWEST) -> None:
    """Assert that nobody has to scroll a page sideways; what is wide scrolls by itself."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": HEIGHT})
    wide = page.evaluate(
        """() => {
            const limit = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= limit) return [];
            return [...document.querySelectorAll("body *")]
                .filter((one) => one.getBoundingClientRect().right > limit + 1)
                .slice(0, 5).map((one) => one.outerHTML.slice(0, 160));
        }"""
    )
    if before:
        page.set_viewport_size(before)
    assert wide == [], f"{page.url} is wider than {width} pixels: {wide}"


def is_refusal(complaint: str) -> bool:
    """Whether a browser only says that a page answered with a refusal, which journeys ask for."""
    return "Failed to load resource" in complaint and any(
        f"status of {status} " in complaint for status in (403, 404, 409, 410, 422)
    )


def picture(page: Page, name: str) -> None:
    """Keep a picture of the whole page at both widths, to be looked at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
    if before:
        page.set_viewport_size(before)


def judge(page: Page, name: str) -> None:
    """Hold a page to what holds for all: pictures at both widths, axe, no sideways scroll."""
    picture(page, name)
    assert_accessible(page)
    assert_fits(page)
