"""Legal limits, on both sides of each day on which they changed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from throughcare.probation import limits as settings
from throughcare.probation.rules.lengths import Length
from throughcare.probation.rules.limits import Duty, Ordered, cautions, expected_end

BEFORE_2026, FROM_2026 = date(2026, 3, 21), date(2026, 3, 22)
BEFORE_2022, FROM_2022 = date(2022, 6, 27), date(2022, 6, 28)


def months(number: int) -> Length:
    return Length(number=number, unit="months")


def codes(ordered: Ordered, *, commenced: date | None = None) -> list[str]:
    limits = settings.limits(commenced={settings.SENTENCING_ACT_2026: commenced})
    return [caution.code for caution in cautions(ordered, limits=limits)]


def order(family: str, on: date, **facts: Any) -> Ordered:  # Any: as the rule has it
    return Ordered(
        family=family, imposed_on=on, punitive=settings.punitive(), has_fine=True, **facts
    )


def duty(code: str, *, on: date, **facts: Any) -> Duty:  # Any: as the rule has it
    return Duty(number=1, code=code, starts_on=on, **facts)


@pytest.mark.parametrize(
    ("ordered", "expected"),
    [
        (order("community", FROM_2026, length=months(36)), []),
        (order("community", FROM_2026, length=months(37)), ["community-length"]),
        (order("community", FROM_2026, length=Length(number=3, unit="years")), []),
        (order("suspended", BEFORE_2026, second=months(24)), []),
        (order("suspended", BEFORE_2026, second=months(25)), ["suspended-term"]),
        (order("suspended", FROM_2026, second=months(36)), []),
        (order("suspended", FROM_2026, second=months(37)), ["suspended-term"]),
        (order("suspended", FROM_2026, second=Length(number=14, unit="days")), []),
        (order("suspended", FROM_2026, second=Length(number=13, unit="days")), ["suspended-term"]),
        (order("suspended", BEFORE_2026, length=months(24)), []),
        (order("suspended", BEFORE_2026, length=months(25)), ["suspended-supervision"]),
        (order("suspended", FROM_2026, length=months(36)), []),
        (order("suspended", FROM_2026, length=months(37)), ["suspended-supervision"]),
        (order("suspended", FROM_2026, length=months(5)), ["suspended-supervision"]),
        (order("deferred", BEFORE_2026, length=months(6)), []),
        (order("deferred", BEFORE_2026, length=months(7)), ["deferment"]),
        (order("deferred", FROM_2026, length=months(12)), []),
        (order("deferred", FROM_2026, length=months(13)), ["deferment"]),
        (order("determinate", BEFORE_2026, length=months(12)), []),
        (order("determinate", FROM_2026, length=months(12)), ["custody-to-be-suspended"]),
        (order("determinate", FROM_2026, length=months(13)), []),
        (order("determinate", FROM_2026, length=months(12), convicted_on=BEFORE_2026), []),
        (order("determinate", FROM_2026), []),
        (order("indeterminate", FROM_2026), []),
    ],
)
def test_lengths_are_held_to_the_law_of_their_day(ordered, expected):
    assert codes(ordered) == expected


@pytest.mark.parametrize(
    ("code", "on", "facts", "expected"),
    [
        ("M", BEFORE_2022, {"daily_hours": Decimal(16)}, []),
        ("M", BEFORE_2022, {"daily_hours": Decimal("16.5")}, ["curfew-daily:1"]),
        ("M", FROM_2022, {"daily_hours": Decimal(20)}, []),
        ("RM49", FROM_2022, {"daily_hours": Decimal("20.5")}, ["curfew-daily:1"]),
        ("M", FROM_2022, {"daily_hours": Decimal("1.5")}, ["curfew-daily:1"]),
        ("M", BEFORE_2022, {"weekly_hours": Decimal(113)}, []),
        ("M", FROM_2022, {"weekly_hours": Decimal(112)}, []),
        ("M", FROM_2022, {"weekly_hours": Decimal(113)}, ["curfew-weekly:1"]),
        ("M", BEFORE_2022, {"length": 12}, []),
        ("M", BEFORE_2022, {"length": 13}, ["curfew-months:1"]),
        ("M", FROM_2022, {"length": 24}, []),
        ("M", FROM_2022, {"length": 25}, ["curfew-months:1"]),
        ("X", FROM_2022, {"length": 24}, []),
        ("X", FROM_2022, {"length": 25}, ["exclusion-months:1"]),
        ("T", FROM_2022, {"length": 120}, []),
        ("T", FROM_2022, {"length": 121}, ["abstinence-days:1"]),
        ("N", FROM_2022, {"length": 36 * 60, "daily_hours": Decimal(3)}, []),
        ("N", FROM_2022, {"length": 37 * 60}, ["attendance-hours:1"]),
        ("N", FROM_2022, {"length": 11 * 60}, ["attendance-hours:1"]),
        ("N", FROM_2022, {"daily_hours": Decimal(4)}, ["attendance-daily:1"]),
        ("RM53", FROM_2022, {"length": 12}, []),
        ("RM53", FROM_2022, {"length": 13}, ["travel-months:1"]),
        ("F", FROM_2022, {"length": 500}, []),
        ("W", FROM_2022, {"length": 40 * 60}, []),
        ("W", FROM_2022, {"length": 39 * 60}, ["unpaid-work-hours"]),
        ("W", FROM_2022, {"length": 300 * 60}, []),
        ("W", FROM_2022, {"length": 301 * 60}, ["unpaid-work-hours"]),
    ],
)
def test_requirements_are_held_to_the_law_of_their_day(code, on, facts, expected):
    assert codes(order("community", on, requirements=(duty(code, on=on, **facts),))) == expected


def test_hours_of_unpaid_work_are_counted_together():
    work = [Duty(number=n, code="W", starts_on=FROM_2026, length=200 * 60) for n in (1, 2)]

    assert codes(order("community", FROM_2026, requirements=(work[0],))) == []
    assert codes(order("community", FROM_2026, requirements=tuple(work))) == ["unpaid-work-hours"]


def test_a_community_order_punishes_or_is_beside_a_fine():
    plain = Ordered(family="community", imposed_on=FROM_2022, punitive=settings.punitive())
    before = Ordered(family="community", imposed_on=date(2013, 12, 10))
    with_work = Ordered(
        family="community",
        imposed_on=FROM_2022,
        punitive=settings.punitive(),
        requirements=(duty("W", on=FROM_2022, length=6000),),
    )

    assert [codes(each) for each in (plain, before, with_work)] == [
        ["community-punishment"],
        [],
        [],
    ]


@pytest.mark.parametrize(
    ("ends_on", "commenced", "expected"),
    [
        (date(2027, 3, 8), None, []),
        (date(2027, 3, 7), None, ["unpaid-work-order"]),
        (date(2027, 3, 7), date(2026, 3, 10), ["unpaid-work-order"]),
        (date(2027, 3, 7), date(2026, 3, 9), []),
    ],
)
def test_an_order_with_unpaid_work_lasts_a_year_until_that_was_repealed(
    ends_on, commenced, expected
):
    on = date(2026, 3, 9)
    ordered = order("community", on, ends_on=ends_on, requirements=(duty("W", on=on, length=6000),))

    assert codes(ordered, commenced=commenced) == expected


def test_a_requirement_ends_with_the_order_and_as_its_length_has_it():
    on = date(2026, 3, 9)
    curfew = duty("M", on=on, length=3, expected_ends_on=date(2026, 6, 8))
    late = duty("M", on=on, length=3, expected_ends_on=date(2026, 6, 9))
    abstinence = duty("T", on=on, length=30, expected_ends_on=date(2026, 4, 7))

    def checked(each: Duty, ends_on: date) -> list[str]:
        return codes(order("community", on, ends_on=ends_on, requirements=(each,)))

    assert checked(curfew, date(2026, 6, 8)) == []
    assert checked(late, date(2026, 6, 8)) == ["ends-after-order:1", "end-by-length:1"]
    assert checked(abstinence, date(2027, 3, 8)) == []
    assert expected_end(duty("F", on=on, length=30)) is None
    assert expected_end(duty("M", on=on)) is None


def test_what_a_type_usually_is_is_warned_of_too():
    short = order("determinate", BEFORE_2026, length=months(11), shortest=months(12))
    long = order("determinate", BEFORE_2026, length=months(24), longest=months(12))
    within = order(
        "determinate", BEFORE_2026, length=months(12), shortest=months(12), longest=months(12)
    )

    assert [codes(each) for each in (short, long, within)] == [
        ["type-shortest"],
        ["type-longest"],
        [],
    ]


def test_before_there_was_a_limit_nothing_is_warned_of():
    assert codes(order("community", date(2005, 4, 3), length=months(60))) == []


def test_each_warning_says_what_is_wrong_and_where_the_law_says_so():
    limits = settings.limits(commenced={})
    (found,) = cautions(order("suspended", FROM_2026, second=months(37)), limits=limits)

    assert found.sentence == (
        "A term of custody that is suspended is at most 36 months: 37 months was entered."
    )
    assert found.source == "Sentencing Act 2020 (c. 17), s 277; Sentencing Act 2026"
