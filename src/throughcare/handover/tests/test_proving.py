"""28 packages and what stays are the whole database, each record once; where they are not, the record is named."""

import shutil

import pytest

from throughcare.access import commands as change_access
from throughcare.audit.models import Entry
from throughcare.handover import commands, queries
from throughcare.handover.queries import sql
from throughcare.handover.tests.conftest import SOFTWARE, files_of, silent, stop_at


@pytest.fixture(scope="module")
def stopped(first_morning_once, tmp_path_factory):
    """Where all are handed over, and what was written there when that was stopped in the package of N03."""
    place = tmp_path_factory.mktemp("sets") / "all"
    with pytest.raises(KeyboardInterrupt):
        hand_over_all(place, now=first_morning_once.now, tell=stop_at("N03: probation_contact"))
    return place, files_of(place.with_name("all.begun"))


@pytest.fixture(scope="module")
def all_handed_over(stopped, first_morning_once):
    """All packages, gone on with after that."""
    place, _ = stopped
    hand_over_all(place, now=first_morning_once.now, tell=silent)
    return place


def hand_over_all(place, *, now, tell) -> None:
    commands.hand_over_all(
        username="director",
        place=place,
        software=SOFTWARE,
        now=now,
        tell=tell,
        say=silent,
    )


def prove(place, *, now) -> queries.Proof:
    with change_access.as_engine(now=now):
        return queries.prove(place, tell=silent)


def faults(proof: queries.Proof) -> dict[str, tuple[str, ...]]:
    return {line.table: line.faults for line in proof.lines if line.faults}


def test_28_packages_and_what_stays_are_the_whole_once(all_handed_over, first_morning):
    proof = prove(all_handed_over, now=first_morning.now)

    assert proof.holds
    assert len(proof.bodies) == 28
    people = next(line for line in proof.lines if line.table == "people_person")
    assert (people.packed.rows, people.stays.rows, people.whole.rows) == (480, 4_520, 5_000)
    contacts = next(line for line in proof.lines if line.table == "probation_contact")
    assert (contacts.packed.rows, contacts.stays.rows) == (52_800, 0)


def test_every_file_that_a_stopped_hand_over_wrote_is_kept(stopped, all_handed_over):
    _, before = stopped
    after = files_of(all_handed_over)

    assert {path: after[path] for path in before} == before
    assert {path.split("/")[0] for path in before} < {path.split("/")[0] for path in after}
    assert [path.name for path in all_handed_over.parent.iterdir()] == ["all"]
    assert [*all_handed_over.rglob(".*")] == []


def test_every_hand_over_is_in_the_trail(all_handed_over, first_morning):
    entries = Entry.objects.filter(action="handover.hand-over")

    assert entries.count() == 28


def test_records_altered_added_and_gone_since_are_named(all_handed_over, first_morning):
    sql.write("set constraints all immediate")
    ((altered, gone),) = sql.rows("select min(id), max(id) from probation_contact")
    sql.write("update probation_contact set notes = notes || '.' where id = %s", [altered])
    sql.write("delete from probation_appointment where contact_id = %s", [gone])
    sql.write("delete from probation_contact where id = %s", [gone])
    sql.write(
        "insert into probation_contact (case_id, number, type_id, starts_at, notes, is_sensitive, recorded_at, version)"
        " select case_id, 9999, type_id, starts_at, '', false, recorded_at, 1 from probation_contact where id = %s",
        [altered],
    )
    ((added,),) = sql.rows("select max(id) from probation_contact")

    found = faults(prove(all_handed_over, now=first_morning.now))

    lines = found["probation_contact"]
    assert [line for line in lines if line.startswith(f"row {gone} is in")] != []
    assert [line for line in lines if line.startswith(f"row {altered} is in")] != []
    assert f"row {added} is owned, and in no package" in lines
    assert len(lines) == 3


@pytest.mark.nightly
def test_a_package_that_is_there_twice_or_missing_is_named(
    all_handed_over, first_morning, tmp_path
):
    place = shutil.copytree(all_handed_over, tmp_path / "all")
    shutil.rmtree(place / "C04")
    shutil.copytree(place / "C05", place / "C04")

    proof = prove(place, now=first_morning.now)

    assert "C04: is the package of C05" in proof.faults
    cases = next(line for line in proof.lines if line.table == "probation_case").faults
    assert any("is in the packages of C04 and C05" in fault for fault in cases)
    assert any("is owned, and in no package" in fault for fault in cases)
