from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.kernel import business_days
from throughcare.kernel.tests.published import rows


def test_published_deadlines_are_the_second_full_business_day():
    cases = rows("tr/allocation_deadlines.csv")

    worked = [
        business_days.after(date.fromisoformat(case["sentence_date"]), days=2) for case in cases
    ]

    assert [day.isoformat() for day in worked] == [case["deadline_end_of_day"] for case in cases]


# As published by the government for England and Wales.
@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2010, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2011, "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27"),
        (2012, "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26"),
        (2014, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
        (2016, "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27"),
        (2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
        (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
    ],
)
def test_bank_holidays_are_those_published(year, days):
    found = sorted(day.isoformat()[5:] for day in business_days.bank_holidays(year))

    assert found == days.split()


@given(day=st.dates(date(1979, 1, 1), date(2030, 1, 1)), days=st.integers(1, 40))
def test_counting_forward_and_back_agree(day, days):
    due = business_days.after(day, days=days)

    assert business_days.is_business_day(due)
    assert business_days.between(day, due) == days
    assert business_days.between(day, due - timedelta(days=1)) == days - 1


def test_the_day_itself_never_counts():
    with pytest.raises(ValueError, match="at least one"):
        business_days.after(date(2014, 6, 2), days=0)


def test_years_before_the_present_set_of_holidays_are_not_guessed():
    with pytest.raises(ValueError, match="known from 1978"):
        business_days.bank_holidays(1977)
