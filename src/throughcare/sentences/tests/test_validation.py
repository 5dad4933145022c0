"""What is told instead of dates where a calculation cannot stand."""

from dataclasses import replace
from typing import Any

import pytest

from throughcare.sentences import statute_book
from throughcare.sentences.rules import calculate, messages
from throughcare.sentences.rules.facts import AtLargeReason, RecallType, Sentence
from throughcare.sentences.rules.law import Switches
from throughcare.sentences.rules.messages import AFTER
from throughcare.sentences.rules.single import NoReturnDate
from throughcare.sentences.tests.bookings import (
    BEFORE_SDS40,
    FIXED_14,
    FIXED_28,
    PROGRESSION,
    STANDARD,
    SUMMER_2026,
    added,
    at_large,
    booking,
    calculated,
    codes,
    moved_in,
    moved_out,
    recalled,
    remand,
    restored,
    sentence,
    sopc,
    tagged_bail,
)

OUT = "UNSUPPORTED_OUT_OF_CUSTODY_AT_PROGRESSION_MODEL_COMMENCEMENT"


def test_a_booking_without_anything_wrong_has_no_message():
    assert codes(booking(sentence("2023-07-03", "12m"))) == []


def test_nothing_can_be_calculated_from_nothing():
    with pytest.raises(ValueError, match="no sentence"):
        calculated(booking())


def test_a_fixed_term_recall_without_a_return_is_refused():
    with pytest.raises(NoReturnDate):
        calculated(booking(sentence("2023-07-03", "8w", recall=FIXED_14)))


def test_every_message_says_what_to_do():
    given = booking(
        sentence("2020-10-01", "10d"),
        adjusted=[remand("2020-10-01", 20, from_="2020-09-11", to="2020-09-30")],
    )

    found = messages(given, calculated(given, under=BEFORE_SDS40))

    assert [each.code for each in found] == ["RELEASE_DATE_BEFORE_SENTENCE_DATE"]
    assert all(said.endswith(".") and len(said) > 40 for said in AFTER.values())


@pytest.mark.parametrize(
    ("number", "code"), [(92, []), (93, ["RELEASE_DATE_BEFORE_SENTENCE_DATE"])]
)
def test_remand_beyond_the_time_to_serve_is_told_from_the_second_day_before(number, code):
    # half of 184 days is 92: with as many off, release would be on the day before the sentence
    given = booking(sentence("2023-07-03", "6m"), adjusted=[remand("2023-07-03", number)])

    assert codes(given, under=BEFORE_SDS40) == code


@pytest.mark.parametrize(
    ("adjustment", "code"),
    [
        (added("2024-01-01", 3), []),
        (added("2024-01-02", 3), ["ADJUSTMENT_AFTER_RELEASE_ADA"]),
        (restored("2024-01-02", 3), ["ADJUSTMENT_AFTER_RELEASE_RADA"]),
    ],
)
def test_days_added_or_restored_after_release_are_told(adjustment, code):
    # half of 366 days, 183: 1 January 2024
    given = booking(sentence("2023-07-03", "12m"), adjusted=[adjustment])

    assert codes(given, under=BEFORE_SDS40) == code


@pytest.mark.parametrize(
    ("from_", "to", "code"),
    [
        ("2023-06-01", "2023-07-02", []),
        ("2023-06-01", "2023-07-03", ["REMAND_OVERLAPS_WITH_SENTENCE"]),
        ("2024-01-01", "2024-02-01", ["REMAND_OVERLAPS_WITH_SENTENCE"]),
        ("2024-01-02", "2024-02-01", []),
        (None, None, []),
    ],
)
def test_remand_that_overlaps_with_a_sentence_is_told(from_, to, code):
    first, second = sentence("2023-07-03", "12m"), sentence("2024-03-04", "12m")
    given = booking(first, second, adjusted=[remand("2024-03-04", 10, from_=from_, to=to)])

    assert codes(given, under=BEFORE_SDS40) == code


def recall(*sentences: Sentence, returned, length, **known: Any):  # Any: facts of every type
    return codes(
        booking(*sentences, returned=returned, recall_days=length, **known), under=BEFORE_SDS40
    )


def test_a_14_day_recall_of_a_chain_of_a_year_is_told():
    first = sentence("2023-07-03", "8m", recall=FIXED_14)
    second = sentence("2023-07-03", "8m", recall=FIXED_14, follows=first)

    found = recall(first, second, returned="2024-06-03", length=14)

    assert found == [
        "FTR_14_DAYS_AGGREGATE_GE_12_MONTHS",
        "FTR_TYPE_14_DAYS_AGGREGATE_GE_12_MONTHS",
    ]


def test_a_28_day_recall_of_a_short_chain_is_told():
    first = sentence("2023-07-03", "5m", recall=FIXED_28)
    second = sentence("2023-07-03", "5m", recall=FIXED_28, follows=first)

    found = recall(first, second, returned="2024-03-04", length=28)

    assert found == [
        "FTR_28_DAYS_AGGREGATE_LT_12_MONTHS",
        "FTR_TYPE_28_DAYS_AGGREGATE_LT_12_MONTHS",
    ]


