"""From rows to people: how well, whatever the order, and with nothing lost."""

from random import Random

import pytest

from throughcare.linkage import commands as linkage
from throughcare.linkage.tests.records import TODAY, WHOLE, invented


@pytest.fixture(scope="module")
def linked():
    return linkage.link(invented(4_000, 21)[0], today=TODAY)


def test_records_are_linked_as_well_as_is_asked_without_labels(linked):
    rows, truth = invented(4_000, 21)

    found = linkage.quality(linked.clusters(), truth=truth)

    assert sorted(linked.clusters()) == sorted(row["record_id"] for row in rows)
    assert found.precision >= 0.998
    assert found.recall >= 0.968
    assert found.cluster_f1 >= 0.950
    assert found.b_cubed_f1 >= 0.989
    assert found.people_merged <= 0.005  # six of 1,213 people; 0.003 is held to at 100,000 records


def test_the_order_of_rows_changes_nothing(linked):
    rows = list(invented(4_000, 21)[0])
    Random(1).shuffle(rows)  # noqa: S311  dice

    again = linkage.link(rows, today=TODAY)

    assert again.clusters() == linked.clusters()
    assert again.questions == linked.questions


def test_placeholders_never_meet():
    rows = [
        {
            "record_id": str(at),
            "first_name": "Unknown",
            "last_name": "UNKNOWN",
            "date_of_birth": "01/01/1900",
            "sex": "M",
            "postcodes": "ZZ99 3VZ",
        }
        for at in range(300)
    ]

    found = linkage.link(rows, today=TODAY)

    assert (found.pairs, len(set(found.clusters().values()))) == (0, 300)


def test_one_person_in_each_of_43_systems_is_one():
    rows = [WHOLE | {"record_id": str(at), "source_system": f"S{at}"} for at in range(43)]

    found = linkage.link(rows, today=TODAY)

    assert len(set(found.clusters().values())) == 1


def test_a_decision_is_kept_whatever_the_weights_say():
    rows = [WHOLE | {"record_id": str(at)} for at in range(3)]

    found = linkage.link(rows, today=TODAY, apart=[("0", "1")]).clusters()

    assert found["0"] != found["1"]


def test_a_tenth_more_records_split_no_group_of_before():
    rows = invented(3_000, 41)[0]
    before = linkage.link(rows[:2_700], today=TODAY).clusters()

    after = linkage.link(rows, today=TODAY, known=before).clusters()

    assert {after[record] for record in before} <= set(before.values())
    assert len({(before[record], after[record]) for record in before}) == len(set(before.values()))
