import argparse
import json
from typing import Any

import pytest

from throughcare.access.tests.small_nation import NOW
from throughcare.cli import allocation
from throughcare.cli.program import main
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.probation.tests import conftest as of_probation

coded_case, nation = of_probation.coded_case, of_probation.nation
nation_once = of_probation.nation_once

FILE = {
    "as_of": "2026-06-15",
    "cases": [
        {
            "id": "one",
            "framework": "mandate",
            "given": {"sentences": [{"type": "SC"}]},
            "expect": {"mandate": True},
        },
        {
            "id": "two",
            "framework": "two_axis",
            "given": {"rsr": 6.995, "sentences": [{"type": "NC"}]},
            "expect": {"protect_points": 20},
        },
    ],
}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(FILE))
    return path


def test_each_case_of_a_file_is_answered_on_a_line(file, capsys):
    status = main(["allocation", "tier", str(file)])

    assert status == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"id": "one", "framework": "mandate", "answer": {"mandate": True}},
        {
            "id": "two",
            "framework": "two_axis",
            "answer": {
                "tier": "C2",
                "protect_level": "C",
                "protect_points": 10,
                "change_level": 2,
                "change_points": 0,
            },
        },
    ]


def test_an_answer_is_explained_when_asked(file, capsys):
    main(["allocation", "tier", str(file), "--explain"])

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [[term["item"] for term in line["terms"]] for line in lines] == [
        [],
        ["Risk of serious recidivism", "Risk of serious harm", "MAPPA level"],
    ]


def test_comparing_counts_what_passed_and_fails_where_one_differs(file, capsys):
    status = main(["allocation", "tier", str(file), "--compare"])

    assert status == 1
    assert capsys.readouterr().out.splitlines() == [
        "mandate: 1 / 1",
        "two_axis: 0 / 1",
        "all: 1 / 2",
        'two: expected {"protect_points": 20}, answered '
        + json.dumps(
            {
                "tier": "C2",
                "protect_level": "C",
                "protect_points": 10,
                "change_level": 2,
                "change_points": 0,
            }
        ),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "cannot be read"),
        ("{}", "is not in the layout"),
        ('{"as_of": "2026-06-15", "cases": [{"id": "a", "framework": "x"}]}', "no framework x"),
    ],
)
def test_a_file_that_is_no_file_of_cases_is_refused_in_words(tmp_path, text, said, capsys):
    path = tmp_path / "cases.json"
    if text is not None:
        path.write_text(text)

    assert main(["allocation", "tier", str(path)]) == 1
    assert said in capsys.readouterr().err


@pytest.mark.django_db
def test_all_tiers_are_worked_out_again(coded_case, settings, capsys):
    settings.DEMONSTRATION = True
    change_clock.set_moment(moment=NOW, now_real=clock.machine_now())
    parser = argparse.ArgumentParser()
    allocation.arguments(parser)

    for _ in range(2):
        assert allocation.run(parser.parse_args(["recalculate", "--json"])) == 0

    assert capsys.readouterr().out.splitlines() == ['{"changed": 5}', '{"changed": 0}']


@pytest.mark.django_db
def test_the_work_of_each_post_is_kept(coded_case, capsys):
    parser = argparse.ArgumentParser()
    allocation.arguments(parser)

    assert allocation.run(parser.parse_args(["keep-workload"])) == 0
    assert allocation.run(parser.parse_args(["keep-workload", "--json"])) == 0

    assert capsys.readouterr().out.splitlines() == ["The work of 0 posts is kept.", '{"kept": 0}']


DECIDED: dict[str, Any] = {  # Any: JSON
    "on": "2014-06-02",
    "cases": [
        {
            "id": "one",
            "facts": {
                "deferred": "no",
                "other_active": "none",
                "mappa": "none",
                "rosh": "low",
                "deportation_criteria": "no",
                "rsr": 6.885,
                "public_interest": "none",
            },
            "expect": {"outcome": "NPS", "rule": "rsr"},
        }
    ],
}


def test_who_manages_the_cases_of_a_file_is_decided_with_the_reason(tmp_path, capsys):
    path = tmp_path / "decisions.json"
    path.write_text(json.dumps(DECIDED))

    status = main(["allocation", "decide", str(path), "--json"])

    (line,) = capsys.readouterr().out.splitlines()
    answer = json.loads(line)
    assert status == 0
    assert (answer["id"], answer["outcome"], answer["rule"]) == ("one", "NPS", "rsr")
    assert answer["looked_at"]["rsr"] == "6.885"
    assert main(["allocation", "decide", str(path), "--compare"]) == 0
    assert capsys.readouterr().out.splitlines() == ["all: 1 / 1"]


def test_a_file_with_a_misspelt_fact_is_refused_by_name(tmp_path, capsys):
    facts = dict(DECIDED["cases"][0]["facts"])
    facts["rosch"] = facts.pop("rosh")
    path = tmp_path / "decisions.json"
    path.write_text(json.dumps({"on": "2014-06-02", "facts": facts}))

    status = main(["allocation", "decide", str(path), "--json"])

    assert status == 1
    assert json.loads(capsys.readouterr().out)["refused"] == ["strange:rosch", "missing:rosh"]
