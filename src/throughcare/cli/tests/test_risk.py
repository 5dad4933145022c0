"""Scoring files from the command line, which needs no database."""

import csv
import json
from datetime import date
from functools import partial

import pytest

from throughcare.cli.program import main
from throughcare.risk import queries as risk

HEADER = (
    "reference,sex,age_at_follow_up,age_at_current_conviction,age_at_first_sanction,total_sanctions,"
    "violent_sanctions,offence_free_months,ogrs3_offence,rsr_offence,sexual_history"
)
THIEF = "M,24,24,14,21,5,0,theft_from_vehicles,vehicle_theft,no"
ON = ["--on", "2014-06-01"]


@pytest.fixture
def file(tmp_path):
    """Writes a file of people, whose rows are given."""
    return partial(written, tmp_path / "people.csv")


@pytest.fixture
def output(tmp_path):
    return tmp_path / "scores.csv"


def written(path, rows, *, header=HEADER):
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def score(path, output, options=()):
    return main(["risk", "score", str(path), "--output", str(output), *ON, *options])


def rows(path):
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_each_row_is_scored_with_its_terms_or_refused_with_its_reasons(file, output, capsys):
    path = file(
        [
            f'"one, first",{THIEF}',
            f"two,{THIEF.replace('24,24,14', '24,24,30')}",
            f"three,{THIEF.replace('M,24', 'M,')}",
            f"four,{THIEF.replace('no', 'unknown')}",
        ]
    )

    assert score(path, output) == 0

    found = rows(output)
    assert [row["row"] for row in found] == ["1", "2", "3", "4"]
    assert [row["reference"] for row in found] == ["one, first", "two", "three", "four"]
    first = found[0]
    assert {
        name: first[name]
        for name in ("ogrs3_percent", "ogrs3_band", "ogrs3_term_sanctions", "ogrs3_refused")
    } == {
        "ogrs3_percent": "88",
        "ogrs3_band": "high",
        "ogrs3_term_sanctions": "0.4630627920",
        "ogrs3_refused": "",
    }
    assert {
        name: first[name]
        for name in ("rsr_percent", "rsr_probability", "rsr_band", "rsr_version", "rsr_variant")
    } == {
        "rsr_percent": "4.67",
        "rsr_probability": "0.0466873934",
        "rsr_band": "medium",
        "rsr_version": "2014",
        "rsr_variant": "brief",
    }
    assert first["rsr_lacking"].split()[:2] == ["accommodation", "partner_relationship"]
    assert found[1]["ogrs3_refused"].startswith("The first sanction was at a greater age")
    assert found[2]["ogrs3_refused"].startswith("age_at_follow_up is missing")
    assert found[3]["rsr_refused"].startswith("sexual_history is unknown")
    assert found[3]["rsr_percent"] == ""
    assert found[3]["ogrs3_percent"] == "88"
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "4 rows.",
        "OGRS3 (2008): 2 scored, 2 refused.",
        "RSR (2014): 1 scored, 3 refused, 1 without an interview.",
    ]
    assert "OVP: not scored, for want of" in said.err


def test_what_was_done_is_told_as_json(file, output, capsys):
    assert score(file([f"one,{THIEF}"]), output, ["--json", "--tool", "RSR:brief"]) == 0

    assert json.loads(capsys.readouterr().out) == {
        "rows": 1,
        "went_on_from": 0,
        "tools": {
            "RSR": {
                "version": "2014",
                "checked": ["brief"],
                "rows": 1,
                "refused": 0,
                "told": 0,
                "without_interview": 0,
            }
        },
        "left_out": {},
    }
    assert rows(output)[0]["rsr_lacking"] == ""


@pytest.mark.parametrize(
    ("header", "options", "said"),
    [
        (HEADER.replace("sex,", "sexx,"), [], "There is no input 'sexx'. Is it sex?"),
        (HEADER.replace("sex,", "sex,sex,"), [], "twice"),
        ("reference,name", [], "There is no input 'name'."),
        ("reference", [], "no predictor"),
        ("", [], "is empty"),
        (HEADER, ["--tool", "OVP"], "OVP needs these columns as well: alcohol_use, "),
        (HEADER, ["--tool", "OGRS5"], "Predictors are OGRS3, RSR, "),
        (HEADER, ["--tool", "RSR:short"], "it has extended, brief"),
        (HEADER, ["--tool", "RSR", "--tool", "RSR:brief"], "named twice"),
    ],
)
def test_a_file_that_cannot_be_scored_is_refused_in_words(file, header, options, said, capsys):
    output = file([], header=header).with_name("scores.csv")

    assert score(output.with_name("people.csv"), output, options) == 1

    assert said in capsys.readouterr().err
    assert not output.exists()


@pytest.mark.parametrize("line", [f"secret,{THIEF},more", "secret,M,24"])
def test_a_line_that_does_not_fit_the_header_is_named_and_not_quoted(file, output, line, capsys):
    path = file([f"one,{THIEF}", line])

    assert score(path, output) == 1

    said = capsys.readouterr().err
    assert said.strip() == f"Line 3 of {path} does not fit the header of 11 columns."
    assert not output.exists()


