"""Several sentences: chains, single terms, and what counts where they conflict."""

from datetime import date

import pytest

from throughcare.sentences.rules.combining import combinations
from throughcare.sentences.rules.facts import Sentence
from throughcare.sentences.rules.standing import Form
from throughcare.sentences.tests.bookings import (
    BEFORE_SDS40,
    FIXED_14,
    FIXED_28,
    STANDARD,
    added,
    at_large,
    booking,
    breach,
    calculated,
    dates,
    dto,
    eds,
    fine,
    moved_in,
    moved_out,
    remand,
    sentence,
    sopc,
)


def forms(*sentences: Sentence):
    found = calculated(booking(*sentences), under=BEFORE_SDS40)
    return [
        (held.now.terms.form, [part.sentence for part in held.now.terms.parts])
        for group in found.custody.groups()
        for held in group
    ]


def test_a_chain_forks_where_two_sentences_follow_one():
    first = sentence("2023-07-03", "6m")
    second = sentence("2023-07-03", "4m", follows=first)
    other = sentence("2023-07-03", "3m", follows=first)

    assert forms(first, second, other) == [
        (Form.CHAIN, [first, second]),
        (Form.CHAIN, [first, other]),
    ]


def test_one_sentence_for_several_offences_forks_where_they_are_released_otherwise():
    one = sentence("2023-07-03", "6m", identifier="same")
    alike = sentence("2023-07-03", "6m", identifier="same", offence="2021-01-01")
    violent = sentence("2023-07-03", "6m", identifier="same", exclusions=frozenset({"VIOLENT"}))
    after = sentence("2023-07-03", "4m", follows=one)

    assert forms(one, alike, after) == [(Form.CHAIN, [one, after]), (Form.LONE, [alike])]
    assert forms(one, violent, after) == [
        (Form.CHAIN, [one, after]),
        (Form.CHAIN, [violent, after]),
    ]


def test_a_sentence_that_follows_one_that_is_not_there_stands_alone():
    gone = sentence("2023-07-03", "6m")
    after = sentence("2023-07-03", "4m", follows=gone)

    assert forms(after) == [(Form.LONE, [after])]


def test_sentences_that_follow_one_another_in_a_circle_are_in_no_chain():
    one = sentence("2023-07-03", "6m", identifier="one")
    other = sentence("2023-07-03", "4m", identifier="other", follows=one)
    round_ = sentence("2023-07-03", "6m", identifier="one", follows=other)

    assert forms(other, round_) == [(Form.LONE, [other]), (Form.LONE, [round_])]
    assert forms(one, other, round_)[0] == (Form.CHAIN, [one, other, round_])


def test_nothing_stands_together_where_there_is_nothing():
    assert combinations([]) == []


def test_fractions_of_a_chain_are_rounded_up_group_by_group():
    violent = sentence("2023-07-03", "8y", is_plus=True, would_be_plus=True)
    after = sentence("2023-07-03", "7m", follows=violent)

    found = dates(violent, after, under=BEFORE_SDS40)

    # 8 years are 2,922 days, two thirds 1,948: to 31 October 2028; 7 months from the 1st are 212 days, half 106
    assert found["CRD"] == "2029-02-14"
    assert found["SLED"] == "2032-02-02"


def test_old_sentences_of_two_days_are_one_term_from_the_first_to_the_later_end():
    one = sentence("2006-07-03", "2y", offence="2005-01-01")
    other = sentence("2006-10-02", "2y", offence="2005-01-01")

    found = dates(one, other, under=BEFORE_SDS40)

    # from 3 July 2006 to 1 October 2008 are 822 days, half 411
    assert found["CRD"] == "2007-08-17"
    assert found["SED"] == "2008-10-01"


def test_training_orders_of_two_days_are_one_term_of_two_years_at_most():
    one = dto("2023-07-03", "18m")
    other = dto("2023-11-06", "24m")

    found = dates(one, other, born=date(2007, 1, 1))

    assert found["SED"] == "2025-07-02"
    assert found["MTD"] == "2024-07-02"  # 731 days, half 366


def test_training_that_follows_training_is_two_years_at_most():
    one = dto("2023-07-03", "18m")
    other = dto("2023-07-03", "12m", follows=one)

    found = dates(one, other, born=date(2007, 1, 1))

    assert found["SED"] == "2025-07-02"


def test_a_short_chain_from_both_sides_of_february_2015_has_its_own_licence():
    earlier = sentence("2015-06-03", "4m", offence="2015-01-31")
    later = sentence("2015-06-03", "6m", offence="2015-02-01", follows=earlier)

    found = dates(earlier, later, under=BEFORE_SDS40)

    # 10 months are 305 days, half 153: 2 November; the later 6 months are 183, half rounded down 91
    assert found["CRD"] == "2015-11-02"
    assert found["LED"] == "2016-02-01"
    assert found["SED"] == "2016-04-02"


