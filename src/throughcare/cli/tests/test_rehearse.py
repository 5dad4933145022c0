"""A rehearsal from the command line: on a copy of a server that runs, killed half-way, and asked for at night."""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from throughcare.cli import _rehearse, rehearsal, worker
from throughcare.config import copies, rehearsing, releases, running
from throughcare.config.environment import ROOT, read
from throughcare.config.faults import Fault

REFERENCE = "transforming-rehabilitation-2014"
PLAN = str(ROOT / "plans" / f"{REFERENCE}.yaml")
PATIENCE = 30 * 60
"""Seconds after which a program hangs. A rehearsal that others leave a tenth of a core takes ten minutes, and is none the worse."""
# What a rehearsal must leave as it was: records, who has them, and where the plan stands.
LIVE = """
SELECT (SELECT count(*) FROM probation_contact), (SELECT count(*) FROM probation_caseassignment),
    (SELECT count(*) FROM organisation_switch), (SELECT count(*) FROM restructure_answer),
    (SELECT count(*) FROM organisation_unit), (SELECT phase FROM restructure_plan)
"""


@pytest.fixture(scope="module")
def home():
    """The home of an installation with a tiny nation, which has been started once."""
    with TemporaryDirectory(prefix="throughcare-") as directory:
        Path(directory).chmod(0o755)
        place = Path(directory, "home")
        program(place, "nation", "generate", "--size=tiny", "--json")
        yield place


def settings_of(home: Path) -> dict[str, str]:
    return {
        "THROUGHCARE_HOME": str(home),
        "THROUGHCARE_DEMONSTRATION": "yes",  # with its clock on the eve of the reform
        "SECRET_KEY": "for-tests-only-" * 4,
        # Whether a rehearsal would have worked is not to hang on what else the machine does meanwhile.
        "REHEARSAL_LIMITS": "page=60,switch=60,reverse_switch=60",
        "PYTHONPATH": str(ROOT / "src"),
        **dict.fromkeys(("DATABASE_URL", "DATABASE_APP_URL", "DATABASE_ENGINE_URL"), ""),
    }


@contextmanager
def started(home: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """Run a program; it is killed where it has not ended with the block."""
    with subprocess.Popen(
        [sys.executable, "-m", "throughcare.cli", *words],
        env=os.environ | settings_of(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def program(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    with started(home, *words) as process:
        out, errors = process.communicate(timeout=PATIENCE)
    return subprocess.CompletedProcess(words, process.returncode, out, errors)


def rows(environment, statement: str):
    with releases.connect_as_owner(environment) as owner:
        return owner.execute(statement).fetchall()


@pytest.mark.nightly
def test_a_rehearsal_reports_on_the_copy_and_leaves_the_live_database_as_it_was(home):
    environment = read(settings_of(home))
    with running.database(environment):
        assert program(home, "restructure", "check", PLAN).returncode == 0
        before = rows(environment, LIVE)

        done = program(home, "restructure", "rehearse", REFERENCE, "--accounts", "2", "--json")

        told = json.loads(done.stdout)
        assert (done.returncode, told["would_have_worked"]) == (0, True), done.stdout + done.stderr
        assert {part["name"] for part in told["found"]["parts"]} >= {
            "copy",
            "reverse_switch",
            "restore",
        }
        assert "A rehearsal needs about" in done.stderr
        assert rows(environment, LIVE) == before
        assert rows(environment, "SELECT state FROM rehearsal_rehearsal") == [("done",)]
        assert not (home / "rehearsal").exists()


@pytest.mark.nightly
def test_a_rehearsal_that_is_killed_leaves_nothing_behind_after_the_next_start(home):
    environment = read(settings_of(home))
    with running.database(environment):
        program(home, "restructure", "check", PLAN)
        before = rows(environment, LIVE)
        begun = rows(environment, "SELECT count(*) FROM rehearsal_rehearsal")[0][0]
        with started(home, "restructure", "rehearse", REFERENCE, "--accounts", "1") as process:
            deadline = time.monotonic() + PATIENCE
            while rows(
                environment, "SELECT doing FROM rehearsal_rehearsal ORDER BY id DESC LIMIT 1"
            ) != [("A day's work on the eve",)]:
                assert time.monotonic() < deadline
                assert process.poll() is None
                time.sleep(0.1)

            process.kill()
            process.communicate()

        assert rows(environment, LIVE) == before
        assert (home / "rehearsal").exists()
        again = program(home, "restructure", "rehearse", REFERENCE, "--accounts", "1", "--json")
        assert again.returncode == 0, again.stderr
        assert "Deleted the copy of a rehearsal that was killed." in again.stderr
        assert not (home / "rehearsal").exists()
        assert rows(environment, "SELECT state FROM rehearsal_rehearsal ORDER BY id")[begun:] == [
            ("stopped",),
            ("done",),
        ]
        assert rows(environment, LIVE) == before


class Copy:
    """Settings of a program that is told it works on a copy, or is not."""

    def __init__(self, *, is_copy: bool) -> None:
        self.rehearsals = self
        self.is_copy = is_copy


def test_the_sequence_refuses_a_database_that_is_no_copy(monkeypatch):
    monkeypatch.setattr(rehearsal, "current", lambda: Copy(is_copy=False))

    with pytest.raises(Fault, match="This is not the copy of a rehearsal"):
        rehearsal.run(_options(rehearsal, "plan", "--address=http://127.0.0.1:9"))


def test_no_worker_starts_on_a_copy(monkeypatch):
    monkeypatch.setattr(worker, "current", lambda: Copy(is_copy=True))

    with pytest.raises(Fault, match="The copy of a rehearsal has no worker"):
        worker.run(_options(worker))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "Name a plan"),
        (("plan", "--stop"), "go with --nightly"),
        (("plan", "--at", "03:00"), "go with --nightly"),
        (("plan", "--accounts", "0"), "a whole number from 1"),
    ],
)
def test_words_that_do_not_go_together_are_refused_before_anything_is_done(words, says):
    with pytest.raises(Fault, match=says):
        _rehearse.run(_options(_rehearse, *words), plan=_never, account=_never)


def test_a_copy_knows_no_address_but_its_own(tmp_path):
    copy = copies.Copy(
        maintenance_url="postgresql://x@/postgres",
        owner="x",
        owner_url="postgresql://x@/work?host=/tmp",
        base="base",
        work="work",
    )
    environment = read({"THROUGHCARE_HOME": str(tmp_path)})

    environ = rehearsing.environ_of(environment, copy)

    found = read(
        {"DATABASE_APP_URL": "postgresql://live/x", "OIDC_ISSUER": "https://live"} | environ
    )
    assert {url.partition("?")[0].rpartition("/")[2] for url in found.database_urls.values()} == {
        "work"
    }
    assert (found.signing_in.provider, found.signing_in.public_url) == (None, "")
    assert (found.rehearsals.is_copy, found.is_demonstration, found.address) == (
        True,
        False,
        "127.0.0.1",
    )


def _options(module, *words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    module.arguments(parser)
    return parser.parse_args(words)


def _never(*_words: object, **_named: object) -> int:
    raise AssertionError
