"""Linking files from the command line, which needs no database."""

import csv
import json

import pytest

from throughcare.cli.program import main
from throughcare.linkage.tests.records import invented


@pytest.fixture
def records(tmp_path):
    rows, truth = invented(1_000, 31)
    path, labels = tmp_path / "records.csv", tmp_path / "labels.csv"
    written(path, rows)
    written(labels, [{"record_id": record, "person_id": whose} for record, whose in truth.items()])
    return path, labels


def written(path, rows):
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def read(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_each_record_comes_out_once_in_the_order_in_which_it_came(records, tmp_path, capsys):
    path, _ = records
    output, review, report = (tmp_path / each for each in ("out.csv", "review.csv", "report"))

    status = main(
        [
            "people",
            "link",
            "--input",
            str(path),
            "--output",
            str(output),
            "--review",
            str(review),
            "--report",
            str(report),
        ]
    )

    said = json.loads(capsys.readouterr().err)
    assert status == 0
    assert [row["record_id"] for row in read(output)] == [row["record_id"] for row in read(path)]
    assert said["records"] == 1_000
    assert said["people"] == len({row["cluster_id"] for row in read(output)})
    assert said["questions"] == len(read(review))
    assert json.loads((report / "report.json").read_text())["records"] == 1_000


def test_weights_of_an_earlier_run_give_the_same_groups(records, tmp_path):
    path, _ = records
    first, second, report = tmp_path / "1.csv", tmp_path / "2.csv", tmp_path / "report"
    main(["people", "link", str(path), "--output", str(first), "--report", str(report)])

    main(
        [
            "people",
            "link",
            str(path),
            "--output",
            str(second),
            "--model",
            str(report / "model.json"),
        ]
    )

    assert first.read_text() == second.read_text()


def test_how_well_it_went_is_told(records, tmp_path, capsys):
    path, labels = records
    output = tmp_path / "out.csv"
    main(["people", "link", str(path), "--output", str(output), "--json"])
    capsys.readouterr()

    status = main(["people", "evaluate", str(output), "--labels", str(labels), "--json"])

    said = json.loads(capsys.readouterr().out)
    assert status == 0
    assert said["precision"] >= 0.99
    assert said["recall"] >= 0.96


def test_kinds_of_people_are_told_side_by_side(tmp_path, capsys):
    output, labels = tmp_path / "out.csv", tmp_path / "labels.csv"
    output.write_text("record_id,cluster_id\n1,a\n2,a\n3,b\n4,c\n")
    labels.write_text("record_id,person_id,sex\n1,x,F\n2,x,F\n3,y,M\n4,y,M\n")

    main(["people", "evaluate", str(output), "--labels", str(labels), "--by", "sex", "--json"])

    said = json.loads(capsys.readouterr().out)["by"]
    assert (said["F"]["recall"], said["M"]["recall"]) == (1.0, 0.0)


def test_columns_of_other_names_are_mapped(tmp_path):
    path, output = tmp_path / "other.csv", tmp_path / "out.csv"
    path.write_text(
        "nr,given,family,born\n1,Daniel,Thorpe,17/03/1984\n2,DANIEL,THORPE,17/03/1984\n3,Ann,Hughes,30/12/1991\n"
    )

    mapped = ["record_id=nr", "first_name=given", "last_name=family", "date_of_birth=born"]

    main(["people", "link", str(path), "--output", str(output), "--map", *mapped])

    clusters = {row["record_id"]: row["cluster_id"] for row in read(output)}
    assert clusters["1"] == clusters["2"] != clusters["3"]


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        ("record_id,last_name\n1,Thorpe,x\n", (), "row 2: 3 cells, and 2 columns"),
        ("record_id,last_name\n1,A\n1,B\n", (), "row 3, column record_id: the same id"),
        ("record_id,last_name\n,A\n", (), "row 2, column record_id: it is empty"),
        ("nr,family\n1,A\n", (), "has no column of a name"),
        ("nr,family\n1,A\n", ("--map", "last_name=surname"), "has no column surname"),
        ("nr,family\n1,A\n", ("--map", "nonsense=family"), "OURS is one of"),
        ("", (), "is empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_place(
    tmp_path, capsys, content, options, said
):
    path, output = tmp_path / "bad.csv", tmp_path / "out.csv"
    path.write_text(content)

    status = main(["people", "link", str(path), "--output", str(output), *options])

    assert status == 1
    assert said in capsys.readouterr().err
    assert not output.exists()


def test_decisions_of_people_are_kept(tmp_path):
    path, pins, output = tmp_path / "in.csv", tmp_path / "pins.csv", tmp_path / "out.csv"
    path.write_text(
        "record_id,first_name,last_name,date_of_birth\n1,Ann,Hughes,1991-12-30\n2,Ann,Hughes,1991-12-30\n3,Bo,Li,1980-01-02\n"
    )
    pins.write_text("record_id_l,record_id_r,is_same\n1,2,no\n1,3,yes\n")

    main(["people", "link", str(path), "--output", str(output), "--pins", str(pins)])

    clusters = {row["record_id"]: row["cluster_id"] for row in read(output)}
    assert clusters["1"] == clusters["3"] != clusters["2"]