def test_such_a_licence_ends_with_the_sentence_at_the_latest():
    earlier = sentence("2015-06-03", "4m", offence="2015-01-31")
    later = sentence("2015-06-03", "6m", offence="2015-02-01", follows=earlier)

    found = dates(earlier, later, under=BEFORE_SDS40, adjusted=[added("2015-06-10", 120)])

    assert found["CRD"] == "2016-03-01"
    assert found["LED"] == found["SED"] == "2016-04-02"


def test_the_last_release_and_the_last_expiry_count():
    short = sentence("2023-07-03", "12m")
    long = sentence("2023-03-02", "14m")

    found = dates(short, long, under=BEFORE_SDS40)

    assert found["CRD"] == "2024-01-01"
    assert found["SLED"] == "2024-07-02"


def test_a_later_sentence_in_the_same_custody_shares_earlier_remand():
    first = sentence("2023-07-03", "12m")
    second = sentence("2023-09-04", "12m")

    found = dates(first, second, under=BEFORE_SDS40, adjusted=[remand("2023-07-03", 10)])

    # 366 days, half 183: 4 March 2024, less the 10 days
    assert found["CRD"] == "2024-02-23"


def test_a_sentence_after_release_shares_nothing():
    first = sentence("2023-07-03", "6m")
    second = sentence("2024-09-04", "6m")

    found = dates(first, second, under=BEFORE_SDS40, adjusted=[remand("2023-07-03", 10)])

    assert found["CRD"] == "2024-12-03"  # 181 days, half 91


def test_release_at_a_weekend_ends_custody_on_the_friday_before():
    # 6 months from 3 July 2023 are 184 days, half 92: Monday 2 October; two days' remand make it Saturday
    first = sentence("2023-07-03", "6m")
    saturday = sentence("2023-09-30", "6m")
    friday = sentence("2023-09-29", "6m")
    adjusted = [remand("2023-07-03", 2)]

    later = calculated(booking(first, saturday, adjusted=adjusted), under=BEFORE_SDS40)
    same = calculated(booking(first, friday, adjusted=adjusted), under=BEFORE_SDS40)

    assert [len(group.sentences) for group in later.custody.closed] == [1, 1]
    assert [len(group.sentences) for group in same.custody.closed] == [2]


def test_added_days_outside_custody_are_held_against_the_next_sentence():
    first = sentence("2023-07-03", "6m")
    second = sentence("2024-09-04", "6m")

    found = dates(first, second, under=BEFORE_SDS40, adjusted=[added("2024-08-01", 5)])

    assert found["CRD"] == "2024-12-08"


def test_added_days_that_were_served_count_no_more_for_a_new_sentence():
    # without added days 2 October 2023; with 20 of them, 22 October; sentenced again on the 12th, 9 days are served
    first = sentence("2023-07-03", "6m")
    second = sentence("2023-10-12", "6m")

    found = dates(first, second, under=BEFORE_SDS40, adjusted=[added("2023-07-10", 20)])

    # 183 days, half 92: 11 January 2024, + 20 - 9
    assert found["CRD"] == "2024-01-22"


def test_a_recall_beside_a_new_sentence_puts_curfew_off():
    recall = sentence("2023-03-02", "14m", recall=STANDARD)
    new = sentence("2024-01-08", "9m")

    found = dates(recall, new, under=BEFORE_SDS40)

    # 14 months from 2 March 2023 end on 1 May 2024; half of 274 days is 137: 23 May 2024; curfew alone would be 17 March
    assert found["CRD"] == "2024-05-23"
    assert found["HDCED"] == "2024-05-01"
    assert "PRRD" not in found


def test_a_default_term_puts_curfew_off():
    given = sentence("2023-07-03", "12m")
    term = fine("2023-07-03", "7m")

    found = dates(given, term, under=BEFORE_SDS40)

    # 215 days, half 108: 18 October; curfew alone would be 3 October
    assert found["HDCED"] == "2023-10-18"


def test_parole_waits_for_release_from_another_sentence():
    extended = eds("2023-03-02", "6y", "2y")
    other = sentence("2023-03-02", "9y", exclusions=frozenset({"VIOLENT"}))

    found = dates(extended, other)

    assert found["PED"] == "2027-08-31"  # half of 3,288 days, 1,644
    assert found["CRD"] == "2029-03-01"


def test_there_is_no_parole_where_another_sentence_holds_longer():
    particular = sopc("2023-03-02", "4y")
    other = sentence("2023-03-02", "9y", exclusions=frozenset({"VIOLENT"}))

    found = dates(particular, other)

    assert "PED" not in found
    assert found["CRD"] == "2027-08-31"


