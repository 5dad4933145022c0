"""A journey drives a real demonstration, made and served by the very commands, in a real browser.

One nation, one server and one browser serve all journeys of a session: those on the eve, then the reform
through the guide, then those that begin after it. With JOURNEYS_AT set to the
address that `python -m tests.journeys.serving` prints, that one is used, in whatever state it is.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys import browser as driving
from tests.journeys import guide, serving

FROM_THE_REFORM_ON = (
    "test_guide",
    "test_signing_in",
    "test_style_guide",
    "test_ways_of_working",
    "test_who_manages",
)
"""The guide takes the reform, and what follows it may begin on the first morning. All else is on the eve, and comes before."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)
    items.sort(key=lambda item: item.path.stem in FROM_THE_REFORM_ON)


@pytest.fixture(scope="package")
def served(request: pytest.FixtureRequest) -> Iterator[serving.Served]:
    """A demonstration on the eve of the reform, with its worker."""
    if running := os.environ.get("JOURNEYS_AT"):
        yield serving.at(running.rstrip("/"))
        return
    request.getfixturevalue("django_db_setup")
    with serving.serving() as made:
        yield made


@pytest.fixture(scope="package")
def browser(served: serving.Served) -> Iterator[Browser]:
    """One browser for all. It is closed before what it looked at: Django refuses to work beside its event loop."""
    assert served
    with sync_playwright() as playwright:
        launched = driving.launch(playwright)
        yield launched
        launched.close()


@contextmanager
def visiting(browser: Browser, served: serving.Served) -> Iterator[Callable[..., Page]]:
    """What opens pages as somebody new, 1280 wide. What the browser complains of is an error at the end."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(**options: bool) -> Page:
        context = browser.new_context(
            base_url=served.address,
            viewport={"width": driving.WIDE, "height": driving.HEIGHT},
            locale="en-GB",
            timezone_id="Europe/London",
            **options,  # type: ignore[arg-type]  # such as java_script_enabled
        )
        contexts.append(context)
        context.set_default_timeout(driving.PATIENCE)
        opened = context.new_page()
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type == "error" and not driving.is_refusal(message.text)
                else None
            ),
        )
        return opened

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def visitor(browser: Browser, served: serving.Served) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody new, 1280 wide. What the browser complains of fails the journey."""
    with visiting(browser, served) as open_page:
        yield open_page


@pytest.fixture
def after_the_reform(visitor: Callable[..., Page], served: serving.Served) -> None:
    """See that the reform is live, and take the guide's five clicks where nobody has."""
    if not served.rows("SELECT FROM restructure_plan WHERE phase = 'reconciled'"):
        guide.walk(visitor())


@pytest.fixture
def page(visitor: Callable[..., Page]) -> Page:
    return visitor()
