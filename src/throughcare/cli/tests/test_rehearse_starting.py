"""A rehearsal that was asked for and cannot start: why is kept with it, and it stands in nobody's way."""

import argparse
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.db import connection

from throughcare.access import commands as change_access
from throughcare.cli import _rehearse
from throughcare.config import copies, rehearsing
from throughcare.config.environment import Environment, read
from throughcare.config.faults import Fault
from throughcare.rehearsal import commands as change_rehearsal
from throughcare.rehearsal.choices import State
from throughcare.rehearsal.models import Rehearsal
from throughcare.rehearsal.tests.conftest import MACHINE
from throughcare.restructure.tests.reform import account


@pytest.fixture
def given(tmp_path, monkeypatch) -> Environment:
    """A server of somebody's own with nothing beside it that could be copied."""
    environment = read(
        {
            "THROUGHCARE_HOME": str(tmp_path),
            "SECRET_KEY": "k" * 50,
            "DATABASE_URL": "postgresql://somebody@live.example/throughcare",
        }
    )
    monkeypatch.setattr(_rehearse, "current", lambda: environment)
    return environment


@pytest.fixture
def starting(monkeypatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The programs that this worker started, in place of any that others left."""
    started: list[subprocess.Popen[bytes]] = []
    monkeypatch.setattr(rehearsing, "_started", started)
    yield started
    for each in started:
        each.kill()
        each.communicate()


def ask(eve) -> Rehearsal:
    with change_access.as_engine(now=eve.now):
        return change_rehearsal.have_rehearsed(
            account_id=account("planner"), plan_id=eve.plan_id, now=eve.now
        )


def start(number: int) -> None:
    """As the worker has it started, by a program of its own."""
    parser = argparse.ArgumentParser()
    _rehearse.arguments(parser)
    _rehearse.run(parser.parse_args(["--number", str(number)]), plan=_never, account=_never)


def _never(*_words: object, **_named: object) -> int:
    raise AssertionError


def take_its_job_away() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_one_that_has_nothing_to_copy_fails_with_the_sentence_and_another_may_be_asked_for(
    eve, given
):
    assert not given.is_embedded
    asked = ask(eve)

    with pytest.raises(Fault, match="name that with REHEARSAL_DATABASE_URL"):
        start(asked.pk)

    asked.refresh_from_db()
    (reason,) = asked.result["refused"]
    assert (asked.state, asked.finished_at is not None) == (State.FAILED, True)
    assert reason["sentence"].startswith("A server of your own is not copied")
    assert ask(eve).state == State.WAITING


def test_one_that_others_keep_from_starting_fails_with_the_sentence(eve, given, monkeypatch):
    monkeypatch.setattr(rehearsing, "PATIENCE", 0.2)
    asked = ask(eve)

    with copies.alone(given), pytest.raises(Fault, match="A rehearsal is running"):
        start(asked.pk)

    asked.refresh_from_db()
    assert asked.state == State.FAILED
    assert "A rehearsal is running." in asked.result["refused"][0]["sentence"]


def test_why_one_could_not_start_is_never_written_over_one_that_began(eve, given):
    assert not given.is_embedded
    asked = ask(eve)
    change_rehearsal.begin(number=asked.pk, now=eve.now, at=MACHINE)

    change_rehearsal.refuse(number=asked.pk, sentence="No room.", now=eve.now, at=MACHINE)

    asked.refresh_from_db()
    assert (asked.state, asked.result) == (State.RUNNING, {})


def test_tidying_stops_one_that_nobody_is_to_start(eve, given, starting):
    assert starting == []
    asked = ask(eve)

    rehearsing.tidy(given)
    asked.refresh_from_db()
    assert asked.state == State.WAITING

    take_its_job_away()
    rehearsing.tidy(given)
    asked.refresh_from_db()
    assert (asked.state, asked.finished_at is not None) == (State.STOPPED, True)
    assert ask(eve).state == State.WAITING


def test_tidying_leaves_one_whose_program_is_on_its_way(eve, given, starting):
    asked = ask(eve)
    take_its_job_away()
    starting.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE))

    rehearsing.tidy(given)

    asked.refresh_from_db()
    assert asked.state == State.WAITING
