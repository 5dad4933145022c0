"""How long an order lasts, by calendar."""

from datetime import date

import pytest

from throughcare.probation.rules.lengths import (
    Length,
    Span,
    Term,
    days_in,
    end_of,
    is_longer,
    spans,
)


@pytest.mark.parametrize(
    ("starts_on", "number", "unit", "ends_on"),
    [
        pytest.param(date(2026, 3, 9), 12, "months", date(2027, 3, 8), id="End date, 12 months"),
        pytest.param(date(2025, 8, 31), 6, "months", date(2026, 2, 27), id="End date, 6 months"),
        (date(2024, 2, 29), 1, "years", date(2025, 2, 27)),
        (date(2023, 8, 31), 6, "months", date(2024, 2, 28)),
        (date(2026, 3, 28), 1, "days", date(2026, 3, 28)),
        (date(2026, 3, 28), 14, "days", date(2026, 4, 10)),
        (date(2026, 10, 24), 2, "weeks", date(2026, 11, 6)),
        (date(2026, 1, 1), 12, "months", date(2026, 12, 31)),
        (date(2026, 12, 31), 2, "months", date(2027, 2, 27)),
    ],
)
def test_an_order_ends_a_day_less_than_its_length_by_calendar(starts_on, number, unit, ends_on):
    assert end_of(starts_on, length=Length(number=number, unit=unit)) == ends_on


def test_a_unit_that_there_is_not_is_a_fault():
    with pytest.raises(ValueError, match="no unit fortnights"):
        end_of(date(2026, 1, 1), length=Length(number=1, unit="fortnights"))


def test_both_the_first_and_the_last_day_count():
    assert days_in(date(2026, 3, 9), ends_on=date(2027, 3, 8)) == 365


def test_lengths_of_different_units_are_compared_from_a_day():
    year, days = Length(number=12, unit="months"), Length(number=365, unit="days")

    assert not is_longer(days, than=year, from_day=date(2026, 1, 1))
    assert is_longer(year, than=days, from_day=date(2024, 1, 1))


def test_a_length_is_said_in_words():
    said = [str(Length(number=n, unit=unit)) for n, unit in ((1, "months"), (2, "years"))]

    assert said == ["1 month", "2 years"]


SIX = Length(number=6, unit="months")
DAY = date(2026, 1, 1)


def test_consecutive_sentences_run_on_and_concurrent_ones_overlap():
    terms = [
        Term(number=3, imposed_on=DAY, length=SIX, follows=2),
        Term(number=1, imposed_on=DAY, length=SIX),
        Term(number=2, imposed_on=DAY, length=SIX, follows=1),
        Term(number=4, imposed_on=date(2026, 2, 1), length=SIX),
    ]

    assert spans(terms) == {
        1: Span(starts_on=DAY, ends_on=date(2026, 6, 30)),
        2: Span(starts_on=date(2026, 7, 1), ends_on=date(2026, 12, 31)),
        3: Span(starts_on=date(2027, 1, 1), ends_on=date(2027, 6, 30)),
        4: Span(starts_on=date(2026, 2, 1), ends_on=date(2026, 7, 31)),
    }


def test_what_runs_on_from_something_that_is_over_starts_on_its_own_day():
    terms = [
        Term(number=1, imposed_on=date(2020, 1, 1), length=SIX),
        Term(number=2, imposed_on=DAY, length=SIX, follows=1),
    ]

    assert spans(terms)[2] == Span(starts_on=DAY, ends_on=date(2026, 6, 30))


def test_what_follows_itself_a_life_sentence_or_nothing_has_an_open_span():
    nothing = Span(starts_on=None, ends_on=None)
    terms = [
        Term(number=1, imposed_on=DAY, length=SIX, follows=2),
        Term(number=2, imposed_on=DAY, length=SIX, follows=1),
        Term(number=3, imposed_on=DAY, length=None),
        Term(number=4, imposed_on=DAY, length=SIX, follows=3),
        Term(number=5, imposed_on=DAY, length=SIX, follows=9),
    ]

    assert spans(terms) == {
        1: nothing,
        2: nothing,
        3: Span(starts_on=DAY, ends_on=None),
        4: nothing,
        5: nothing,
    }
