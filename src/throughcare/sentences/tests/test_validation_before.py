"""What has to be corrected, or calculated by hand, before anything is calculated."""

from dataclasses import replace

import pytest

from throughcare.sentences import statute_book
from throughcare.sentences.rules.facts import AdjustmentKind, Offence, RecallType, Sentence
from throughcare.sentences.rules.messages import BEFORE
from throughcare.sentences.rules.validation_before import invalid, unsupported
from throughcare.sentences.tests.bookings import (
    FIXED_14,
    FIXED_28,
    STANDARD,
    added,
    at_large,
    booking,
    breach,
    day,
    days,
    dto,
    eds,
    fine,
    recalled,
    remand,
    restored,
    sentence,
    sopc,
    tagged_bail,
)

TODAY = day("2026-06-15")
FIRST = sentence("2023-07-03", "12m")


def told(given):
    return [each.code for each in invalid(given, law=statute_book.law(), today=TODAY)]


def by_hand(*sentences: Sentence):
    return [each.code for each in unsupported(booking(*sentences))]


def test_an_ordinary_booking_has_nothing_to_correct():
    given = booking(
        FIRST,
        sentence("2023-07-03", "6m", follows=FIRST),
        adjusted=[
            remand("2023-07-03", 5, from_="2023-06-28", to="2023-07-02"),
            at_large("2023-08-01", "2023-08-02"),
            added("2023-09-01", 3),
        ],
    )

    assert told(given) == []
    assert by_hand(*given.sentences) == []


@pytest.mark.parametrize(
    ("sentences", "code"),
    [
        ([], "NO_SENTENCES"),
        ([FIRST, fine("2023-07-03", "1m", follows=FIRST)], "A_FINE_SENTENCE_CONSECUTIVE_TO"),
        ([FIRST, breach("2023-07-03", "7d", follows=FIRST)], "BOTUS_CONSECUTIVE_TO_OTHER_SENTENCE"),
        ([FIRST, dto("2023-07-03", "4m", follows=FIRST)], "DTO_CONSECUTIVE_TO_SENTENCE"),
        (
            [dto("2023-07-03", "4m"), sentence("2023-07-03", "4m", recall=STANDARD)],
            "UNSUPPORTED_CALCULATION_DTO_WITH_RECALL",
        ),
    ],
)
def test_some_sentences_have_to_be_calculated_by_hand(sentences, code):
    assert by_hand(*sentences) == [code]


def test_what_follows_a_default_term_or_training_is_calculated_by_hand():
    term, training = fine("2023-07-03", "1m"), dto("2023-07-03", "4m")

    assert by_hand(term, sentence("2023-07-03", "4m", follows=term)) == [
        "A_FINE_SENTENCE_CONSECUTIVE"
    ]
    assert by_hand(training, sentence("2023-07-03", "4m", follows=training)) == [
        "DTO_HAS_SENTENCE_CONSECUTIVE_TO_IT"
    ]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (replace(FIRST, offence=Offence(committed_on=None)), "OFFENCE_MISSING_DATE"),
        (
            sentence("2023-07-03", "1m", offence="2023-07-04"),
            "OFFENCE_DATE_AFTER_SENTENCE_START_DATE",
        ),
        (
            sentence("2023-07-03", "1m", offence="1923-07-02"),
            "OFFENCE_DATE_OVER_OR_UNDER_100_YEARS_AGO",
        ),
        (sentence("2023-07-03", ""), "ZERO_IMPRISONMENT_TERM"),
        (fine("2023-07-03", "1m", pounds=None), "A_FINE_SENTENCE_MISSING_FINE_AMOUNT"),
        (eds("2023-07-03", "4y", ""), "SENTENCE_HAS_NO_LICENCE_TERM"),
        (eds("2023-07-03", "4y", "11m"), "EDS_LICENCE_TERM_LESS_THAN_ONE_YEAR"),
        (eds("2023-07-03", "4y", "8y 1d"), "EDS_LICENCE_TERM_MORE_THAN_EIGHT_YEARS"),
        (
            replace(sopc("2023-07-03", "4y"), extension=FIRST.custody._replace(months=13)),
            "SOPC_LICENCE_TERM_NOT_12_MONTHS",
        ),
        (
            sentence("2023-07-03", "1m", follows=sentence("2023-07-03", "1m")),
            "BROKEN_CONSECUTIVE_CHAINS",
        ),
    ],
)
def test_a_sentence_is_told_what_to_correct(given, code):
    assert told(booking(given)) == [code]


