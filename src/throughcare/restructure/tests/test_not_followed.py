"""What changed before the switch and was not followed is found after it, by reading the records again."""

import pytest

from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.tests.conftest import INSTANT
from throughcare.restructure.tests.test_between import note_in_trail
from throughcare.restructure.tests.test_rereading import OF_A_COMPANY, found, raise_risk


@pytest.mark.parametrize("is_in_trail", [True, False])
def test_what_was_not_followed_before_the_switch_is_found_whatever_the_trail_says(
    *, eve, is_in_trail
):
    eve.stage().sign(Gate.GO)
    ((item, crn, risk),) = eve.rows(OF_A_COMPANY, eve.plan_id)
    raise_risk(item)
    if is_in_trail:
        note_in_trail(eve, "risk.changed", {item: f"probation.RiskProfile/{risk}"})
    live = eve.at(INSTANT)
    live.done(Step.SWITCH)

    assert [subject for subject, _ in found(live)] == [f"case {crn}"]
