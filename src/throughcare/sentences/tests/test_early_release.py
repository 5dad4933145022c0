"""Laws that came over people in custody: either side of their days, by tranche, and beside the law before."""

from typing import Any

import pytest

from throughcare.sentences.rules.facts import RecallType, Sentence
from throughcare.sentences.tests.bookings import (
    PROGRESSION,
    SUMMER_2026,
    added,
    at_large,
    booking,
    calculated,
    dates,
    days,
    eds,
    moved_in,
    moved_out,
    recalled,
    remand,
    sentence,
)

VIOLENT = frozenset({"VIOLENT"})
LATER_EXCLUDED = frozenset({"SEXUAL_T3"})


def tranches(*sentences: Sentence, under=SUMMER_2026, **known: Any):  # Any: facts of every type
    return calculated(booking(*sentences, **known), under=under).custody.tranches


@pytest.mark.parametrize(
    ("on", "released"),
    [
        # 12 months are 365 days: two fifths 146, half 183
        ("2024-09-09", "2025-02-01"),
        ("2024-09-10", "2025-02-02"),
    ],
)
def test_two_fifths_from_10_september_2024_whether_in_custody_or_sentenced_then(on, released):
    assert dates(sentence(on, "12m"))["CRD"] == released


def test_who_was_released_on_the_day_of_the_tranche_is_released_as_before():
    # 183 of 365 days from 12 March 2024: 10 September
    assert dates(sentence("2024-03-12", "12m"))["CRD"] == "2024-09-10"


def test_nobody_is_released_under_two_fifths_before_the_day_of_their_tranche():
    # two fifths would be 5 August, half is 11 September
    assert dates(sentence("2024-03-13", "12m"))["CRD"] == "2024-09-10"


@pytest.mark.parametrize(
    ("custody", "tranche"), [("59m", "TRANCHE_1"), ("60m", "TRANCHE_2"), ("5y", "TRANCHE_2")]
)
def test_the_second_tranche_is_for_five_years_and_more(custody, tranche):
    assert tranches(sentence("2024-01-08", custody)) == {"SDS_40": tranche}


def test_the_longest_sentence_decides_the_tranche_and_those_imposed_later_do_not():
    short = sentence("2024-01-08", "24m")

    assert tranches(short, eds("2024-01-08", "4y", "2y")) == {"SDS_40": "TRANCHE_2"}
    assert tranches(short, sentence("2024-09-10", "6y")) == {"SDS_40": "TRANCHE_1"}


def test_an_excluded_sentence_keeps_half_and_still_has_a_tranche():
    given = sentence("2024-01-08", "24m", exclusions=VIOLENT)

    assert dates(given)["CRD"] == "2025-01-07"
    assert tranches(given) == {"SDS_40": "TRANCHE_1"}


def test_whoever_was_out_on_curfew_has_no_tranche():
    given = sentence("2024-01-08", "24m")

    assert tranches(given, movements=[moved_out("2024-09-02", "HDC")]) == {}
    assert tranches(given, movements=[moved_out("2024-09-02", "PAROLE")]) == {}
    assert tranches(given, movements=[moved_out("2024-09-10", "HDC")]) == {"SDS_40": "TRANCHE_1"}


def test_whoever_was_back_by_then_has_a_tranche():
    given = sentence("2024-01-08", "24m")
    movements = [moved_out("2024-09-02", "HDC"), moved_in("2024-09-09", "HDC_RECALL")]

    assert tranches(given, movements=movements) == {"SDS_40": "TRANCHE_1"}


def test_whoever_was_at_large_on_the_day_has_a_tranche_all_the_same():
    given = sentence("2024-01-08", "24m")
    movements = [moved_out("2024-09-02", "CRD")]
    away = at_large("2024-09-03", "2024-09-12")

    assert tranches(given, movements=movements, adjusted=[away]) == {"SDS_40": "TRANCHE_1"}


@pytest.mark.parametrize(
    ("on", "released"),
    [
        # 24 months are 730 days. In custody on 16 December 2024: back to half of them, 365
        ("2024-09-11", "2025-09-10"),
        # and sentenced from that day
        ("2024-12-16", "2025-12-15"),
    ],
)
def test_offences_that_were_excluded_later_go_back_to_half(on, released):
    given = sentence(on, "24m", exclusions=LATER_EXCLUDED)

    assert dates(given)["CRD"] == released