def test_the_length_of_a_recall_that_was_not_recorded_is_not_judged():
    first = sentence("2023-07-03", "5m", recall=FIXED_28)
    second = sentence("2023-07-03", "5m", recall=FIXED_28, follows=first)

    assert recall(first, second, returned="2024-03-04", length=None) == []


@pytest.mark.parametrize(
    ("long", "short", "code"),
    [
        # the longer sentence ends on 2 September 2024, the shorter on 3 December
        (
            ("2023-09-03", FIXED_14),
            ("2024-01-04", FIXED_14),
            ["FTR_TYPE_14_DAYS_SENTENCE_GAP_GT_14_DAYS"],
        ),
        (("2023-09-03", FIXED_28), ("2024-01-04", FIXED_28), []),
    ],
)
def test_recalls_of_both_lengths_are_judged_by_the_gap(long, short, code):
    first = sentence(long[0], "12m", recall=long[1])
    second = sentence(short[0], "11m", recall=short[1])

    assert recall(first, second, returned="2024-08-05", length=28) == code


def test_a_28_day_recall_needs_more_than_14_days_of_the_longer_sentence():
    first = sentence("2023-09-03", "12m", recall=FIXED_28)
    second = sentence("2024-01-04", "11m", recall=FIXED_28)

    found = recall(first, second, returned="2024-08-19", length=28)

    assert found == ["FTR_TYPE_28_DAYS_SENTENCE_GAP_LT_14_DAYS"]


def test_a_14_day_recall_beside_a_much_longer_sentence_is_told():
    first = sentence("2023-09-03", "24m", recall=FIXED_28)
    second = sentence("2024-01-04", "11m", recall=FIXED_14)

    found = recall(first, second, returned="2024-08-19", length=28)

    assert found == ["FTR_TYPE_14_DAYS_SENTENCE_GT_12_MONTHS"]


def test_recalls_are_not_judged_where_something_else_ends_last():
    first = sentence("2023-09-03", "12m", recall=FIXED_14)
    second = sentence("2024-01-04", "11m", recall=FIXED_14)
    other = sentence("2024-01-04", "6y")

    assert recall(first, second, other, returned="2024-08-05", length=14) == []


def test_a_short_recall_alone_beside_a_longer_one_that_would_have_ended_is_not_judged():
    first = sentence("2023-07-03", "12m", recall=FIXED_28)
    second = sentence("2024-01-04", "11m", recall=FIXED_28)
    # at large for 60 days, so that the longer one still runs: without it, it would have ended before
    adjusted = [at_large("2024-02-05", "2024-04-04")]

    found = recall(first, second, returned="2024-08-05", length=28, adjusted=adjusted)

    assert found == []


def test_somebody_out_on_curfew_when_it_ends_is_told():
    given = booking(sentence("2026-04-06", "12m"), movements=[moved_out("2026-06-22", "HDC")])
    back = booking(
        sentence("2026-04-06", "12m"),
        movements=[moved_out("2026-06-22", "HDC"), moved_in("2026-06-23", "HDC_RECALL")],
    )

    assert codes(given, adult_curfew_repealed=True) == ["HDCED_REPEAL"]
    assert codes(back, adult_curfew_repealed=True) == []
    assert codes(given) == []


@pytest.mark.parametrize(
    ("from_", "to", "reason", "code"),
    [
        ("2026-09-30", "2026-10-01", AtLargeReason.ESCAPE, [OUT]),
        ("2026-09-29", "2026-09-30", AtLargeReason.ESCAPE, []),
        ("2026-10-01", "2026-10-05", AtLargeReason.ESCAPE, []),
        ("2026-10-01", "2026-10-05", AtLargeReason.RELEASE_IN_ERROR, [OUT]),
        ("2026-09-20", "2026-09-30", AtLargeReason.SENTENCED_IN_ABSENCE, [OUT]),
        ("2026-09-20", "2026-09-29", AtLargeReason.IMMIGRATION_DETENTION, []),
        ("2026-09-20", "2026-10-05", AtLargeReason.RECALL, []),
        ("2026-09-20", "2026-10-05", None, []),
        ("2008-07-20", "2026-09-30", AtLargeReason.ESCAPE, [OUT]),
    ],
)
def test_somebody_at_large_when_the_law_commenced_is_told(from_, to, reason, code):
    given = booking(
        sentence("2008-01-07" if from_ < "2010" else "2026-01-05", "48m"),
        adjusted=[at_large(from_, to, reason=reason)],
    )

    assert codes(given, under=PROGRESSION) == code


def test_a_time_at_large_without_days_says_nothing():
    kind, away = at_large("2026-09-20", "2026-10-05", reason=AtLargeReason.RELEASE_IN_ERROR)
    given = booking(sentence("2026-01-05", "48m"), adjusted=[(kind, replace(away, to=None))])

    assert codes(given, under=PROGRESSION) == []


