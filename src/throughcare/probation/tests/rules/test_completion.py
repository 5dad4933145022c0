"""Who qualifies for an early end by completion, and how licences go on."""

from dataclasses import replace
from datetime import date

import pytest

from throughcare.probation import limits as settings
from throughcare.probation.choices import LicenceState
from throughcare.probation.rules import completion, licences
from throughcare.probation.rules.licences import Condition, Matching, matching

COMMENCED, TODAY = date(2026, 5, 1), date(2026, 5, 1)
DONE = completion.Order(
    family="community",
    is_live=True,
    is_under_review=False,
    requirements_left=("Y",),
    objectives_left=0,
)


def against(order: completion.Order, *, commenced_on: date | None = COMMENCED) -> list[str]:
    found = completion.reasons_against_completion(order, commenced_on=commenced_on, today=TODAY)
    return [reason.code for reason in found]


def test_an_order_whose_requirements_are_done_qualifies_with_or_without_a_plan():
    assert against(DONE) == []
    assert against(replace(DONE, objectives_left=None)) == []
    assert against(replace(DONE, family="suspended")) == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"family": "determinate"}, "not-such-order"),
        ({"is_live": False}, "is-over"),
        ({"is_under_review": True}, "is-reviewed"),
        ({"requirements_left": ("Y", "F")}, "requirements-left"),
        ({"objectives_left": 1}, "objectives-left"),
    ],
)
def test_each_condition_stands_in_the_way_by_itself(facts, code):
    assert against(replace(DONE, **facts)) == [code]


def test_before_the_law_commences_nobody_qualifies():
    assert against(DONE, commenced_on=None) == ["not-commenced"]
    assert against(DONE, commenced_on=date(2026, 5, 2)) == ["not-commenced"]


def test_conditions_are_matched_whatever_their_spacing():
    kept = Condition(type="101", wording="Live at  the hostel")
    ended = Condition(type="107")
    new = Condition(type="107", sub_type="218")

    found = matching(
        [ended, kept], licence=[Condition(type="101", wording="live at the hostel"), new, new]
    )

    assert found == Matching(ended=(0,), added=(new,))


def test_every_state_of_a_licence_is_known_and_leads_to_known_ones():
    assert set(licences.MOVES) == {each.value for each in LicenceState}
    assert {to for moves in licences.MOVES.values() for to in moves} <= set(licences.MOVES)


def test_working_days_decide_when_a_licence_is_too_late_and_without_a_term_none_is():
    monday = date(2026, 6, 15)
    limits = settings.limits(commenced={})

    told = [
        licences.is_too_late(release_on=monday, today=day, limits=limits)
        for day in (date(2026, 6, 10), date(2026, 6, 11), date(2026, 6, 13))
    ]

    assert told == [False, True, True]
    assert not licences.is_too_late(release_on=monday, today=date(2009, 1, 1), limits=limits)
