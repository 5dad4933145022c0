from dataclasses import replace

import pytest

from throughcare.audit.rules import ChainBooks, faults_of_chain

WHOLE = ChainBooks(
    chain=7,
    entries=9,
    last=9,
    altered=None,
    after_gap=None,
    before_gap=None,
    unlinked=None,
    head=9,
    is_head_last=True,
)


def told(**changes: object) -> list[str]:
    return [str(fault) for fault in faults_of_chain(replace(WHOLE, **changes))]  # type: ignore[arg-type]  # fields by name


def test_a_whole_chain_has_no_fault():
    assert told() == []


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"altered": 4}, ["chain 7, entry 4: altered"]),
        ({"altered": 4, "unlinked": 5}, ["chain 7, entry 4: altered"]),
        ({"altered": 4, "unlinked": 4}, ["chain 7, entry 4: altered"]),
        ({"unlinked": 5}, ["chain 7, entry 4: replaced by another"]),
        (
            {"after_gap": 4, "before_gap": 2, "unlinked": 4},
            ["chain 7, entry 3: removed"],
        ),
        (
            {"after_gap": 6, "before_gap": 2, "unlinked": 6},
            ["chain 7, entry 3: removed, and all up to 5"],
        ),
        ({"last": 8}, ["chain 7, entry 9: removed from the end, which is at 9"]),
        ({"last": 10}, ["chain 7, entry 10: inserted after the end, which is at 9"]),
        ({"is_head_last": False}, ["chain 7, entry 9: replaced by another"]),
        ({"is_head_last": False, "altered": 9}, ["chain 7, entry 9: altered"]),
        (
            {"altered": 8, "after_gap": 4, "before_gap": 2, "unlinked": 4},
            ["chain 7, entry 3: removed", "chain 7, entry 8: altered"],
        ),
    ],
)
def test_each_fault_is_named_once(changes, faults):
    assert told(**changes) == faults
