"""28 packages and what stays are the whole database, each record once."""

import pytest

from throughcare.audit.models import Entry
from throughcare.handover.tests.conftest import files_of, hand_over_all, prove, silent, stop_at
from throughcare.probation.models import Contact

pytestmark = pytest.mark.nightly  # 28 packages of a nation, twice: two minutes


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


def test_28_packages_and_what_stays_are_the_whole_once(all_handed_over, first_morning):
    proof = prove(all_handed_over, now=first_morning.now)

    assert proof.holds
    assert len(proof.bodies) == 28
    people = next(line for line in proof.lines if line.table == "people_person")
    assert (people.packed.rows, people.stays.rows, people.whole.rows) == (480, 4_520, 5_000)
    contacts = next(line for line in proof.lines if line.table == "probation_contact")
    assert (contacts.packed.rows, contacts.stays.rows) == (Contact.objects.count(), 0)
    assert contacts.packed.rows > 50_000


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
