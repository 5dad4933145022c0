from datetime import date
from typing import Any

import pytest

from throughcare.probation.rules.registrations import (
    Ending,
    Flag,
    Left,
    Setting,
    ended_by,
    headline,
    highest,
    left_at_the_end,
    set_by_assessment,
)

DAY = date(2026, 2, 1)


def flag(code, **more: Any):  # Any: facts of a flag
    return Flag(type=code, starts_on=DAY, **more)


@pytest.mark.parametrize(
    ("colours", "found"),
    [
        ([], ""),
        (["", ""], ""),
        (["white", "green"], "green"),
        (["green", "amber", "white"], "amber"),
        (["amber", "red", ""], "red"),
    ],
)
def test_the_headline_is_the_highest_colour(colours, found):
    assert headline(colours) == found


def test_one_of_a_group_ends_the_others_and_nothing_outside_it():
    active = [flag("RMRH", group="ROSH"), flag("RCHD"), flag("MAPP", group="MAPPA")]

    assert ended_by("ROSH", active=active, type_code="RHRH") == [active[0]]
    assert ended_by("ROSH", active=active, type_code="RMRH") == []
    assert ended_by("", active=active, type_code="WEAP") == []


def test_the_highest_risk_of_several_counts():
    assert highest(["medium", "very high", "low"]) == "very high"
    assert highest([]) is None


def test_an_assessment_sets_rosh_starts_what_is_not_low_and_ends_what_is():
    found = set_by_assessment(
        rosh="high",
        risks={"children": "low", "public": "high", "staff": "low", "prisoners": "medium"},
        active=[flag("RCHD"), flag("REG17", level="M"), flag("REG15", level="H")],
    )

    assert list(found) == [
        Setting(type="RHRH"),
        Ending(type="RCHD"),
        Setting(type="REG16", level="M"),
        Setting(type="REG17", level="H"),
    ]


def test_an_assessment_of_a_level_that_nobody_knows_is_a_fault():
    with pytest.raises(KeyError):
        list(set_by_assessment(rosh="grave", risks={}, active=[]))


@pytest.mark.parametrize(
    ("at_termination", "is_life", "is_ended"),
    [
        ("keep", False, False),
        ("remove", False, True),
        ("remove", True, True),
        ("remove_except_life", False, True),
        ("remove_except_life", True, False),
    ],
)
def test_the_end_of_supervision_does_what_the_type_says(at_termination, is_life, is_ended):
    active = [flag("SPO", at_termination=at_termination, may_become_alert=True)]

    assert left_at_the_end(active=active, has_life_sentence=is_life) == [
        Left(type="SPO", is_ended=is_ended, may_become_alert=is_ended)
    ]


def test_a_flag_of_life_is_as_good_as_the_sentence_and_historic_flags_are_left_alone():
    active = [
        flag("INLL", at_termination="keep"),
        flag("ARSO", at_termination="remove_except_life"),
        flag("HREG"),
    ]

    assert left_at_the_end(active=active, has_life_sentence=False) == [
        Left(type="INLL", is_ended=False, may_become_alert=False),
        Left(type="ARSO", is_ended=False, may_become_alert=False),
    ]