def test_whoever_was_released_before_the_exclusion_stays_so():
    # 6 months from 11 September 2024: 181 days, two fifths 73: 22 November
    given = sentence("2024-09-11", "6m", exclusions=LATER_EXCLUDED)

    assert dates(given)["CRD"] == "2024-11-22"


def test_a_chain_can_hold_two_fractions():
    violent = sentence("2024-10-07", "12m", exclusions=VIOLENT)
    other = sentence("2024-10-07", "12m", follows=violent)

    # half of 365 days is 183: to 7 April 2025; two fifths of 365 is 146
    assert dates(violent, other)["CRD"] == "2025-08-31"


def test_days_added_since_the_tranche_move_curfew_that_waited_for_it():
    given = sentence("2023-04-10", "4y")

    without = dates(given)
    with_added = dates(given, adjusted=[added("2024-09-16", 10)])

    # half is 730.5, 731 days: 9 April 2025; two fifths 585: 14 November 2024, curfew 19 May 2024 and 11 October 2024
    assert without["HDCED"] == "2024-09-10"
    assert with_added["HDCED"] == "2024-09-20"


def test_curfew_on_the_day_of_release_and_tranche_is_not_given():
    # two fifths of 12 years are 1,754 days, to 20 September 2024: curfew and release both wait for 22 October
    found = dates(sentence("2019-12-03", "12y"))

    assert found["CRD"] == "2024-10-22"
    assert "HDCED" not in found


def test_one_third_from_1_october_2026():
    # 365 days: two fifths 146, one third 122
    before = dates(sentence("2026-09-30", "12m"), under=PROGRESSION)
    after = dates(sentence("2026-10-01", "12m"), under=PROGRESSION)

    assert before["CRD"] == "2027-01-29"
    assert after["CRD"] == "2027-01-30"


def test_the_progression_model_is_not_in_the_law_before_it():
    assert dates(sentence("2026-10-01", "12m"))["CRD"] == "2027-02-23"


@pytest.mark.parametrize(
    "known",
    [
        {"is_section_250": True},
        {"would_be_plus": True},
        {"exclusions": frozenset({"PROGRESSION_MODEL_SCHEDULE_13_PART_3"})},
        {"exclusions": frozenset({"SA2026_PROGRESSION_MODEL_SCHEDULE"})},
    ],
)
def test_the_progression_model_leaves_some_out(known):
    given = sentence("2026-10-05", "12m", **known)

    # two fifths of 365 days, 146
    assert dates(given, under=PROGRESSION)["CRD"] == "2027-02-27"


def test_long_violent_terms_are_halved_by_the_progression_model():
    given = sentence("2026-10-05", "8y", is_plus=True, would_be_plus=True)

    assert dates(given, under=PROGRESSION)["CRD"] == "2030-10-04"
    assert dates(given)["CRD"] == "2032-02-03"


def test_a_short_term_for_an_old_offence_has_a_licence_under_the_progression_model():
    given = sentence("2026-10-05", "10m", offence="2014-06-02")

    assert {"CRD", "SLED"} <= set(dates(given, under=PROGRESSION))
    assert {"ARD", "SED"} <= set(dates(given))


@pytest.mark.parametrize(
    ("custody", "tranche"),
    [("574d", "TRANCHE_1"), ("575d", "TRANCHE_2"), ("4396d", "TRANCHE_9"), ("4397d", "TRANCHE_10")],
)
def test_progression_tranches_go_by_days(custody, tranche):
    found = tranches(sentence("2026-09-21", custody), under=PROGRESSION)

    assert found == {"SDS_PROGRESSION_MODEL": tranche}


@pytest.mark.parametrize(("on", "allocated"), [("2025-12-14", True), ("2025-12-13", False)])
def test_whoever_is_released_before_commencement_has_no_tranche(on, allocated):
    # 24 months are 730 days, two fifths 292: 1 October 2026 for who was sentenced on 14 December 2025
    found = tranches(sentence(on, "24m"), under=PROGRESSION)

    assert found == ({"SDS_PROGRESSION_MODEL": "TRANCHE_2"} if allocated else {})


def test_time_at_large_since_commencement_makes_nobody_a_candidate_at_a_later_tranche():
    # two fifths of 730 days would be 1 October 2026 without a day of remand
    given = sentence("2025-12-14", "24m")
    adjusted = [remand("2025-12-14", 1), at_large("2026-09-28", "2026-10-05")]

    found = tranches(given, under=PROGRESSION, adjusted=adjusted)

    assert found == {"SDS_PROGRESSION_MODEL": "TRANCHE_2"}


