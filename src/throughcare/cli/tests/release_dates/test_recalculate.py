"""Everybody's dates are worked out again: whose would change is told, a run that was stopped goes on, and nothing is kept unasked."""

import csv
import json
from argparse import Namespace
from datetime import date
from typing import Any, Self

import pytest

from throughcare.cli import _recalculate
from throughcare.config.faults import Fault
from throughcare.sentences import queries as sentences
from throughcare.sentences.models import Calculation, Sentence
from throughcare.sentences.tests.entering import NOW, count, enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate(officer_here, booked):
    enter(officer_here, booked, count(24, offence_from=date(2024, 5, 1)), on=date(2026, 1, 5))
    return booked


@pytest.fixture
def at_once(monkeypatch):
    """Parts one after another in this process, as another would not see what a test has not committed."""

    def run(output, **asked: Any) -> dict[str, Any]:
        options = {"law": sentences.AS_ENACTED, "on": NOW.date(), "keep": False, "jobs": 1}
        monkeypatch.setattr(_recalculate, "ProcessPoolExecutor", _Here)
        monkeypatch.setattr("throughcare.cli._recalculate.clock.now", lambda: NOW)
        monkeypatch.setattr("throughcare.cli._recalculate.connections.close_all", lambda: None)
        given = Namespace(output=output, json=True, all=True, **(options | asked))
        assert _recalculate.run(given) == 0
        report: dict[str, Any] = json.loads((output / "report.json").read_text())
        return report

    return run


class _Here:
    def __init__(self, _jobs: int) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(self, work, *given: object) -> object:
        work(*given)
        return _Done()


class _Done:
    def result(self) -> None:
        pass


@pytest.fixture(autouse=True)
def in_order(monkeypatch) -> None:
    monkeypatch.setattr(_recalculate, "as_completed", list)


def test_where_nothing_changed_nobody_is_told_of(estate, at_once, tmp_path):
    report = at_once(tmp_path)

    assert (report["people"], report["people whose dates change"]) == (1, 0)


def test_whose_dates_a_law_would_change_is_told_before_its_day(estate, at_once, tmp_path):
    report = at_once(tmp_path, law="calculation-params")

    assert report["people whose dates change"] == 1
    assert report["by date"]["CRD"] == {"later": 1}
    (part,) = tmp_path.glob("part-*.csv")
    with part.open() as file:
        (_, *rows) = csv.reader(file)
    told = {kind: (before, after) for _, kind, before, after, _, _ in rows}
    assert told["CRD"] == ("2026-10-13", "2026-10-23")
    assert rows[0][0] == estate.person.crn
    assert Calculation.objects.count() == 1


def test_a_run_that_was_stopped_goes_on_and_another_question_is_refused(estate, at_once, tmp_path):
    at_once(tmp_path)

    assert at_once(tmp_path)["parts done in this run"] == 0
    with pytest.raises(Fault, match="something else"):
        at_once(tmp_path, law="calculation-params")


def test_what_changes_is_kept_for_somebody_to_approve(estate, at_once, tmp_path):
    Sentence.objects.update(months=30)

    report = at_once(tmp_path, keep=True)

    kept = Calculation.objects.latest("pk")
    assert report["people whose dates change"] == 1
    assert (kept.cause, kept.state, kept.made_by_id) == ("review", "draft", None)
    assert at_once(tmp_path / "again", keep=True)["people whose dates change"] == 0


def test_only_what_is_enacted_is_kept(estate, at_once, tmp_path):
    with pytest.raises(Fault, match="Leave out"):
        at_once(tmp_path, keep=True, law="calculation-params")


def test_a_closed_time_in_custody_is_left_alone(officer_here, estate, at_once, tmp_path):
    type(estate).objects.update(closed_at=NOW)

    assert at_once(tmp_path)["people"] == 0
