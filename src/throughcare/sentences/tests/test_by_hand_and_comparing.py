"""Dates that are entered by hand, and what is different between two calculations."""

from copy import deepcopy
from datetime import date

import pytest

from throughcare.sentences.queries.written import written
from throughcare.sentences.rules import by_hand
from throughcare.sentences.rules.comparing import (
    DateChanged,
    InputChanged,
    dates_changed,
    inputs_changed,
)
from throughcare.sentences.rules.dates import Duration
from throughcare.sentences.rules.law import Switches
from throughcare.sentences.tests.bookings import booking, sentence

A_DAY = date(2026, 3, 2)


def codes(reasons):
    return [each.code for each in reasons]


def test_a_date_by_hand_has_a_reason_and_a_name():
    assert codes(by_hand.reasons_against({}, because=" ")) == ["no-date", "no-reason"]
    assert codes(by_hand.reasons_against({"XYZ": A_DAY}, because="so")) == ["unknown-date"]
    assert codes(by_hand.reasons_against({"CRD": date(1026, 1, 1)}, because="so")) == ["too-early"]
    assert by_hand.reasons_against({"HDCAD": A_DAY}, because="so") == []


@pytest.mark.parametrize("pair", by_hand.NOT_TOGETHER, ids="-".join)
def test_some_dates_do_not_stand_together(pair):
    both = dict.fromkeys(pair, A_DAY)

    assert codes(by_hand.reasons_against_together(both, entered={pair[0]: A_DAY})) == [
        "not-together"
    ]
    assert by_hand.reasons_against_together(both, entered={}) == []
    assert by_hand.reasons_against_together({pair[0]: A_DAY}, entered={pair[0]: A_DAY}) == []


def test_conditional_release_beside_a_sentence_expiry_needs_a_licence_expiry():
    dates = {"CRD": A_DAY, "SED": A_DAY}

    assert codes(by_hand.reasons_against_together(dates, entered={"SED": A_DAY})) == ["needs-led"]
    assert by_hand.reasons_against_together({**dates, "LED": A_DAY}, entered={"SED": A_DAY}) == []


def test_release_is_the_last_day_that_says_so():
    assert by_hand.releases_on({"SED": A_DAY}) is None
    assert by_hand.releases_on({"ARD": A_DAY, "SED": date(2026, 5, 1)}) == A_DAY


def test_dates_that_differ_are_told_with_the_days_between():
    before = {"CRD": date(2026, 1, 1), "SLED": A_DAY, "HDCED": A_DAY}
    after = {"CRD": date(2026, 1, 15), "SLED": A_DAY, "TUSED": A_DAY}

    found = dates_changed(before, after)

    assert found == [
        DateChanged(kind="CRD", before=date(2026, 1, 1), after=date(2026, 1, 15)),
        DateChanged(kind="HDCED", before=A_DAY, after=None),
        DateChanged(kind="TUSED", before=None, after=A_DAY),
    ]
    assert [each.days for each in found] == [14, None, None]


def test_what_went_in_otherwise_is_told_in_words():
    given = booking(sentence("2025-02-14", "15m", case_sequence=1, line_sequence=1))
    before = written(given, law="as-enacted", switches=Switches(), today=None)
    after = deepcopy(before)
    (one,) = after["input"]["booking"]["sentences"]
    one["duration"] = {"durationElements": {"MONTHS": 18}}
    after["input"]["booking"]["adjustments"] = {
        "REMAND": [
            {
                "appliesToSentencesFrom": "2025-02-14",
                "numberOfDays": 20,
                "fromDate": "2025-01-25",
                "toDate": "2025-02-13",
            }
        ]
    }

    assert given.sentences[0].custody == Duration(months=15)
    assert inputs_changed(before, before) == []
    assert inputs_changed(before, after) == [
        InputChanged(what="Sentence 1.1: Length", before="15 months", after="18 months"),
        InputChanged(
            what="Remand, 25 January 2025", before="", after="20 days, until 13 February 2025"
        ),
    ]
