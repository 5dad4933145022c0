"""What is there of a record, what does not apply and what is missing, before it goes elsewhere."""

from dataclasses import replace

import pytest

from throughcare.probation.rules.handing_over import Facts, Standing, items, missing

WHOLE = Facts(
    has_address=True,
    is_verified=True,
    is_reachable=True,
    interpreter_said=True,
    sentences=1,
    sentences_unfinished=0,
    rosh_known=True,
    mappa_known=True,
    staff_risk_said=True,
    late_reviews=0,
    has_plan=True,
    steps_overdue=0,
    without_outcome=0,
    is_booked_ahead=True,
    enforcement_open=0,
    answers_waiting=0,
    doubts_open=0,
)


def test_nothing_is_missing_of_a_whole_record():
    assert missing(items(WHOLE)) == ()
    assert {each.standing for each in items(WHOLE)} == {Standing.PRESENT}


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"is_verified": False}, "address-verified", "The main address is not verified"),
        ({"is_reachable": False}, "reachable", "No telephone number or e-mail address is recorded"),
        (
            {"interpreter_said": False},
            "interpreter",
            "It is not said whether an interpreter is needed",
        ),
        ({"rosh_known": False}, "rosh", "The risk of serious harm is not known"),
        ({"mappa_known": False}, "mappa", "It is not said whether MAPPA applies"),
        ({"staff_risk_said": False}, "staff-risk", "The risk to staff is not said"),
        ({"late_reviews": 1}, "reviews", "1 review of a flag is overdue"),
        ({"late_reviews": 2}, "reviews", "2 reviews of flags are overdue"),
        ({"sentences_unfinished": 1}, "sentence-ends", "A sentence has no end date"),
        ({"has_plan": False}, "plan", "There is no sentence plan"),
        ({"steps_overdue": 3}, "plan-steps", "3 steps of the plan are overdue"),
        ({"doubts_open": 1}, "custody", "1 report of a prison waits for somebody"),
        ({"without_outcome": 2}, "outcomes", "2 appointments have no outcome"),
        ({"is_booked_ahead": False}, "next-appointment", "No appointment is booked ahead"),
        ({"enforcement_open": 1}, "enforcement", "1 breach, recall or warning is open"),
        ({"answers_waiting": 1}, "answers", "1 action on a failure waits for an answer"),
    ],
)
def test_each_gap_is_told_alone(changed, code, words):
    (gap,) = missing(items(replace(WHOLE, **changed)))

    assert (gap.code, gap.words) == (code, words)


def test_of_somebody_without_an_address_it_is_not_asked_whether_it_is_verified():
    checked = {
        each.code: each for each in items(replace(WHOLE, has_address=False, is_verified=None))
    }

    assert checked["address"].standing is Standing.MISSING
    assert checked["address-verified"].standing is Standing.NOT_APPLICABLE


def test_before_sentence_no_plan_is_missing():
    checked = {each.code: each for each in items(replace(WHOLE, sentences=0, has_plan=False))}

    assert [checked[code].standing for code in ("sentence-ends", "plan", "plan-steps")] == [
        Standing.NOT_APPLICABLE
    ] * 3