def test_a_chain_with_two_parole_fractions_counts_the_second_from_the_first():
    earlier = sopc("2022-06-01", "4y")  # half
    later = eds("2022-06-01", "3y", "1y", follows=earlier)  # two thirds

    found = dates(earlier, later)

    # 4 years are 1,461 days, half 731: to 31 May 2024; 3 years from that day are 1,095 days, two thirds 730
    assert found["PED"] == "2026-05-31"
    assert found["CRD"] == "2029-05-31"


def test_and_from_that_very_day():
    # half of 1,952 days is 976: to 31 January 2025; a month from that day is 29 days, two thirds 20, and from the next 28 and 19
    earlier = sopc("2022-06-01", "1952d")
    later = eds("2022-06-01", "1m", "1y", follows=earlier)

    assert dates(earlier, later)["PED"] == "2025-02-20"


@pytest.mark.parametrize(("with_fine", "removed"), [("14d", "2021-05-04"), ("14m", "2021-06-02")])
def test_early_removal_waits_for_a_default_term(with_fine, removed):
    # 3 years from 3 August 2020: half of 1,095 days is 548, to 1 February 2022; half of these is 274
    given = sentence("2020-08-03", "3y")
    term = fine("2020-11-02", with_fine)

    found = dates(given, term, under=BEFORE_SDS40, wants_removal=True)

    assert found["ERSED"] == removed


def test_nobody_is_removed_while_a_longer_default_term_runs():
    given = sentence("2020-08-03", "12m")
    term = fine("2020-11-02", "24m")

    found = dates(given, term, under=BEFORE_SDS40, wants_removal=True)

    assert "ERSED" not in found


def test_training_beside_another_sentence_has_a_middle_of_its_own():
    training = dto("2023-07-03", "12m")
    other = sentence("2023-07-03", "10m")

    found = dates(training, other, under=BEFORE_SDS40, born=date(2004, 1, 1))

    assert found["MTD"] == "2024-01-01"
    assert found["CRD"] == "2023-12-02"
    assert found["ETD"] == "2023-12-01"
    assert found["LTD"] == "2024-02-01"
    assert found["SED"] == "2024-07-02"
    assert found["LED"] == "2024-05-02"


def test_early_removal_beside_longer_training_is_not_given():
    training = dto("2023-07-03", "12m")
    other = sentence("2023-07-03", "10m")

    found = calculated(
        booking(training, other, born=date(2004, 1, 1), wants_removal=True), under=BEFORE_SDS40
    )

    assert found.together.is_training_later
    assert "ERSED" not in found.together.dates


def test_a_breach_alone_has_no_effective_end():
    assert "ESED" not in dates(breach("2023-07-03", "14d"), breach("2023-07-04", "14d"))


def test_a_release_that_is_recorded_ends_custody():
    first = sentence("2023-07-03", "12m")
    second = sentence("2023-11-06", "6m")
    out = moved_out("2023-10-20", "HDC")

    found = calculated(booking(first, second, movements=[out]), under=BEFORE_SDS40)

    assert [str(group.to) for group in found.custody.closed] == ["2023-10-20", "2024-02-02"]


@pytest.mark.parametrize(
    ("on", "back", "groups"),
    [
        ("2022-06-27", moved_in("2022-07-20", "ERS_BREACH"), 2),
        ("2022-06-27", moved_in("2022-07-20", "FAILED_ERS_REMOVAL"), 1),
        ("2022-06-28", moved_in("2022-07-20", "ERS_BREACH"), 1),
    ],
)
def test_removal_stops_the_clock_from_28_june_2022(on, back, groups):
    first = sentence("2022-01-10", "24m")
    second = sentence("2022-08-01", "6m")

    found = calculated(
        booking(first, second, movements=[moved_out(on, "ERS"), back]), under=BEFORE_SDS40
    )

    assert len(found.custody.closed) == groups


def test_time_at_large_goes_into_a_chain_and_not_to_other_new_sentences():
    first = sentence("2023-07-03", "12m")
    follows = sentence("2023-11-06", "6m", follows=first)
    beside = sentence("2023-11-06", "14m")

    found = calculated(
        booking(first, follows, beside, adjusted=[at_large("2023-08-01", "2023-08-10")]),
        under=BEFORE_SDS40,
    )

    standings = [held.now for held in found.custody.closed[0].sentences]
    assert [(now.terms.form, now.days.at_large) for now in standings] == [
        (Form.CHAIN, 10),
        (Form.LONE, 0),
    ]


def test_recalls_of_14_and_28_days_on_both_lengths_together():
    # back on 2 September 2024; the longer sentence ends on 2 July 2025
    short = sentence("2024-03-04", "11m", recall=FIXED_14)
    long = sentence("2023-07-03", "24m", recall=FIXED_28)

    found = dates(short, long, under=BEFORE_SDS40, returned="2024-09-02")

    assert found["PRRD"] == "2024-09-29"
    assert found["SLED"] == "2025-07-02"
