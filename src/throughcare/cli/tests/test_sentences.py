"""`./throughcare sentences`, on cases that are made here."""

import io
import json

import pytest

from throughcare.cli import program, sentences
from throughcare.cli.program import Needs
from throughcare.sentences.tests.test_answers import case


@pytest.fixture
def folder(tmp_path):
    given = tmp_path / "given"
    (given / "inner").mkdir(parents=True)
    (given / "inner" / "good.json").write_text(json.dumps(case()))
    (given / "bad.json").write_text("{no JSON")
    (given / "other.json").write_text('{"some": "object"}')
    return given


def read(path):
    return json.loads(path.read_text())


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_each_case_of_a_folder_is_answered_under_its_own_name(folder, tmp_path, capsys, jobs):
    output = tmp_path / "answers"

    status = program.main(
        ["sentences", "calculate", str(folder), "--output", str(output), "--jobs", jobs]
    )

    assert status == 0
    assert read(output / "inner" / "good.json")["dates"]["CRD"] == "2025-07-25"
    assert read(output / "bad.json")["error"] == "NotACase"
    assert read(output / "other.json")["error"] == "NotACase"
    assert "3 cases, of which 2 could not be read." in capsys.readouterr().err


def test_answers_of_files_are_printed_where_no_folder_is_named(folder, capsys):
    program.main(["sentences", "calculate", str(folder / "inner" / "good.json"), "--explain"])

    printed = json.loads(capsys.readouterr().out)
    assert printed["name"] == "good.json"
    assert printed["explanation"]["dates"]["CRD"]["daysMoved"] == -20


def test_a_file_that_is_not_there_is_named(tmp_path, capsys):
    status = program.main(["sentences", "calculate", str(tmp_path / "none.json")])

    assert status == 1
    assert "There is no" in capsys.readouterr().err


def test_no_jobs_are_too_few(folder, capsys):
    assert program.main(["sentences", "calculate", str(folder), "--jobs", "0"]) == 1
    assert "one job" in capsys.readouterr().err


@pytest.fixture
def published(tmp_path):
    place = tmp_path / "published" / "cases" / "made-up"
    place.mkdir(parents=True)
    for name, released in (("one", "2025-07-25"), ("two", "2025-07-26")):
        written = case()
        written["id"] = f"made-up/{name}"
        written["expected"] = {
            "outcome": "dates",
            "dates": {
                "CRD": released,
                "ESED": "2026-05-13",
                "HDCED": "2025-04-26",
                "SLED": "2026-04-23",
                "TUSED": "2026-07-25",
            },
            "breakdown": {"otherDates": {}},
        }
        (place / f"{name}.json").write_text(json.dumps(written))
    return tmp_path / "published"


def test_agreement_is_printed_by_category_configuration_and_level(published, capsys):
    status = program.main(["sentences", "conformance", str(published)])

    lines = capsys.readouterr().out.splitlines()
    assert status == 1
    assert "  made-up: 1 / 2" in lines
    assert "  calculation-params: 1 / 2" in lines
    assert "  breakdown: 2 / 2" in lines
    assert "All, first level: 1 / 2" in lines
    assert lines[-1].startswith("made-up/two: dates: expected")


def test_agreement_can_be_read_by_programs(published, capsys):
    program.main(["sentences", "conformance", str(published / "cases"), "--json"])

    report = json.loads(capsys.readouterr().out)
    assert (report["passed"], report["all"]) == (1, 2)
    assert report["category"] == {"made-up": {"passed": 1, "all": 2}}
    assert report["second"] == {"breakdown": {"passed": 2, "all": 2}}
    assert list(report["differing"]) == ["made-up/two"]


def test_full_agreement_succeeds(published):
    (published / "cases" / "made-up" / "two.json").unlink()

    assert program.main(["sentences", "conformance", str(published)]) == 0


def test_a_folder_without_cases_is_named(tmp_path, capsys):
    assert program.main(["sentences", "conformance", str(tmp_path)]) == 1
    assert "no cases" in capsys.readouterr().err


def test_a_file_that_is_no_published_case_is_named(tmp_path, capsys):
    (tmp_path / "odd.json").write_text("{}")

    assert program.main(["sentences", "conformance", str(tmp_path)]) == 1
    assert "not a published case" in capsys.readouterr().err


def test_no_database_is_needed():
    assert sentences.NEEDS is Needs.NOTHING


def test_sheets_are_written_as_pages_and_as_pdfs(folder, tmp_path):
    output = tmp_path / "sheets"

    status = program.main(["sentences", "sheet", str(folder / "inner"), "--output", str(output)])

    assert status == 0
    assert "25 July 2025" in (output / "good.html").read_text()
    assert (output / "good.pdf").read_bytes().startswith(b"%PDF")


def test_no_sheet_is_written_of_what_is_no_case(folder, tmp_path, capsys):
    given = ["sentences", "sheet", str(folder / "other.json"), "--output", str(tmp_path)]

    assert program.main(given) == 1
    assert "not in the layout of a case" in capsys.readouterr().err


def test_one_case_is_read_from_standard_input_where_no_file_is_named(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(case())))

    assert program.main(["sentences", "calculate"]) == 0
    assert json.loads(capsys.readouterr().out)["dates"]["CRD"] == "2025-07-25"
