"""The published layout: what is read, what is answered, and what is told of a difference."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.sentences.queries.agreement import compared
from throughcare.sentences.queries.answers import answer
from throughcare.sentences.queries.layout import read

CASE = {
    "id": "made-up/one",
    "category": "made-up",
    "input": {
        "booking": {
            "offender": {"dateOfBirth": "1980-01-01", "isActiveSexOffender": False},
            "sentences": [
                {
                    "type": "StandardSentence",
                    "identifier": "one",
                    "sentencedAt": "2025-02-14",
                    "offence": {"committedAt": "2023-05-01"},
                    "duration": {"durationElements": {"MONTHS": 15}},
                    "consecutiveSentenceUUIDs": [],
                    "releaseArrangements": {
                        "isSDSPlus": False,
                        "isSDSPlusEligibleSentenceTypeLengthAndOffence": False,
                        "isSection250": False,
                        "sdsEarlyReleaseExclusions": [],
                    },
                    "caseSequence": 1,
                    "lineSequence": 2,
                }
            ],
            "adjustments": {
                "REMAND": [{"appliesToSentencesFrom": "2025-02-14", "numberOfDays": 20}]
            },
            "externalMovements": [],
        },
        "userInputs": {"calculateErsed": False},
    },
    "params": {"configuration": "calculation-params", "featureToggles": {}},
}


def case(change=None):
    written = copy.deepcopy(CASE)
    if change is not None:
        change(written)
    return written


def sentence_of(written):
    return written["input"]["booking"]["sentences"][0]


def test_a_case_is_answered_with_dates_and_how_they_came_about():
    found = answer(case())

    assert found["outcome"] == "dates"
    assert found["dates"] == {
        "CRD": "2025-07-25",
        "ESED": "2026-05-13",
        "HDCED": "2025-04-26",
        "SLED": "2026-04-23",
        "TUSED": "2026-07-25",
    }
    assert found["effectiveSentenceLength"] == "P1Y3M"
    assert found["affectedBySds40"] is True
    assert found["affectedByProgressionModel"] is False
    assert found["trancheAllocationByLegislationName"] == {}
    assert found["sdsEarlyReleaseAllocatedTranche"] == "TRANCHE_0"
    assert found["breakdown"]["breakdownByReleaseDateType"]["CRD"] == {
        "rules": [],
        "rulesWithExtraAdjustments": {},
        "adjustedDays": -20,
        "releaseDate": "2025-07-25",
        "unadjustedDate": "2025-08-14",
    }
    assert "hints" not in found
    assert "explanation" not in found


def test_an_explanation_is_given_where_it_is_asked_for():
    found = answer(case(), explain=True)["explanation"]

    assert found["dates"]["CRD"]["steps"][-1] == {
        "says": "less 20 days on remand",
        "leadsTo": "2025-07-25",
        "law": "Criminal Justice Act 2003, s. 240ZA",
    }
    assert found["sentences"][0]["numbers"] == ["1"]


def test_notes_are_given_for_a_day():
    found = answer(case(lambda written: written["params"].update(today="2025-01-01")))

    assert found["hints"] == {"HDCED": ["Monday, 28 April 2025 when adjusted to a working day"]}


def test_a_case_without_params_is_answered_by_the_law_as_enacted():
    found = read(case(lambda written: written.pop("params")))

    assert found.law.name == "as-enacted"


def change_type(written):
    sentence_of(written)["type"] = "LifeSentence"


def change_follows(written):
    sentence_of(written)["consecutiveSentenceUUIDs"] = ["one", "two"]


def change_day(written):
    sentence_of(written)["sentencedAt"] = "14/02/2025"


def change_law(written):
    written["params"]["configuration"] = "tomorrow"


def change_sentences(written):
    written["input"]["booking"]["sentences"] = []


def change_shape(written):
    written["input"] = []


@pytest.mark.parametrize(
    "change",
    [change_type, change_follows, change_day, change_law, change_shape],
)
def test_what_is_no_case_is_answered_by_saying_so(change):
    found = answer(case(change))

    assert found["outcome"] == "error"
    assert found["error"] == "NotACase"
    assert "dates" not in found


def test_a_case_without_sentences_is_answered_by_a_message():
    found = answer(case(change_sentences))

    assert found["validationCodes"] == ["NO_SENTENCES"]
    assert found["messages"] == ["There is no active sentence. Add one."]


def test_what_is_not_even_an_object_is_answered_by_saying_so():
    assert answer(json.loads("[1]"))["error"] == "NotACase"


def test_a_term_beyond_the_calendar_is_answered_by_saying_so():
    def change(written) -> None:
        sentence_of(written)["duration"] = {"durationElements": {"YEARS": 9000}}

    assert answer(case(change))["error"] == "DatesOutOfCalendar"


def test_a_recall_without_return_is_answered_by_its_published_name():
    def change(written) -> None:
        sentence_of(written)["recall"] = {"recallType": "FIXED_TERM_RECALL_28"}

    found = answer(case(change))

    assert found["error"] == "NoValidReturnToCustodyDateException"
    assert found["message"].endswith("Enter it.")


def test_what_is_not_valid_is_answered_by_messages_alone():
    def change(written) -> None:
        written["input"]["booking"]["adjustments"]["REMAND"][0]["numberOfDays"] = 400

    found = answer(case(change))

    assert found["validationCodes"] == ["RELEASE_DATE_BEFORE_SENTENCE_DATE"]
    assert len(found["messages"]) == 1
    assert "dates" not in found


def expected(**known: object):
    return case(lambda written: written.update(expected={"outcome": "dates", **known}))


def test_agreement_is_told_by_level():
    good = expected(dates=answer(case())["dates"], hints={}, sentenceLevelDates=[])

    found = compared(good, answer(good))

    assert found.agrees
    assert found.second["hints"] == ({}, None)
    assert found.second["sentenceLevelDates"] is not None


def test_the_order_of_sentence_level_dates_does_not_matter():
    answered = answer(case())
    levels = json.loads(json.dumps(answered["sentenceLevelDates"]))
    second = {**levels[0], "groupIndex": 1}
    given = expected(sentenceLevelDates=[second, levels[0]])

    found = compared(given, {**answered, "sentenceLevelDates": [levels[0], second]})

    assert found.second == {"sentenceLevelDates": None}


def test_a_breakdown_agrees_where_all_that_was_published_is_there():
    answered = answer(case())
    given = expected(breakdown={"otherDates": {}})

    assert compared(given, answered).second == {"breakdown": None}


def test_what_differs_is_told_with_both_sides():
    given = expected(effectiveSentenceLength="P15M")

    found = compared(given, answer(given))

    assert not found.agrees
    assert found.first == {"effectiveSentenceLength": ("P15M", "P1Y3M")}


SOMETHING_ELSE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 100_000),
    st.floats(allow_nan=False),
    st.text(max_size=5),
    st.sampled_from(["2025-02-30", "0001-01-01", "9999-12-31", "FIXED_TERM_RECALL_28", "one"]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


def places(written, path=()):
    """The way to everything in a case."""
    if isinstance(written, dict):
        for key, value in written.items():
            yield (*path, key)
            yield from places(value, (*path, key))
    elif isinstance(written, list):
        for number, value in enumerate(written):
            yield (*path, number)
            yield from places(value, (*path, number))


@given(place=st.sampled_from(sorted(places(CASE), key=str)), instead=SOMETHING_ELSE)
def test_whatever_stands_in_a_case_has_an_answer(place, instead):
    written = case()
    inside = written
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = instead

    found = answer(written)

    assert found["outcome"] in {"dates", "validation", "error"}
    assert json.loads(json.dumps(found)) == found
