"""Arithmetic with days, at the edges of months and years."""

from datetime import date, timedelta
from fractions import Fraction as Exact

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.sentences.rules.dates import (
    PARTS,
    Duration,
    Fraction,
    added,
    days_in_runs,
    days_of,
    end,
    period,
    plus_months,
    plus_years,
    share,
    total,
)

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
DURATIONS = st.builds(
    Duration,
    years=st.integers(0, 12),
    months=st.integers(0, 30),
    weeks=st.integers(0, 30),
    days=st.integers(0, 90),
)


@pytest.mark.parametrize(
    ("start", "duration", "last"),
    [
        # from the 1st, a term of months ends with a month, however long the month it began in
        (date(2024, 2, 1), Duration(months=1), date(2024, 2, 29)),
        (date(2023, 2, 1), Duration(years=1), date(2024, 1, 31)),
        (date(2023, 3, 1), Duration(years=1), date(2024, 2, 29)),
        (date(2025, 1, 1), Duration(months=1, days=3), date(2025, 2, 3)),
        # from any other day, the day before it moves on, and is clamped to a month that is too short
        (date(2024, 3, 31), Duration(months=1), date(2024, 4, 30)),
        (date(2024, 1, 31), Duration(months=1), date(2024, 2, 29)),
        (date(2023, 1, 31), Duration(months=1), date(2023, 2, 28)),
        (date(2024, 2, 29), Duration(years=1), date(2025, 2, 28)),
        (date(2024, 3, 1), Duration(days=1), date(2024, 3, 1)),
        (date(2024, 3, 1), Duration(weeks=1), date(2024, 3, 7)),
        # each step is clamped by itself: years first, then months
        (date(2024, 3, 30), Duration(years=1, months=11), date(2026, 2, 28)),
        (date(2025, 5, 10), Duration(), date(2025, 5, 9)),
    ],
)
def test_a_term_ends_on_a_day(start, duration, last):
    assert end(start, duration) == last


@pytest.mark.parametrize(
    ("durations", "days"),
    [
        # added up before they are measured
        ([Duration(months=1), Duration(months=1)], 59),
        # another unit between them: each is measured from where the last ended
        ([Duration(months=1), Duration(days=1), Duration(months=1)], 28 + 1 + 31),
        # a sentence of both units is in both runs, months first
        ([Duration(months=1, days=5), Duration(weeks=1)], 28 + 12),
        ([Duration(months=1, days=5), Duration(months=1)], 28 + 5 + 31),
        ([Duration(days=5), Duration(months=1, days=5)], 5 + 28 + 5),
        ([], 0),
        ([Duration()], 0),
    ],
)
def test_runs_of_like_units_are_measured_one_after_the_other(durations, days):
    assert days_in_runs(date(2025, 2, 2), durations) == days


def test_runs_are_added_up_and_kept_in_their_order_where_a_month_is_short():
    """From 31 January two months are 59 days; a month to 28 February and another from 1 March would be 60."""
    start = date(2025, 1, 31)

    assert days_in_runs(start, [Duration(months=1), Duration(months=1)]) == 59
    assert days_in_runs(start, [Duration(days=1), Duration(months=1)]) == 1 + 28
    assert days_in_runs(start, [Duration(months=1), Duration(days=1)]) == 29 + 1


@given(days=st.integers(0, 20_000), fraction=st.sampled_from(list(PARTS)))
def test_a_share_is_exact_and_rounded_up(days, fraction):
    over, under = PARTS[fraction]
    exact = Exact(over, under) * days

    assert exact <= share(days, fraction) < exact + 1


@given(days=st.integers(0, 20_000), fraction=st.sampled_from(list(PARTS)))
def test_half_of_what_was_rounded_up_is_what_would_be_rounded_up_once(days, fraction):
    """So that curfew, which is counted by half of the time to release, needs no figure before rounding."""
    over, under = PARTS[fraction]

    assert -(-share(days, fraction) // 2) == -(-days * over // (under * 2))


@given(start=DAYS, duration=DURATIONS)
def test_a_term_alone_is_a_run_of_its_own(start, duration):
    assert days_in_runs(start, [duration]) == days_of(start, duration)


@given(start=DAYS, duration=DURATIONS)
def test_a_day_more_is_a_day_later(start, duration):
    longer = duration._replace(days=duration.days + 1)

    assert end(start, longer) == end(start, duration) + timedelta(days=1)


@given(start=DAYS, duration=DURATIONS, unit=st.sampled_from(["years", "months", "weeks"]))
def test_a_longer_term_never_ends_earlier(start, duration, unit):
    longer = duration._replace(**{unit: getattr(duration, unit) + 1})

    assert end(start, longer) > end(start, duration)


@given(start=DAYS, days=st.integers(0, 9_000))
def test_a_period_leads_from_its_start_to_its_end(start, days):
    until = start + timedelta(days=days)
    units = dict.fromkeys("YMD", 0)
    number = ""
    for letter in period(start, until)[1:]:
        if letter.isdigit():
            number += letter
        else:
            units[letter], number = int(number), ""

    assert plus_months(start, units["Y"] * 12 + units["M"]) + timedelta(days=units["D"]) == until
    assert units["M"] < 12
    assert units["D"] < 31


@pytest.mark.parametrize(
    ("start", "until", "said"),
    [
        (date(2025, 1, 1), date(2026, 1, 1), "P1Y"),
        (date(2025, 1, 31), date(2025, 2, 28), "P28D"),
        (date(2024, 1, 31), date(2024, 3, 1), "P1M1D"),
        (date(2025, 2, 14), date(2025, 2, 14), "P0D"),
    ],
)
def test_a_period_is_written_as_the_calendar_is_walked(start, until, said):
    assert period(start, until) == said


@pytest.mark.parametrize("months", [-1, 11_999 * 12])
def test_what_is_out_of_the_calendar_is_refused(months):
    with pytest.raises(OverflowError, match="no year"):
        plus_months(date(1, 1, 31), months)


def test_the_calendar_has_its_first_and_last_year():
    assert plus_months(date(1, 1, 31), 1) == date(1, 2, 28)
    assert plus_months(date(9999, 11, 30), 1) == date(9999, 12, 30)


def test_units_are_summed_without_carrying():
    assert total([Duration(months=14), Duration(years=1, days=40)]) == Duration(1, 14, 0, 40)
    assert total([]) == Duration()


@pytest.mark.parametrize("year", [1900, 2000, 2023, 2024])
def test_every_month_has_the_days_of_the_calendar(year):
    for month in range(1, 13):
        first = date(year, month, 1)
        assert end(first, Duration(months=1)).month == month
        assert (end(first, Duration(months=1)) + timedelta(days=1)).day == 1


def test_a_birthday_on_29_february_is_on_the_28th_of_other_years():
    assert plus_years(date(2008, 2, 29), 18) == date(2026, 2, 28)


def test_a_duration_is_added_by_the_calendar():
    assert added(date(2028, 2, 29), Duration(years=-4)) == date(2024, 2, 29)
    assert added(date(2024, 3, 31), Duration(months=1, weeks=1, days=1)) == date(2024, 5, 8)


def test_fractions_have_the_published_names():
    assert {each.value for each in Fraction} == set(map(str, PARTS))
