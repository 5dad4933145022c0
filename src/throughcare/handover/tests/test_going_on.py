"""A hand-over that was stopped is gone on with: what it wrote is kept where the rows are as they were. One at a time does it."""

import fcntl
import json
import os
import shutil
from pathlib import Path

import duckdb
import pytest
from django.db import DEFAULT_DB_ALIAS, connections

from throughcare.access import commands as change_access
from throughcare.access.models import Account
from throughcare.access.tests.undoing import undone
from throughcare.audit.models import Entry
from throughcare.handover import queries
from throughcare.handover.commands import turns
from throughcare.handover.queries import owners, parquet
from throughcare.handover.tests.conftest import SOFTWARE, files_of, hand_over, silent, stop_at
from throughcare.kernel.refusals import Refused
from throughcare.probation.models import Contact
from throughcare.restructure.tests.stages import FIRST_MORNING


def ids_of(path: Path) -> list[int]:
    with duckdb.connect() as connection:
        found = connection.execute(f"select id from {parquet.source(path)} order by 1").fetchall()
    return [number for (number,) in found]


def faults_of(place: Path) -> tuple[str, ...]:
    return queries.check(place, tell=silent).faults


@pytest.fixture(scope="module")
def stopped_once(first_morning_once, tmp_path_factory):
    """What is there of the package of C17, stopped when all of its files were written."""
    place = tmp_path_factory.mktemp("stopped") / "C17"
    begun = place.with_name("C17.begun")
    said: list[str] = []
    with undone():
        with pytest.raises(KeyboardInterrupt):
            hand_over("C17", place=place, tell=stop_at("C17: done"), say=said.append)
        assert said[1] == (
            f"What is written so far is at {begun}. Run this again to go on with it, or delete it."
        )
        yield begun


@pytest.fixture
def stopped(stopped_once, first_morning, tmp_path):
    """The same, to go on with: files are as old as they were."""
    return shutil.copytree(stopped_once, tmp_path / "C17.begun")


def test_what_was_changed_since_is_written_again_and_nothing_else(stopped, tmp_path):
    before = files_of(stopped)
    path = "owned/probation_contact.parquet"
    Contact.objects.filter(pk=ids_of(stopped / path)[0]).update(notes="Said since.")

    place = hand_over("C17", place=tmp_path / "C17")

    after = files_of(place)
    assert sorted(after) == sorted(before)
    assert [each for each in before if after[each] != before[each]] == [path]
    assert faults_of(place) == ()


def test_whoever_goes_on_is_told_so(stopped, tmp_path):
    said: list[str] = []

    place = hand_over("C17", place=tmp_path / "C17", say=said.append)

    assert said[0] == (
        f"An earlier hand-over was stopped before it was done. What it wrote at {stopped} "
        "is kept where the rows are as they were."
    )
    assert said[1].startswith("Needs ")
    assert [path.name for path in tmp_path.iterdir()] == ["C17"]
    assert faults_of(place) == ()


def test_files_that_were_altered_or_are_no_part_of_it_do_not_stay(stopped, tmp_path):
    path = stopped / "owned" / "people_name.parquet"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    (stopped / "owned" / "more.parquet").write_bytes(b"more")

    place = hand_over("C17", place=tmp_path / "C17")

    assert (place / "owned" / "people_name.parquet").read_bytes() == whole
    assert faults_of(place) == ()


def test_a_note_that_was_cut_off_notes_nothing_and_spoils_no_other(stopped, tmp_path):
    notes = stopped / ".written"
    *lines, last = notes.read_text().splitlines()
    notes.write_text("\n".join([*lines, last[:-9]]))
    before = files_of(stopped)
    cut_off = json.loads(last)["path"]

    with pytest.raises(KeyboardInterrupt):
        hand_over("C17", place=tmp_path / "C17", tell=stop_at("C17: done"))

    after = files_of(stopped)
    assert [each for each in before if after[each] != before[each]] == [cut_off]
    hand_over("C17", place=tmp_path / "C17")
    assert files_of(tmp_path / "C17") == after


@pytest.mark.parametrize("of", ["another database", "another release", "nobody"])
def test_what_another_database_or_release_left_is_not_gone_on_with(stopped, tmp_path, of):
    before, begun = files_of(stopped), stopped / ".begun"
    if of == "another database":
        begun.write_text(begun.read_text().replace('"token": "', '"token": "0'))
    if of == "nobody":
        begun.unlink()
    software = "another" if of == "another release" else SOFTWARE
    said: list[str] = []

    place = hand_over("C17", place=tmp_path / "C17", software=software, say=said.append)

    after = files_of(place)
    assert said[0] == (
        f"Nobody can tell whose it is what is at {stopped}. It is written again."
        if of == "nobody"
        else f"What is at {stopped} is of another database or release. It is written again."
    )
    assert [path for path in before if after[path] == before[path]] == []


def test_the_trail_says_that_one_was_begun_though_it_was_stopped(stopped):
    (begun,) = Entry.objects.filter(action="handover.begin")

    assert begun.account_id == Account.objects.get(username="director").pk
    assert "C17" in begun.subject_references
    assert not Entry.objects.filter(action="handover.hand-over").exists()


def test_a_second_hand_over_to_one_place_is_told_who_writes_there_and_leaves_it_alone(
    stopped, tmp_path
):
    before = files_of(stopped)
    line = os.open(stopped, os.O_RDONLY)
    fcntl.flock(line, fcntl.LOCK_EX)

    with pytest.raises(Refused) as refused:
        hand_over("C17", place=tmp_path / "C17")

    os.close(line)
    assert str(refused.value) == (
        f"A hand-over to {tmp_path / 'C17'} is under way: director is writing it since "
        "1 June 2014, 09:00:00 BST. Wait until it has ended."
    )
    assert files_of(stopped) == before


def test_a_second_hand_over_of_one_body_to_another_place_is_told_who_does_it(
    stopped, tmp_path, monkeypatch
):
    monkeypatch.setattr(turns, "_SOON", "20ms")
    with change_access.as_engine(now=FIRST_MORNING):
        (unit_id,) = [body.unit_id for body in owners.bodies() if body.code == "C17"]
    line = connections[DEFAULT_DB_ALIAS].copy()
    with line.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(hashtext('handover'), %s)", [unit_id])

    with pytest.raises(Refused) as refused:
        hand_over("C17", place=tmp_path / "elsewhere")

    with line.cursor() as cursor:
        cursor.execute("select pg_advisory_unlock_all()")
    line.close()
    assert str(refused.value) == (
        "A hand-over of C17 is under way: Tina Bailey is doing it since "
        "1 June 2014, 09:00:00 BST. Wait until it has ended."
    )
    assert [path.name for path in tmp_path.iterdir()] == ["C17.begun"]
    assert faults_of(hand_over("C17", place=tmp_path / "elsewhere")) == ()