def test_added_days_are_served_after_the_tranche():
    # one third of 730 days, 244, is 5 September 2026; two fifths with 10 added days 2 November
    given = sentence("2026-01-05", "24m")

    found = dates(given, under=PROGRESSION, adjusted=[added("2026-02-02", 10)])

    assert found["CRD"] == "2026-10-23"


def test_two_fifths_and_one_third_may_come_over_one_person():
    given = sentence("2022-09-12", "12y", is_section_250=False)

    found = calculated(booking(given), under=PROGRESSION)

    assert found.custody.tranches == {
        "SDS_40": "TRANCHE_2",
        "SDS_PROGRESSION_MODEL": "TRANCHE_9",
    }
    # 4,383 days: half would be 11 September 2028, two fifths (1,754) 1 July 2027, one third (1,461) 11 September 2026
    assert str(found.together.dates["CRD"]) == "2027-05-11"


RECALLED_56 = recalled(RecallType.FIXED_56, revoked="2026-01-07", returned="2026-01-12")


def test_a_recall_for_56_days_is_a_standard_one_before_31_march_2026():
    recall = recalled(RecallType.FIXED_56, revoked="2025-06-02", returned="2025-06-03")
    given = sentence("2024-10-07", "12m", recall=recall)

    # the sentence ends on 6 October 2025, before the law
    assert dates(given, returned="2025-06-03")["PRRD"] == "2025-10-06"


@pytest.mark.parametrize(
    ("custody", "released", "tranche"),
    [
        ("1701d", "2026-03-31", "FTR_56_TRANCHE_1"),
        ("1702d", "2026-04-14", "FTR_56_TRANCHE_2"),
        ("4439d", "2026-05-12", "FTR_56_TRANCHE_6"),
    ],
)
def test_a_recall_for_56_days_waits_for_the_tranche(custody, released, tranche):
    given = sentence("2022-10-03", custody, recall=RECALLED_56)

    found = calculated(booking(given, returned="2026-01-12"))

    assert str(found.together.dates["PRRD"]) == released
    assert found.custody.recall_tranche == tranche


def test_a_recall_for_56_days_after_the_law_has_no_tranche():
    recall = recalled(RecallType.FIXED_56, revoked="2026-06-01", returned="2026-06-02")
    given = sentence("2022-10-03", "6y", recall=recall)

    found = calculated(booking(given, returned="2026-06-02"))

    assert str(found.together.dates["PRRD"]) == "2026-07-27"
    assert found.custody.recall_tranche is None


def test_a_recall_for_56_days_that_nobody_revoked_has_no_tranche():
    recall = recalled(RecallType.FIXED_56, returned="2026-01-12")
    given = sentence("2022-10-03", "6y", recall=recall)

    assert calculated(booking(given, returned="2026-01-12")).custody.recall_tranche is None


def test_days_added_during_a_fixed_term_recall_are_served():
    given = sentence("2024-01-08", "24m", recall=recalled(RecallType.FIXED_28))
    adjusted = [added("2025-06-09", 4), at_large("2025-06-16", "2025-06-17")]

    found = dates(given, returned="2025-06-02", adjusted=adjusted)

    # 28 days from 2 June are to the 29th, two days at large, four added
    assert found["PRRD"] == "2025-07-05"


def test_days_added_before_a_fixed_term_recall_began_are_not():
    given = sentence("2024-01-08", "24m", recall=recalled(RecallType.FIXED_28))

    found = dates(given, returned="2025-06-02", adjusted=[added("2025-05-12", 4)])

    assert found["PRRD"] == "2025-06-29"


def test_days_added_during_a_standard_recall_change_nothing():
    given = sentence("2024-01-08", "24m", recall=recalled(RecallType.STANDARD))

    found = dates(given, adjusted=[added("2025-06-09", 4)])

    assert found["PRRD"] == found["SLED"] == "2026-01-07"


def test_remand_that_belongs_to_a_recall_is_not_credited_to_another_sentence():
    recall = sentence("2023-01-09", "24m", recall=recalled(RecallType.STANDARD))
    new = sentence("2024-06-03", "12m")
    adjusted = [
        days("RECALL_REMAND", "2023-01-09", 5),
        remand("2024-06-03", 7),
        days("RECALL_TAGGED_BAIL", "2023-01-09", 2),
    ]

    found = calculated(booking(recall, new, adjusted=adjusted))

    given = [held.now.days for group in found.custody.closed for held in group.sentences]
    assert [(each.deducted, each.recall_remand, each.remand) for each in given] == [
        (7, 5, 0),
        (7, 0, 7),
    ]
