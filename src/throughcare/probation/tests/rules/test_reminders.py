"""What a reminder says, in the words that people use."""

from datetime import UTC, datetime

from throughcare.probation.rules import reminders as rules

MONDAY = datetime(2014, 6, 2, 14, 30, tzinfo=UTC)


def test_in_welsh_the_day_is_softened_where_it_says_when():
    assert rules.when(MONDAY, language=rules.WELSH) == "ddydd Llun 2 Mehefin am 14:30"
    assert "apwyntiad ddydd Llun 2 Mehefin" in rules.words(
        is_taken_back=False, language=rules.WELSH, starts_at=MONDAY, place="", telephone=""
    )


def test_in_english_it_is_said_by_the_clock_of_twelve_hours():
    assert rules.when(MONDAY, language=rules.ENGLISH) == "Monday 2 June at 2:30pm"
