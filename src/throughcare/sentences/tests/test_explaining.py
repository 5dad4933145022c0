"""Dates in plain words, for the ways that somebody would go on paper."""

from datetime import date

from throughcare.sentences.rules.explaining import explain
from throughcare.sentences.rules.facts import RecallType
from throughcare.sentences.rules.types import DateType
from throughcare.sentences.tests.bookings import (
    BEFORE_SDS40,
    PROGRESSION,
    SUMMER_2026,
    added,
    at_large,
    booking,
    breach,
    calculated,
    dto,
    eds,
    fine,
    moved_out,
    recalled,
    remand,
    sentence,
)


def explained(given, *, under=SUMMER_2026):
    return explain(given, calculated(given, under=under))


def said(given, kind, *, under=SUMMER_2026):
    found = next(each for each in explained(given, under=under).dates if each.kind is kind)
    return [(step.says, step.to.isoformat()) for step in found.steps]


def test_release_is_told_as_it_is_counted():
    given = booking(
        sentence("2025-02-14", "15m", offence="2023-05-01"), adjusted=[remand("2025-02-14", 20)]
    )

    assert said(given, DateType.CRD) == [
        (
            (
                "Sentence 1: 15 months from 14 February 2025 is 454 days; two fifths of them, rounded up, is 182 days, "
                "the last of them 14 August 2025"
            ),
            "2025-08-14",
        ),
        ("less 20 days on remand", "2025-07-25"),
    ]


def test_each_step_names_its_law():
    given = booking(sentence("2025-02-14", "15m"), adjusted=[remand("2025-02-14", 20)])

    found = next(each for each in explained(given).dates if each.kind is DateType.CRD)

    assert found.meaning == "Conditional release date: automatic release on licence"
    assert [step.law for step in found.steps] == [
        "Criminal Justice Act 2003 (Requisite and Minimum Custodial Periods) Order 2024",
        "Criminal Justice Act 2003, s. 240ZA",
    ]
    assert (found.unadjusted.isoformat(), found.moved) == ("2025-08-14", -20)


def test_a_chain_is_told_group_by_group():
    violent = sentence("2024-10-07", "12m", exclusions=frozenset({"VIOLENT"}))
    given = booking(violent, sentence("2024-10-07", "12m", follows=violent))

    assert said(given, DateType.CRD) == [
        (
            (
                "Sentence 1: 12 months from 7 October 2024 is 365 days; half of them, rounded up, is 183 days, "
                "the last of them 7 April 2025"
            ),
            "2025-04-07",
        ),
        (
            (
                "Sentence 2: 12 months from 8 April 2025 is 365 days; two fifths of them, rounded up, is 146 days, "
                "the last of them 31 August 2025"
            ),
            "2025-08-31",
        ),
    ]
    assert explained(given).sentences[0].title == (
        "Sentences 1 and 2, one after the other, from 7 October 2024"
    )


def test_waiting_for_a_tranche_is_told_with_its_day():
    given = booking(sentence("2026-01-05", "24m"), adjusted=[added("2026-02-02", 10)])
    found = explained(given, under=PROGRESSION)

    assert said(given, DateType.CRD, under=PROGRESSION)[-2:] == [
        ("plus 10 days added, less those restored", "2026-09-15"),
        (
            "Not before the day on which the law came over people with sentences of this length, with the days added",
            "2026-10-23",
        ),
    ]
    assert found.remarks == (
        "Sentencing Act 2026, release at one third or one half: comes over this person on 13 October 2026.",
    )


def test_curfew_under_both_schemes_and_between_them_is_told():
    before = booking(sentence("2023-07-03", "12m"))
    between = booking(sentence("2024-05-13", "4y"))
    later = booking(sentence("2025-07-07", "6y"))

    assert said(before, DateType.HDCED, under=BEFORE_SDS40)[-1] == (
        "183 days to release are fewer than 360: half of them, rounded up, and at least 28, have to be served: 92 days",
        "2023-10-03",
    )
    assert said(between, DateType.HDCED)[-1] == (
        "That is under the scheme from 3 June 2025, and earlier than that day",
        "2025-06-03",
    )
    assert said(later, DateType.HDCED)[-1][0] == (
        "877 days to release are 730 or more: 364 days before release"
    )


def test_what_puts_curfew_off_is_named():
    given = booking(sentence("2023-07-03", "12m"), fine("2023-07-03", "7m"))

    assert said(given, DateType.HDCED, under=BEFORE_SDS40)[-1] == (
        "Not before release from another sentence, which allows none earlier (sentence 2)",
        "2023-10-18",
    )


def test_early_removal_is_told_by_what_decides():
    by_longest = booking(eds("2018-01-08", "9y", "3y"), wants_removal=True)
    by_served = booking(sentence("2023-07-03", "12m"), wants_removal=True)

    assert said(by_longest, DateType.ERSED, under=BEFORE_SDS40)[-1][0].startswith("544 days before")
    assert said(by_served, DateType.ERSED, under=BEFORE_SDS40)[-1] == (
        "Half of 183 days, rounded up, have to be served: 92 days",
        "2023-10-03",
    )


