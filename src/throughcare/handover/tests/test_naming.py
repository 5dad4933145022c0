"""Where packages and what stays are not the whole database, each record that is amiss is named."""

import shutil

import pytest

from throughcare.access.tests.small_nation import NOW, officer, person_with_case, unit_of
from throughcare.handover import queries
from throughcare.handover.tests.conftest import hand_over_all, prove, silent
from throughcare.probation.models import Case, Contact


@pytest.fixture
def cases(db) -> dict[str, Case]:
    """The case of each of two companies, one of which has a director. A package takes as long however little it holds."""
    units = {code: unit_of(code, kind="crc") for code in ("C05", "C11")}
    officer("director", owner=units["C05"], holder=units["C05"], role="director")
    return {
        code: person_with_case(f"X00000{number}", owner=unit, holder=unit)
        for number, (code, unit) in enumerate(units.items())
    }


@pytest.fixture
def all_handed_over(cases, tmp_path):
    place = tmp_path / "all"
    hand_over_all(place, now=NOW, tell=silent)
    return place


def faults(proof: queries.Proof) -> dict[str, tuple[str, ...]]:
    return {line.table: line.faults for line in proof.lines if line.faults}


def test_records_altered_added_and_gone_since_are_named(all_handed_over, cases):
    altered = Contact.objects.get(case=cases["C05"])
    Contact.objects.filter(pk=altered.pk).update(notes="Said since.")
    gone = Contact.objects.get(case=cases["C11"])
    Contact.objects.filter(pk=gone.pk).delete()
    added = Contact.objects.create(
        case=cases["C11"], number=2, type=altered.type, starts_at=NOW, recorded_at=NOW
    )

    found = faults(prove(all_handed_over, now=NOW))

    assert found == {
        "probation_contact": (
            f"row {gone.pk} is in the package of C11, and not here",
            f"row {altered.pk} is in the package of C05, and is not what it is here",
            f"row {added.pk} is owned, and in no package",
        )
    }


def test_a_package_that_is_there_twice_or_missing_is_named(all_handed_over, cases):
    shutil.rmtree(all_handed_over / "C11")
    shutil.copytree(all_handed_over / "C05", all_handed_over / "C11")

    proof = prove(all_handed_over, now=NOW)

    twice, nowhere = (cases[code].pk for code in ("C05", "C11"))
    assert "C11: is the package of C05" in proof.faults
    assert faults(proof)["probation_case"] == (
        f"row {twice} is in the packages of C05 and C11",
        f"row {nowhere} is owned, and in no package",
    )


def test_a_package_that_is_not_there_is_named(all_handed_over):
    shutil.rmtree(all_handed_over / "C11")

    proof = prove(all_handed_over, now=NOW)

    assert "C11: its package is not there" in proof.faults
    assert not proof.holds
