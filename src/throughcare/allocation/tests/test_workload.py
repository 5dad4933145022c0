from datetime import date
from decimal import Decimal

import pytest

from throughcare.allocation import weighting
from throughcare.allocation.rules.workload import (
    Capacity,
    Kind,
    Other,
    Sentenced,
    Weighed,
    available_points,
    capacity,
    kind_of,
    points_of_case,
    points_of_other,
    state_of_reduction,
)

DAY = date(2026, 6, 15)
RULES = weighting.weighting(on=DAY)


def points(kind, tier, **more: bool):
    return points_of_case(Weighed(kind=kind, tier=tier, **more), rules=RULES)


def test_acceptance_workload():
    total = (
        points(Kind.COMMUNITY, "B2")
        + points(Kind.LICENCE, "B2")
        + points(Kind.CUSTODY, "C1")
        + points_of_other(Other(reports={"fast": 1}), rules=RULES)
    )
    available = available_points(hours=Decimal(37), reduced_by=[Decimal("1.8")], rules=RULES)

    assert [total, available] == [Decimal(335), Decimal(2070)]
    assert capacity(total, available=available) == Capacity(
        points=Decimal(335), available=Decimal(2070), percent=Decimal("16.2")
    )


@pytest.mark.parametrize(
    ("hours", "reduced_by", "available"),
    [("37", "0", 2176), ("30", "1.8", 1658), ("10", "12", 0), ("0", "0", 0)],
)
def test_hours_leave_room_for_whole_points(hours, reduced_by, available):
    found = available_points(hours=Decimal(hours), reduced_by=[Decimal(reduced_by)], rules=RULES)

    assert found == available


@pytest.mark.parametrize(
    ("total", "available", "percent", "is_over"),
    [
        ("1000.5", "1000", "100.1", True),
        ("1000.4", "1000", "100.0", False),
        ("1000", "1000", "100.0", False),
        ("0", "0", None, False),
        ("1", "0", None, True),
    ],
)
def test_halves_are_rounded_up_and_over_is_over_a_hundred(total, available, percent, is_over):
    found = capacity(Decimal(total), available=Decimal(available))

    assert found.percent == (None if percent is None else Decimal(percent))
    assert found.is_over is is_over


def test_a_case_has_its_points_by_kind_and_tier_and_less_where_little_is_left():
    assert points(Kind.COMMUNITY, "A3") == 206
    assert points(Kind.LICENCE, "A3") == 219
    assert points(Kind.CUSTODY, "D0") == 0
    assert points(Kind.COMMUNITY, "A3", is_t2a=True) == 75
    assert points(Kind.COMMUNITY, "B2S") == 115
    assert points(Kind.COMMUNITY, None) == 0
    assert points(Kind.COMMUNITY, "MISSING") == 0
    assert points(Kind.COMMUNITY, "B2", is_overdue=True) == 0
    assert points(Kind.COMMUNITY, "B2", has_warrant=True) == 0
    assert points(Kind.COMMUNITY, "B2", is_unpaid_work_only=True) == 115


def test_work_beside_cases_adds_up_and_help_is_taken_off():
    other = Other(
        reports={"standard": 2, "parole": 1},
        arms={"community": 1, "licence": 1},
        support_for_others=["CMS03", "CMS03"],
        support_by_others=["CMS06"],
    )

    assert points_of_other(other, rules=RULES) == 2 * 138 + 120 + 69 + 35 + 2 * 18 - 26
    with pytest.raises(KeyError):
        points_of_other(Other(support_for_others=["NONE"]), rules=RULES)


@pytest.mark.parametrize(
    ("sentences", "kind"),
    [
        ([], Kind.COMMUNITY),
        ([("SP", DAY, "")], Kind.COMMUNITY),
        ([("SC", DAY, "D")], Kind.CUSTODY),
        ([("SC", DAY, "B")], Kind.LICENCE),
        ([("NC", DAY, "B")], Kind.CUSTODY),
        ([("SP", date(2027, 1, 1), ""), ("SC", DAY, "D")], Kind.COMMUNITY),
        ([("SP", date(2027, 1, 1), ""), ("SC", None, "D")], Kind.CUSTODY),
    ],
)
def test_the_sentence_that_ends_last_says_of_what_kind_a_case_is(sentences, kind):
    found = [
        Sentenced(type=code, ends_on=ends_on, custody_status=status)
        for code, ends_on, status in sentences
    ]

    assert kind_of(found, rules=RULES) is kind


@pytest.mark.parametrize(
    ("on", "is_deleted", "state"),
    [
        (date(2026, 6, 30), False, "scheduled"),
        (date(2026, 7, 1), False, "active"),
        (date(2026, 7, 31), False, "active"),
        (date(2026, 8, 1), False, "archived"),
        (date(2026, 7, 1), True, "deleted"),
    ],
)
def test_a_reduction_moves_with_the_date(on, is_deleted, state):
    found = state_of_reduction(
        starts_on=date(2026, 7, 1), ends_on=date(2026, 8, 1), is_deleted=is_deleted, on=on
    )

    assert found == state


def test_a_reduction_without_an_end_stays_and_every_published_reason_is_there():
    assert state_of_reduction(starts_on=DAY, ends_on=None, is_deleted=False, on=DAY) == "active"
    reasons = {each.code: (each.percent, each.months) for each in RULES.reductions}
    assert len(reasons) == 26
    assert (reasons["nqo"], reasons["pqip-1st-6-months"]) == ((20, 9), (80, 6))