def test_recalls_are_told_by_their_length():
    fixed = sentence("2025-01-06", "2y", recall=recalled(RecallType.FIXED_28))
    standard = sentence("2025-01-06", "2y", recall=recalled(RecallType.STANDARD))

    assert said(booking(fixed, returned="2025-12-01"), DateType.PRRD) == [
        ("Back in custody on 1 December 2025", "2025-12-01"),
        ("A recall for 28 days, the day of return included", "2025-12-28"),
    ]
    assert said(booking(standard), DateType.PRRD)[-1] == (
        "After a standard recall, release is when the sentence ends",
        "2027-01-05",
    )
    assert explained(booking(standard)).sentences[0].title == (
        "Sentence 1. Standard determinate sentence: 2 years from 6 January 2025, recalled"
    )


def test_a_recall_for_56_days_names_its_tranche():
    recall = recalled(RecallType.FIXED_56, revoked="2026-01-07", returned="2026-01-12")
    given = booking(sentence("2022-10-03", "1702d", recall=recall), returned="2026-01-12")

    assert said(given, DateType.PRRD)[-1] == (
        "The tranche of the person, on 14 April 2026",
        "2026-04-14",
    )
    assert explained(given).remarks[-1].endswith("comes over this person on 14 April 2026.")


def test_licence_of_each_kind_is_told():
    old = booking(sentence("2007-07-03", "2y", offence="2005-04-03"))
    earlier = sentence("2015-06-03", "4m", offence="2015-01-31")
    later = sentence("2015-06-03", "6m", offence="2015-02-01", follows=earlier)
    mixed = booking(earlier, later, adjusted=[added("2015-06-10", 120)])

    assert said(old, DateType.LED, under=BEFORE_SDS40)[-1] == (
        "Licence runs for three quarters of that, rounded up: 549 days",
        "2009-01-01",
    )
    assert [step for step, _ in said(mixed, DateType.LED, under=BEFORE_SDS40)][-2:] == [
        "plus 91 days of licence: half, rounded down, of the terms for offences from 1 February 2015",
        "less 59 days by which that would pass the end of the sentence",
    ]


def test_single_terms_training_and_breaches_are_told():
    old = booking(
        sentence("2006-07-03", "2y", offence="2005-01-01"),
        sentence("2006-10-02", "2y", offence="2005-01-01"),
    )
    training = booking(dto("2023-07-03", "18m"))
    breached = booking(breach("2023-07-03", "14d", supervised_until="2024-02-01"))

    assert said(old, DateType.CRD, under=BEFORE_SDS40)[0][0] == (
        "Served as one term of 822 days from 3 July 2006; half of it is 411 days"
    )
    assert explained(old, under=BEFORE_SDS40).sentences[0].title == (
        "Sentences 1 and 2, as one term, from 3 July 2006"
    )
    assert said(training, DateType.ETD)[-1] == (
        "Two months earlier than the middle of the term",
        "2024-02-02",
    )
    assert said(breached, DateType.ARD)[0][0].endswith(
        "all of them are served, the last of them 16 July 2023"
    )
    assert said(breached, DateType.TUSED)[0][0] == "The last end of supervision that is known"


def test_what_was_worked_out_and_is_not_given_is_kept_with_its_way():
    # the recall outlasts the other sentence, so that there is no release but after it
    recall = sentence("2021-03-01", "36m", recall=recalled(RecallType.STANDARD))
    given = booking(recall, sentence("2023-07-03", "7m"))

    found = explained(given, under=BEFORE_SDS40)

    assert [each.kind for each in found.withheld] == [DateType.HDCED]
    assert DateType.HDCED not in [each.kind for each in found.dates]


def test_dates_under_the_fraction_before_are_remarked_upon():
    given = booking(
        sentence("2023-01-09", "5y"),
        adjusted=[at_large("2023-03-06", "2023-03-12")],
        wants_removal=True,
    )

    found = explained(given)

    removal = next(each for each in found.dates if each.kind is DateType.ERSED)
    assert removal.steps[-1].to == removal.on
    assert any(each.remarks for each in found.dates)


def test_movements_alone_explain_nothing_away():
    given = booking(sentence("2023-07-03", "12m"), movements=[moved_out("2023-10-20", "HDC")])

    assert [each.kind for each in explained(given, under=BEFORE_SDS40).dates] == [
        DateType.CRD,
        DateType.SLED,
        DateType.ESED,
        DateType.HDCED,
        DateType.TUSED,
    ]


def test_curfew_in_the_first_days_and_removal_at_the_change_are_told():
    early = booking(sentence("2023-07-03", "12m"), adjusted=[remand("2023-07-03", 90)])
    removal = booking(eds("2024-01-10", "6y", "3y"), wants_removal=True)

    assert said(early, DateType.HDCED, under=BEFORE_SDS40)[-1] == (
        "Not in the first 14 days of the sentence",
        "2023-07-17",
    )
    assert said(removal, DateType.ERSED)[-1] == (
        "The scheme before 23 September 2025 leads past that day, and the one from it to before it",
        "2025-09-23",
    )


def test_that_nobody_is_removed_for_training_is_remarked_upon():
    given = booking(
        dto("2023-07-03", "12m"),
        sentence("2023-07-03", "10m"),
        born=date(2004, 1, 1),
        wants_removal=True,
    )

    assert explained(given, under=BEFORE_SDS40).remarks == (
        "There is no date of early removal, as training ends later than the sentence.",
    )