@pytest.mark.parametrize(
    "given",
    [eds("2023-07-03", "4y", "1y"), eds("2023-07-03", "4y", "8y"), sopc("2023-07-03", "4y")],
)
def test_licence_terms_within_their_limits_are_in_order(given):
    assert told(booking(given)) == []


def test_a_sentence_cannot_follow_a_later_one():
    later = sentence("2023-07-04", "1m")

    assert told(booking(later, sentence("2023-07-03", "1m", follows=later))) == [
        "CONSECUTIVE_TO_SENTENCE_IMPOSED_AFTER"
    ]


@pytest.mark.parametrize(
    ("adjusted", "code"),
    [
        ([remand("2023-07-03", 5)], "REMAND_FROM_TO_DATES_REQUIRED"),
        (
            [remand("2023-07-03", 5, from_="2023-06-05", to="2023-06-01")],
            "ADJUSTMENT_INVALID_DATE_RANGE",
        ),
        (
            [remand("2023-07-03", 5, from_="2023-06-29", to="2023-07-03")],
            "REMAND_ON_OR_AFTER_SENTENCE_DATE",
        ),
        (
            [
                remand("2023-07-03", 5, from_="2023-06-01", to="2023-06-05"),
                remand("2023-07-03", 5, from_="2023-06-05", to="2023-06-09"),
            ],
            "REMAND_OVERLAPS_WITH_REMAND",
        ),
        (
            [at_large("2023-08-01", "2023-08-05"), at_large("2023-08-05", "2023-08-06")],
            "DUPLICATE_OR_OVERLAPPING_UAL",
        ),
        ([added("2026-06-16", 1)], "ADJUSTMENT_FUTURE_DATED_ADA"),
        ([restored("2026-06-16", 1)], "ADJUSTMENT_FUTURE_DATED_RADA"),
        ([at_large("2026-06-14", "2026-06-16")], "ADJUSTMENT_FUTURE_DATED_UAL"),
        ([days(AdjustmentKind.AT_LARGE, "2026-06-14", 3)], "ADJUSTMENT_FUTURE_DATED_UAL"),
    ],
)
def test_an_adjustment_is_told_what_to_correct(adjusted, code):
    assert told(booking(FIRST, adjusted=adjusted)) == [code]


@pytest.mark.parametrize("adjusted", [tagged_bail("2022-06-27", 5)])
def test_nothing_is_credited_to_training_from_before_28_june_2022(adjusted):
    before, after = dto("2022-06-27", "4m"), dto("2022-06-28", "4m")

    assert told(booking(before, adjusted=[adjusted])) == ["PRE_PCSC_DTO_WITH_ADJUSTMENT"]
    assert told(booking(after, adjusted=[tagged_bail("2022-06-28", 5)])) == []


@pytest.mark.parametrize(
    ("recall", "known", "code"),
    [
        (FIXED_28, {}, "FTR_NO_RETURN_TO_CUSTODY_DATE"),
        (FIXED_28, {"returned": "2023-07-02"}, "FTR_RTC_DATE_BEFORE_SENTENCE_DATE"),
        (FIXED_28, {"returned": "2026-06-16"}, "FTR_RTC_DATE_IN_FUTURE"),
        (
            FIXED_28,
            {"returned": "2024-01-08", "recall_days": 14},
            "FTR_TYPE_28_DAYS_BUT_LENGTH_IS_14",
        ),
        (
            FIXED_14,
            {"returned": "2024-01-08", "recall_days": 28},
            "FTR_TYPE_14_DAYS_BUT_LENGTH_IS_28",
        ),
        (
            recalled(RecallType.FIXED_56, returned="2024-01-08"),
            {},
            "RECALL_MISSING_REVOCATION_DATE",
        ),
        (recalled(RecallType.STANDARD, revoked="2026-06-16"), {}, "REVOCATION_DATE_IN_THE_FUTURE"),
        (
            recalled(RecallType.FIXED_56, revoked="2024-01-09", returned="2024-01-08"),
            {},
            "FTR_RTC_DATE_BEFORE_REVOCATION_DATE",
        ),
    ],
)
def test_a_recall_is_told_what_to_correct(recall, known, code):
    assert told(booking(sentence("2023-07-03", "12m", recall=recall), **known)) == [code]


@pytest.mark.parametrize("recall", [STANDARD, recalled(RecallType.STANDARD, revoked="2024-01-08")])
def test_a_recall_in_order_has_nothing_to_correct(recall):
    assert told(booking(sentence("2023-07-03", "12m", recall=recall))) == []


def test_everything_that_is_told_says_what_to_do():
    assert all(said.endswith(".") and said.count(".") >= 2 for said in BEFORE.values())
