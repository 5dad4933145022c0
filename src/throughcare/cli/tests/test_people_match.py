"""One person against everybody known, from the command line."""

import argparse
import io
import json

import pytest

from throughcare.audit.models import Entry
from throughcare.cli import people as command_line
from throughcare.config.faults import Fault
from throughcare.people.tests.known import person, searcher

pytestmark = pytest.mark.django_db

ASKED = {"first_name": "Ann", "last_name": "Hughes", "date_of_birth": "1 Feb 1980", "pncs": []}


@pytest.fixture
def run(monkeypatch):
    def run(*words: str, told: object = None) -> int:
        monkeypatch.setattr(
            "sys.stdin", io.StringIO(told if isinstance(told, str) else json.dumps(told))
        )
        parser = argparse.ArgumentParser()
        command_line.arguments(parser)
        return command_line.run(parser.parse_args(words))

    return run


@pytest.fixture
def known(run, capsys):
    person("Y000001", "Ann", "Hughes")
    person("Y000002", "John", "Smith")
    run("ready")
    assert capsys.readouterr().out == "2 people were made ready; 2 can be matched.\n"


def test_somebody_is_told_with_reasons_to_a_program_and_to_a_person(known, run, capsys):
    run("match", "--json", told=ASKED)
    said = json.loads(capsys.readouterr().out)
    run("match", told=ASKED)
    words = capsys.readouterr().out

    assert [each["crn"] for each in said["candidates"]] == ["Y000001"]
    assert said["candidates"][0]["reasons"][0]["words"] == "the same date of birth"
    assert "Y000001" in words
    assert "the same date of birth" in words.lower()


def test_who_asks_is_told_what_they_may_know_and_the_trail_keeps_it(known, run, capsys):
    account = searcher()

    run("match", "--json", "--as", "searcher", told=ASKED)

    assert [each["crn"] for each in json.loads(capsys.readouterr().out)["candidates"]] == [
        "Y000001"
    ]
    entry = Entry.objects.get(action="person.matched")
    assert entry.account_id == account.pk


@pytest.mark.parametrize("told", ["nothing", "[1]"])
def test_what_is_no_person_is_refused(run, told):
    with pytest.raises(Fault, match="Standard input"):
        run("match", told=told)


def test_an_account_that_is_not_there_asks_nothing(run):
    with pytest.raises(Fault, match="no active account"):
        run("match", "--as", "nobody", told=ASKED)
