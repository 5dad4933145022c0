"""A director without training has a plan rehearsed, follows it and reads its report, by keyboard alone.

A rehearsal copies a whole PostgreSQL while it serves, which that of the tests cannot be: this has a demonstration of its own, made and
served as anybody would. It takes a quarter of an hour of two cores, and so runs each night.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import heading, judge, press_until
from throughcare.config import ports
from throughcare.rehearsal.rules.parts import PARTS

PLAN = Path(__file__).resolve().parents[2] / "plans" / "transforming-rehabilitation-2014.yaml"
LONGEST_REHEARSAL = 30 * 60 * 1000
ADDRESS = "127.0.0.1"


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[str]:
    """The address of a small demonstration in a home of its own, for as long as the test runs."""
    port = ports.any_free(address=ADDRESS)
    words = ("demo", "--size=small", f"--port={port}")
    own = {
        "THROUGHCARE_HOME": str(tmp_path),
        "THROUGHCARE_DEMONSTRATION": "yes",
        # Those of the tests name their database, which cannot be copied while it serves.
        **dict.fromkeys(("DATABASE_URL", "DATABASE_APP_URL", "DATABASE_ENGINE_URL"), ""),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "throughcare.cli", *words], env=os.environ | own
    ) as demo:
        try:
            ports.wait_until_answered(
                address=ADDRESS, port=port, is_alive=lambda: demo.poll() is None
            )
            yield f"http://{ADDRESS}:{port}"
        finally:
            demo.terminate()


@pytest.mark.nightly
def test_a_director_follows_a_rehearsal_to_its_report_by_keyboard_alone(page, demonstration):
    take_in_the_plan(page, demonstration)
    judge(page, "director-plan")
    expect(page.get_by_role("heading", name="What comes next")).to_be_visible()

    press_until(page, "Rehearsals")
    heading(page, "Rehearsals")
    judge(page, "director-rehearsals")
    press_until(page, "Rehearse now")
    heading(page, re.compile(r"Rehearsal \d+"))
    expect(page.get_by_text("You can close this page and come back")).to_be_visible()
    judge(page, "director-rehearsal-running")

    verdict = page.get_by_role("heading", name="Would it have worked?")
    verdict.wait_for(timeout=LONGEST_REHEARSAL)
    judge(page, "director-rehearsal-report")
    read_the_report(page, demonstration)
    press_until(page, "Rehearsals of this plan")

    heading(page, "Rehearsals")
    expect(page.get_by_role("table").first).to_contain_text(re.compile("Would (not )?have worked"))
    judge(page, "director-rehearsals-after")


def take_in_the_plan(page: Page, address: str) -> None:
    """From signing in to the page of the plan. A browser's own window for choosing a file is nobody's page, and is passed over."""
    page.goto(f"{address}/sign-in")
    press_until(page, "Programme director")
    page.get_by_role("button", name="Sign out").wait_for()
    judge(page, "director-home")
    press_until(page, "Restructure")
    heading(page, "Restructures")
    judge(page, "director-restructures")
    page.get_by_label("Plan file").set_input_files(PLAN)
    press_until(page, "Take in plan")
    heading(page, "Transforming Rehabilitation")


def read_the_report(page: Page, address: str) -> None:
    """Every part came out, and the report can be printed."""
    parts = page.get_by_role("table", name="Parts of the rehearsal, in order").get_by_role("row")
    expect(parts).to_have_count(1 + len(PARTS))
    printed = page.get_by_role("link", name="This report as PDF").get_attribute("href")
    assert printed is not None
    pdf = page.request.get(f"{address}{printed}")
    assert (pdf.status, pdf.body()[:5]) == (200, b"%PDF-")
