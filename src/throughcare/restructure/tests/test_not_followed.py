"""What changed before the switch and was not followed is found after it, by reading the records again."""

import pytest

from throughcare.access import commands as change_access
from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.queries.reconciliation import rereading
from throughcare.restructure.tests.stages import INSTANT
from throughcare.restructure.tests.test_between import note_in_trail
from throughcare.restructure.tests.test_rereading import OF_A_COMPANY, found, raise_risk


@pytest.mark.parametrize("is_in_trail", [True, False])
def test_what_was_not_followed_before_the_switch_is_found_whatever_the_trail_says(
    *, staged, is_in_trail
):
    staged.sign(Gate.GO)
    ((item, crn, risk),) = staged.rows(OF_A_COMPANY, staged.plan_id)
    raise_risk(item)
    if is_in_trail:
        note_in_trail(staged, "risk.changed", {item: f"probation.RiskProfile/{risk}"})
    live = staged.at(INSTANT)
    live.done(Step.SWITCH)

    assert [subject for subject, _ in found(live)] == [f"case {crn}"]


@pytest.mark.parametrize(
    ("action", "altered"),
    [
        ("contact.recorded", ""),
        ("draft.saved", "probation.Draft/1"),
        ("outcome.recorded", "probation.Appointment/1"),
    ],
)
def test_what_was_not_followed_is_not_hidden_by_what_is_written_of_the_case_since(
    staged, action, altered
):
    staged.sign(Gate.GO)
    ((item, crn, _),) = staged.rows(OF_A_COMPANY, staged.plan_id)
    raise_risk(item)
    live = staged.at(INSTANT)
    live.done(Step.SWITCH)

    note_in_trail(live, action, {item: altered})

    assert [subject for subject, _ in found(live)] == [f"case {crn}"]


def test_what_rules_read_is_what_accounts_for_another_answer(eve):
    with change_access.as_engine(now=eve.now):
        named = rereading.followed()

    assert {
        *("probation.RiskProfile", "probation.Sentence", "probation.Tie", "probation.Case"),
        *("probation.CaseAssignment", "people.Address"),
    } <= named
    assert not named & {"probation.Contact", "probation.Draft", "probation.Appointment"}
