"""The law as data: each scenario, and what holds of all of them."""

from datetime import date

import pytest

from throughcare.sentences import statute_book
from throughcare.sentences.rules.dates import Fraction
from throughcare.sentences.rules.law import Manner, RecallLaw, ReleaseLaw, Track, Tranche, Unit


@pytest.mark.parametrize("name", statute_book.scenarios())
def test_laws_are_in_order_newest_first_and_one_stands_always(name):
    law = statute_book.law(name)
    days = [each.commences_on or date.min for each in law.releases]

    assert days == sorted(days, reverse=True)
    assert [each.manner for each in law.releases].count(Manner.STANDING) == 1
    assert law.releases[-1].commences_on is None


@pytest.mark.parametrize("name", statute_book.scenarios())
def test_tranches_begin_with_their_law_and_the_last_takes_whoever_is_left(name):
    law = statute_book.law(name)

    laws: list[ReleaseLaw | RecallLaw] = [*law.releases, law.recall_56]
    for each in laws:
        days = [tranche.on for tranche in each.tranches]
        limits = [tranche.limit for tranche in each.tranches]
        assert days == sorted(days)
        assert days[:1] in ([], [each.commences_on])
        assert None not in limits[:-1]
        assert limits[-1:] in ([], [None])
        assert each.source


def test_the_whole_law_has_the_bank_holidays_of_england_and_wales():
    law = statute_book.law()

    assert not law.is_working_day(date(2026, 12, 25))
    assert law.is_working_day(date(2026, 12, 24))
    assert not law.is_working_day(date(2026, 12, 26))


def test_a_scenario_has_its_own_days():
    law = statute_book.law("sds-50")

    assert law.is_working_day(date(2026, 12, 25))
    assert not law.is_working_day(date(2021, 12, 27))
    assert law.releases[1].commences_on == date(2054, 9, 10)
    assert law.releases[1].fractions == {Track.SDS: Fraction.ONE_HALF}


def test_a_scenario_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(LookupError, match="calculation-params"):
        statute_book.law("tomorrow")


def test_a_law_that_is_not_in_a_scenario_is_none_of_it():
    law = statute_book.law("calculation-params")

    assert law.of_manner(Manner.KEEPING_EARLIER_DATES) is None
    assert law.recall_56.day_of(None) is None
    assert law.recall_56.day_of("FTR_56_TRANCHE_3") == date(2026, 4, 21)


@pytest.mark.parametrize(
    ("limit", "is_included", "days", "takes"),
    [
        (574, True, 574, True),
        (574, True, 575, False),
        (5, False, 5, False),
        (None, False, 9999, True),
    ],
)
def test_a_tranche_takes_lengths_up_to_its_limit(limit, is_included, days, takes):
    tranche = Tranche(name="one", on=date(2026, 10, 1), limit=limit, is_limit_included=is_included)

    assert tranche.takes({Unit.DAYS: days, Unit.YEARS: 0}) is takes
