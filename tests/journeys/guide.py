"""The guide's way through the reform, for the journey that is about it and for those that begin after it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route

CLICKS = (
    "1. Check the plan",
    "2. Try it out",
    "3. Write it ahead",
    "4. Make it live",
    "5. Prove it",
)
PROGRESS = "**/guide?fragment=1"


def walk(page: Page, *, look: Callable[[Page, str], None] = lambda _page, _step: None) -> None:
    """Take each click that is left and wait for the worker; `look` is called with what is to be seen before and after it."""
    page.goto("/guide")
    look(page, "before")
    done = page.locator(".tc-step--done").count()
    for click in CLICKS[done:]:
        with held_still(page):
            page.get_by_role("button", name=click).click()
            page.wait_for_load_state()
            look(page, f"{click}, running")
        page.get_by_role("heading", name="Running now").wait_for(state="detached")
        page.get_by_role("button", name=click).wait_for(state="detached")
        page.wait_for_load_state()
        look(page, f"{click}, done")
    page.get_by_text("The reform is live and proven").wait_for()


@contextmanager
def held_still(page: Page) -> Iterator[None]:
    """Keep the page waiting for news of its job: it loads itself anew once the job is over, and under whoever looks."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(PROGRESS, hold)
    yield
    for route in waiting:
        route.continue_()
    page.unroute(PROGRESS)
