"""A journey drives the real demonstration, served by the very command, in a real browser.

It has a database of its own under `var/journeys`, new for each session of tests. With JOURNEYS_AT
set to an address, a demonstration that already runs is used instead, in whatever state it is.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys import browser as driving

ROOT = Path(__file__).resolve().parents[2]
LONGEST_START = 600
LONGEST_STOP = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_until_answered(address: str, *, program: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline and program.poll() is None:
        try:
            with urlopen(f"{address}/style-guide", timeout=30):  # noqa: S310  our own address
                return
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(1)
    program.terminate()
    pytest.fail(f"The demonstration did not start. It said:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def demonstration() -> Iterator[str]:
    """The address of a demonstration that has just been loaded, on the eve of the reform."""
    if running := os.environ.get("JOURNEYS_AT"):
        yield running.rstrip("/")
        return
    home = ROOT / "var" / "journeys"
    home.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")
    }
    environ = inherited | {"THROUGHCARE_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    log = home / "demonstration.log"
    with log.open("wb") as said:
        program = subprocess.Popen(
            [sys.executable, "-m", "throughcare.cli", "demo", "--reset", "--port", str(port)],
            env=environ,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_answered(address, program=program, log=log)
        yield address
    finally:
        program.send_signal(signal.SIGINT)
        try:
            program.wait(timeout=LONGEST_STOP)
        except subprocess.TimeoutExpired:
            program.kill()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = driving.launch(playwright)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, demonstration: str) -> Iterator[Page]:
    """A page of somebody new, 1280 wide. What the browser complains of fails the journey."""
    context = browser.new_context(
        base_url=demonstration,
        viewport={"width": driving.WIDE, "height": driving.HEIGHT},
        locale="en-GB",
        timezone_id="Europe/London",
    )
    context.set_default_timeout(driving.PATIENCE)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    yield opened
    context.close()
    assert complaints == []
