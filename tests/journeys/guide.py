"""The guide's way through the reform, for the journey that is about it and for those that begin after it."""

from collections.abc import Callable

from playwright.sync_api import Page

CLICKS = (
    "1. Check the plan",
    "2. Try it out",
    "3. Write it ahead",
    "4. Make it live",
    "5. Prove it",
)


def walk(page: Page, *, look: Callable[[Page, str], None] = lambda _page, _step: None) -> None:
    """Take each click that is left and wait for the worker; `look` is called with what is to be seen before and after it."""
    page.goto("/guide")
    look(page, "before")
    done = page.locator(".tc-step--done").count()
    for click in CLICKS[done:]:
        page.get_by_role("button", name=click).click()
        look(page, f"{click}, running")
        page.get_by_role("heading", name="Running now").wait_for(state="detached")
        page.get_by_role("button", name=click).wait_for(state="detached")
        look(page, f"{click}, done")
