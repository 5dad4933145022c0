"""What is said beside a date."""

from datetime import date

import pytest

from throughcare.sentences import statute_book
from throughcare.sentences.rules.facts import RecallType
from throughcare.sentences.rules.notes import not_on_a_friday, notes, working_day
from throughcare.sentences.rules.types import DateType
from throughcare.sentences.tests.bookings import (
    BEFORE_SDS40,
    PROGRESSION,
    SUMMER_2026,
    added,
    booking,
    calculated,
    day,
    dto,
    eds,
    fine,
    recalled,
    sentence,
    sopc,
)

ENACTED = statute_book.law()


def noted(given, *, under=SUMMER_2026, today="2020-01-01", **known: bool):
    found = calculated(given, under=under).together
    said = notes(found, law=statute_book.law(under), today=day(today), **known)
    return {kind.value: lines for kind, lines in said.items()}


@pytest.mark.parametrize(
    ("kind", "on", "acted_on"),
    [
        (DateType.CRD, "2026-08-31", "2026-08-28"),  # the summer bank holiday: the Friday before
        (DateType.HDCED, "2026-08-29", "2026-09-01"),  # a Saturday: the Tuesday after it
        (DateType.SLED, "2026-08-29", "2026-08-29"),
        (DateType.CRD, "2026-08-28", "2026-08-28"),
    ],
)
def test_release_comes_before_and_curfew_after_days_that_are_no_working_days(kind, on, acted_on):
    assert working_day(kind, day(on), law=ENACTED) == day(acted_on)


@pytest.mark.parametrize(
    ("kind", "on", "chosen"),
    [
        (DateType.CRD, "2026-08-28", "2026-08-27"),  # a Friday
        (DateType.CRD, "2026-09-01", "2026-09-01"),
        (
            DateType.CRD,
            "2026-12-25",
            "2026-12-23",
        ),  # Christmas Day on a Friday, so that the 24th is before one
        (DateType.PED, "2026-08-28", "2026-08-28"),
    ],
)
def test_a_prison_may_release_before_a_friday(kind, on, chosen):
    assert not_on_a_friday(kind, day(on), law=ENACTED) == day(chosen)


def test_only_days_to_come_are_told_with_their_working_day():
    # half of 366 days from 1 July 2023, 183: Saturday 30 December
    given = booking(sentence("2023-07-01", "12m"))

    assert noted(given, under=BEFORE_SDS40)["CRD"] == [
        "Friday, 29 December 2023 when adjusted to a working day"
    ]
    assert "CRD" not in noted(given, under=BEFORE_SDS40, today="2023-12-31")


def test_the_fraction_is_told_for_who_was_in_custody_when_it_changed():
    # 4 years from 8 January 2024: under two fifths in August 2025
    given = booking(sentence("2024-01-08", "4y"))

    assert "40% date has been applied" in noted(given, today="2026-08-20")["CRD"]


def test_no_fraction_is_told_where_days_were_added_since():
    given = booking(sentence("2024-01-08", "4y"), adjusted=[added("2024-11-04", 5)])

    assert noted(given, today="2026-08-20") == {}


def test_the_tranche_is_told():
    given = booking(sentence("2024-03-13", "12m"))

    assert noted(given, today="2026-08-20")["CRD"] == ["Defaulted to tranche 1 commencement"]


def test_a_default_term_that_puts_curfew_off_is_told():
    given = booking(sentence("2023-07-03", "12m"), fine("2023-07-03", "7m"))

    assert noted(given, under=BEFORE_SDS40, today="2026-08-20") == {
        "HDCED": ["HDCED adjusted for the ARD of a concurrent sentence or default term"]
    }


def test_parole_put_off_to_a_release_is_told():
    given = booking(
        eds("2023-03-02", "6y", "2y"),
        sentence("2023-03-02", "9y", exclusions=frozenset({"VIOLENT"})),
    )

    assert (
        "PED adjusted for the CRD of a concurrent sentence or default term"
        in noted(given, today="2029-08-20")["PED"]
    )


def test_training_that_is_released_later_is_told():
    given = booking(dto("2023-07-03", "12m"), sentence("2023-07-03", "10m"), born=date(2004, 1, 1))

    assert (
        "The DTO is released later than the CRD"
        in noted(given, under=BEFORE_SDS40, today="2026-08-20")["CRD"]
    )


def test_an_end_from_an_earlier_custody_is_told():
    given = booking(sentence("2023-07-03", "12m"))

    found = noted(given, under=BEFORE_SDS40, today="2026-08-20", is_from_earlier_custody=True)

    assert found == {"SLED": ["SLED from an earlier period of custody"]}


def test_other_sentences_give_no_notes():
    parole = booking(sopc("2023-03-02", "4y"))
    recall = booking(sentence("2025-01-06", "2y", recall=recalled(RecallType.STANDARD)))

    assert noted(parole, today="2030-01-01") == {}
    assert noted(recall, under=PROGRESSION, today="2030-01-01") == {}