@pytest.mark.parametrize(
    ("movements", "code"),
    [
        ([moved_out("2026-09-01", "PAROLE")], [OUT]),
        ([moved_out("2026-09-01", "PAROLE"), moved_in("2026-09-30", "REMAND")], []),
        ([moved_out("2026-09-01", "PAROLE"), moved_in("2026-10-01", "REMAND")], [OUT]),
        ([moved_out("2026-10-01", "PAROLE")], []),
        ([], []),
    ],
)
def test_somebody_released_on_parole_when_the_law_commenced_is_told(movements, code):
    particular = sopc("2024-01-08", "4y")
    after = sentence("2024-01-08", "24m", follows=particular)

    assert codes(booking(particular, after, movements=movements), under=PROGRESSION) == code


def test_the_first_tranche_may_be_worked_out_by_hand():
    given = booking(sentence("2026-03-02", "574d"))

    assert codes(given, under=PROGRESSION, first_tranche_by_hand=True) == [
        "PROGRESSION_TRANCHE_ONE_ALLOCATION"
    ]
    assert codes(given, under=PROGRESSION) == []
    assert codes(given, under=SUMMER_2026, first_tranche_by_hand=True) == []


def test_a_chain_between_the_tranches_of_2024_is_worked_out_by_hand():
    first = sentence("2024-01-08", "6y")
    second = sentence("2024-10-07", "12m", follows=first)

    assert codes(booking(first, second)) == [
        "UNSUPPORTED_SDS40_CONSECUTIVE_SDS_BETWEEN_TRANCHE_COMMENCEMENTS"
    ]
    assert codes(booking(first, sentence("2024-10-07", "12m"))) == []


@pytest.mark.parametrize(
    ("late", "is_on", "code"),
    [
        (False, True, ["PROGRESSION_MODEL_UNSUPPORTED_EXTINGUISHED_SENTENCE"]),
        (False, False, ["RELEASE_DATE_BEFORE_SENTENCE_DATE"]),
        (True, True, ["RELEASE_DATE_BEFORE_SENTENCE_DATE"]),
    ],
)
def test_a_sentence_that_remand_extinguished_when_the_law_changed_is_worked_out_by_hand(
    late, is_on, code
):
    # half of 36 months, 548 days, is served on remand and bail in part; one third of them, 365, more than in full
    given = [sentence("2026-08-20", "36m", exclusions=frozenset({"SEXUAL"}))]
    adjusted = [remand("2026-08-20", 340), tagged_bail("2026-08-20", 100)]
    if late:
        given.append(sentence("2026-10-05", "2m"))
        adjusted.append(remand("2026-10-05", 1))

    found = codes(booking(*given, adjusted=adjusted), under=PROGRESSION, extinguished_by_hand=is_on)

    assert found == code


@pytest.mark.parametrize(
    ("code", "offence", "recall_", "told"),
    [
        ("SX03220", "2020-12-01", None, True),
        ("SX03247A", "2020-12-01", None, True),
        ("SX03220", "2020-11-30", None, False),
        ("SX03221", "2020-12-01", None, False),
        ("SX03220", "2020-12-01", STANDARD, True),  # with supervision after it
        ("SX03220", None, None, False),
    ],
)
def test_breaches_of_harm_orders_released_in_autumn_2024_are_worked_out_by_hand(
    code, offence, recall_, told
):
    # half of 184 days from 1 July 2024: 30 September
    given = sentence(
        "2024-07-01",
        "6m",
        exclusions=frozenset({"SEXUAL"}),
        code=code,
        offence=offence or "2014-01-01",
        recall=recall_,
    )

    expected = ["UNABLE_TO_DETERMINE_SHPO_RELEASE_PROVISIONS"] if told else []
    assert codes(booking(given, is_registered=True)) == expected


def test_a_longer_recall_for_such_a_breach_is_in_order():
    # 24 months from 16 October 2023: 731 days, 366: 15 October 2024, and no supervision after it
    given = sentence(
        "2023-10-16",
        "24m",
        exclusions=frozenset({"SEXUAL"}),
        code="SX03220",
        offence="2021-01-01",
        recall=STANDARD,
    )

    assert codes(booking(given)) == []


def test_recall_types_know_their_days():
    assert [each.days for each in RecallType] == [None, 14, 28, 56]
    assert recalled(RecallType.FIXED_14).type.days == 14


def test_recalls_beside_a_longer_sentence_of_the_same_type_are_in_order():
    first = sentence("2023-09-03", "24m", recall=FIXED_28)
    second = sentence("2024-01-04", "11m", recall=FIXED_28)

    assert recall(first, second, returned="2024-08-19", length=28) == []


def test_a_law_without_tranches_has_no_message_about_them():
    law = statute_book.law(SUMMER_2026)
    given = booking(sentence("2024-07-01", "6m", code="SX03220"))

    found = calculate(given, law=replace(law, releases=law.releases[-1:]), switches=Switches())

    assert messages(given, found) == []
