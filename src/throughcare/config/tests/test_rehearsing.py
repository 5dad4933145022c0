"""What is held against what at the end of a rehearsal."""

import time

import pytest

from throughcare.config.rehearsing import _Timing
from throughcare.rehearsal.rules.parts import LIMITS, Severity


@pytest.mark.parametrize(
    ("after", "astray", "where"),
    [
        ({"case": (2, "7")}, [], []),
        ({"case": (2, "8")}, [], ["case"]),
        ({}, [], ["case"]),
        ({"case": (2, "7")}, [5, 9], ["chain 5", "chain 9"]),
    ],
)
def test_a_restore_that_differs_or_whose_trail_is_another_is_a_defect(after, astray, where):
    timing = _Timing(limits=LIMITS)

    timing.restored(time.perf_counter(), before={"case": (2, "7")}, after=after, astray=astray)

    assert [(each.part, each.where) for each in timing.defects] == [
        ("restore", each) for each in where
    ]
    assert {each.severity for each in timing.defects} <= {Severity.HIGH}
    assert [part.is_done for part in timing.parts] == [not where]
