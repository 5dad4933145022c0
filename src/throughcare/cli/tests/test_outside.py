"""`restructure outside` takes in a list, compares it at once, and says what differs; a bad file is told by line."""

import argparse
from pathlib import Path
from typing import Any

import pytest

from throughcare.access.tests.undoing import undone
from throughcare.cli import _outside
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.config.faults import Fault
from throughcare.kernel.refusals import Refused
from throughcare.restructure.models import OutsideList
from throughcare.restructure.tests import stages
from throughcare.restructure.tests.pages import REFERENCE
from throughcare.restructure.tests.sign_offs import ONE
from throughcare.restructure.tests.stages import EVE

TO_ONE = """
select f.reference from restructure_answer a join probation_case_facts f on f.item_id = a.item_id
join organisation_unitcode c on c.unit_id = a.to_owner_id and c.code = %s
where a.kind = 'case' order by 1
"""


def said(*words: str) -> dict[str, Any]:  # Any: a report, as JSON
    parser = argparse.ArgumentParser()
    _outside.arguments(parser.add_subparsers(dest="part"))
    return _outside.report(parser.parse_args(["outside", REFERENCE, *words]))


@pytest.fixture(scope="module")
def staged_once(a_nation):
    with a_nation(*stages.STAGED), undone():
        yield stages.latest(now=EVE)


@pytest.fixture
def staged(staged_once, settings):
    settings.DEMONSTRATION = True
    with undone():
        change_clock.set_moment(moment=EVE, now_real=clock.machine_now())
        yield staged_once


def test_a_list_handed_in_before_the_day_is_held_against_what_is_staged(staged, tmp_path: Path):
    references = [reference for (reference,) in staged.rows(TO_ONE, ONE)]
    file = tmp_path / "list.csv"
    file.write_text("\n".join(["reference", *references[1:], "ZZ9999Z"]), encoding="utf-8")

    found = said(str(file), "--from", ONE, "--as", "planner")

    (told,) = found["lists"]
    assert told == {
        "body": ONE,
        "lines": len(references),
        "differences": 2,
        "owed by a day": 0,
        "first": f"{references[0]} missing-there; ZZ9999Z missing-here",
    }
    assert ONE not in found["without a list"]
    assert said("--as", "planner")["lists"] == [told]
    with pytest.raises(Fault, match="only the programme"):
        said("--as", "officer.future-crc")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--from", ONE, "--as", "planner"), "with a file, --from BODY and --as USERNAME"),
        (("no-such-file.csv", "--from", ONE, "--as", "planner"), "There is no file"),
        (("no-such-file.csv", "--from", ONE, "--as", "nobody"), "no active account nobody"),
    ],
)
def test_what_is_wrong_with_the_words_is_told(staged, words, says):
    with pytest.raises(Fault, match=says):
        said(*words)

    assert not OutsideList.objects.exists()


def test_a_bad_file_is_told_by_line_and_nothing_is_kept(staged, tmp_path: Path):
    file = tmp_path / "list.csv"
    file.write_text("reference\nX1\nX1\n", encoding="utf-8")

    with pytest.raises(Refused) as refused:
        said(str(file), "--from", ONE, "--as", "planner")
    with pytest.raises(Fault, match="may not do this"):
        said(str(file), "--from", ONE, "--as", "officer.future-crc")

    assert [each.sentence for each in refused.value.reasons] == [
        "Line 3: X1 stands in line 2 already."
    ]
    assert not OutsideList.objects.exists()
