"""A package holds what its body owns and nothing else; whoever receives it finds what was altered."""

import pytest

from throughcare.access import commands as change_access
from throughcare.handover import commands, queries
from throughcare.handover.tests.conftest import silent
from throughcare.kernel.refusals import Refused


def test_a_package_is_whole_and_a_changed_byte_is_found_and_named(hand_over):
    place = hand_over("C04")
    assert queries.check(place, tell=silent).faults == ()
    path = place / "owned" / "probation_contact.parquet"
    written = bytearray(path.read_bytes())
    written[len(written) // 2] ^= 1
    path.write_bytes(written)

    found = queries.check(place, tell=silent)

    assert found.faults == (
        "owned/probation_contact.parquet: altered; its SHA-256 is not the one in the manifest",
    )


@pytest.mark.parametrize("name", ["manifest.json", "signature.json"])
def test_what_is_signed_cannot_be_altered(hand_over, name):
    place = hand_over("C04")
    path = place / name
    path.write_text(path.read_text().replace("1", "2", 1))

    with pytest.raises(Refused) as refused:
        queries.check(place, tell=silent)

    assert refused.value.codes == ("altered",)


@pytest.fixture
def all_handed_over(first_morning, tmp_path):
    place = tmp_path / "all"
    commands.hand_over_all(
        username="director",
        place=place,
        software="throughcare under test",
        now=first_morning.now,
        tell=silent,
        say=silent,
    )
    return place


def test_28_packages_and_what_stays_are_the_whole_once(first_morning, all_handed_over):
    with change_access.as_engine(now=first_morning.now):
        proof = queries.prove(all_handed_over, tell=silent)
    for l in proof.lines:
        print(l.table, l.packed.rows, l.stays.rows, l.whole.rows)
    assert len(proof.bodies) == 28
    assert [(line.table, line.faults) for line in proof.lines if line.faults] == []
    assert proof.faults == ()