def test_a_file_that_is_not_there_or_no_text_is_refused_in_words(tmp_path, output, capsys):
    no_text = tmp_path / "no.csv"
    no_text.write_bytes(b"sex\xff\n")

    assert score(tmp_path / "none.csv", output) == 1
    assert score(no_text, output) == 1

    missing, other = capsys.readouterr().err.splitlines()
    assert missing.endswith("cannot be read: No such file or directory.")
    assert other.endswith("is not written in UTF-8.")


def test_text_that_is_no_utf_8_is_said_wherever_it_stands(file, output, capsys):
    path = file([f"one,{THIEF}"])
    path.write_bytes(path.read_bytes() + b"tw\xff," + THIEF.encode() + b"\n")

    assert score(path, output) == 1
    assert capsys.readouterr().err.strip() == f"{path} is not written in UTF-8."


def test_the_output_never_takes_the_place_of_the_input(file, capsys):
    path = file([f"one,{THIEF}"])
    before = path.read_bytes()

    assert score(path, path) == 1
    assert "cannot take the place" in capsys.readouterr().err
    assert path.read_bytes() == before


class StoppedError(Exception):
    """Somebody pulled the plug."""


@pytest.fixture
def in_small_steps(monkeypatch):
    monkeypatch.setattr("throughcare.risk.queries.files.AT_ONCE", 3)


def stop_after(asked, output, rows):
    def tell(done, total) -> None:
        if done >= rows:
            raise StoppedError

    with pytest.raises(StoppedError):
        risk.score_file(asked, output=output, tell=tell)


@pytest.mark.usefixtures("in_small_steps")
def test_what_was_stopped_goes_on_where_it_was(file, output, tmp_path, capsys):
    lines = [f"{n},{THIEF.replace('24,24,14', f'{24 + n},24,14')}" for n in range(10)]
    lines[7] = lines[7].replace(",M,", ",X,")
    path = file(lines)
    whole = tmp_path / "whole.csv"
    score(path, whole)
    asked = risk.ask(path, tools=[], on=date(2014, 6, 1))
    stop_after(asked, output, 6)
    part = output.with_name("scores.csv.part")
    with part.open("a") as out:  # what was being written when it was stopped
        out.write("7,half a li")
    capsys.readouterr()

    assert not output.exists()
    assert score(path, output, ["--json"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert (said["rows"], said["went_on_from"]) == (10, 6)
    assert said["tools"]["OGRS3"]["rows"] == 10
    assert output.read_bytes() == whole.read_bytes()
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "people.csv",
        "scores.csv",
        "whole.csv",
    ]


@pytest.mark.usefixtures("in_small_steps")
def test_another_input_begins_anew(file, output, capsys):
    path = file([f"{n},{THIEF}" for n in range(10)])
    stop_after(risk.ask(path, tools=[], on=date(2014, 6, 1)), output, 6)
    file([f"other {n},{THIEF}" for n in range(10)])

    assert score(path, output, ["--json"]) == 0

    assert json.loads(capsys.readouterr().out)["went_on_from"] == 0
    assert [row["reference"] for row in rows(output)] == [f"other {n}" for n in range(10)]


def test_a_file_without_rows_has_an_output_without_rows(file, output, capsys):
    assert score(file([]), output) == 0

    assert rows(output) == []
    assert output.read_text().startswith("row,reference,ogrs3_band")
    assert capsys.readouterr().out.startswith("0 rows.\n")


def test_what_was_saved_by_a_spreadsheet_is_read(tmp_path, output):
    path = tmp_path / "people.csv"
    path.write_bytes(f"\ufeff{HEADER}\r\n".encode() + f'"one",{THIEF}\r\n\r\n'.encode())

    assert score(path, output) == 0

    assert [row["ogrs3_percent"] for row in rows(output)] == ["88"]


def test_inputs_are_listed_with_what_they_may_be(capsys):
    assert main(["risk", "inputs", "OVP", *ON]) == 0
    listed = capsys.readouterr().out
    assert main(["risk", "inputs", "OVP", "--json", *ON]) == 0

    assert "unemployed: Is without work. It is yes, no or unknown.\n" in listed
    assert "rsr_offence" not in listed
    assert len(listed.splitlines()) == len(capsys.readouterr().out.splitlines())


def test_inputs_of_no_predictor_are_refused_in_words(capsys):
    assert main(["risk", "inputs", "OGRS5"]) == 1
    assert "Predictors are OGRS3" in capsys.readouterr().err


def test_a_day_that_is_none_is_refused(file, output, capsys):
    with pytest.raises(SystemExit):
        main(["risk", "score", str(file([])), "--output", str(output), "--on", "yesterday"])

    assert "must be a day" in capsys.readouterr().err


def test_an_output_that_cannot_be_written_is_said(file, tmp_path, capsys):
    assert score(file([f"one,{THIEF}"]), tmp_path / "nowhere" / "scores.csv") == 1

    assert "cannot be written" in capsys.readouterr().err
