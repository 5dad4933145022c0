"""Until the switch nobody keeps what a body that goes on still has; what was written ahead opens nothing."""

from datetime import timedelta

from throughcare.restructure.tests.stages import EVE
from throughcare.restructure.tests.test_archive import closed_case, readers


def test_before_the_day_everybody_reads_what_they_did(eve):
    case_id, _ = closed_case(eve)
    before = readers(eve, case_id)
    eve.stage()

    assert readers(eve.at(EVE + timedelta(minutes=1)), case_id) == before
