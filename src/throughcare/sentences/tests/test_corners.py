"""What happens seldom: conflicts of several sentences, and of laws, that the rules decide all the same."""

from datetime import date

import pytest

from throughcare.sentences import statute_book
from throughcare.sentences.queries.answers import answer
from throughcare.sentences.rules.case import Case
from throughcare.sentences.rules.explaining_dates import trail_to
from throughcare.sentences.rules.facts import Offender, RecallType
from throughcare.sentences.rules.law import Switches
from throughcare.sentences.rules.types import DateType
from throughcare.sentences.tests.bookings import (
    BEFORE_SDS40,
    SUMMER_2026,
    added,
    at_large,
    booking,
    breach,
    calculated,
    dates,
    day,
    dto,
    eds,
    fine,
    moved_in,
    moved_out,
    recalled,
    remand,
    sentence,
    sopc,
)
from throughcare.sentences.tests.test_answers import case

CHILD = date(2007, 6, 1)
VIOLENT = frozenset({"VIOLENT"})


def test_training_alone_is_unconditional_for_who_is_under_18_and_short():
    found = dates(
        dto("2023-07-03", "6m"), sentence("2023-07-03", "4m"), under=BEFORE_SDS40, born=CHILD
    )

    assert "ARD" in found
    assert "LED" not in found


def test_training_of_two_years_together_has_supervision_unless_it_is_too_long():
    short = dates(dto("2023-07-03", "6m"), dto("2023-07-03", "4m"), born=date(2005, 7, 1))
    long = dates(dto("2023-07-03", "24m"), dto("2023-07-03", "4m"), born=date(2005, 7, 1))

    assert short["TUSED"] == "2024-10-02"
    assert "TUSED" not in long


def test_immediate_training_beside_another_sentence_is_in_its_middle_at_once():
    training = dto("2023-07-03", "8m")
    other = sentence("2023-07-03", "12m")
    found = dates(
        training,
        other,
        under=BEFORE_SDS40,
        born=date(2004, 1, 1),
        adjusted=[remand("2023-07-03", 125)],
    )

    assert found["MTD"] == "2023-07-03"
    assert "ETD" not in found


def test_training_from_before_28_june_2022_keeps_its_unadjusted_middle_beside_another_sentence():
    training = dto("2022-06-27", "8m")
    other = sentence("2022-06-27", "12m")

    found = dates(
        training,
        other,
        under=BEFORE_SDS40,
        born=date(2003, 1, 1),
        adjusted=[remand("2022-06-27", 5)],
    )

    assert found["MTD"] == "2022-10-27"  # 245 days, half 123; the remand is not for it
    assert found["CRD"] == "2022-12-21"  # 365 days, half 183, less 5


def test_training_of_an_old_kind_beside_a_sentence_without_licence_goes_by_the_last_release():
    training = dto("2023-07-03", "8m")
    other = sentence("2023-07-03", "10m", offence="2014-06-02")

    found = dates(training, other, under=BEFORE_SDS40, born=date(2006, 2, 1))

    assert {"ARD", "MTD", "SED"} <= set(found)


def test_the_same_end_of_training_and_another_sentence_is_one_date():
    found = dates(
        dto("2023-07-03", "6m"),
        sentence("2023-07-03", "6m"),
        under=BEFORE_SDS40,
        born=date(2004, 1, 1),
    )

    assert found["SLED"] == "2024-01-02"


def test_short_sentences_from_both_sides_of_february_2015_may_be_released_without_licence():
    # half of 184 days, 92, from 1 June 2015: 31 August; the later one ends on 15 June
    later = sentence("2015-06-01", "15d", offence="2015-03-01")
    earlier = sentence("2015-06-01", "6m", offence="2015-01-05")

    found = dates(later, earlier, under=BEFORE_SDS40)

    assert found["ARD"] == "2015-08-31"
    assert "LED" not in found


def test_and_with_licence_where_that_of_the_later_one_goes_on():
    later = sentence("2015-06-01", "4m", offence="2015-03-01")
    earlier = sentence("2015-06-01", "6m", offence="2015-01-05")

    found = dates(later, earlier, under=BEFORE_SDS40)

    assert found["CRD"] == "2015-08-31"
    assert found["LED"] == "2015-09-30"
    assert found["SED"] == "2015-11-30"


def test_deductions_beyond_the_time_to_serve_do_not_shorten_an_old_licence():
    # 731 days: half 366, three quarters 549; 400 days are deducted, 34 more than could bring release forward
    found = dates(
        sentence("2007-07-03", "2y", offence="2005-04-03"),
        under=BEFORE_SDS40,
        adjusted=[remand("2007-07-03", 400)],
    )

    assert found["CRD"] == "2007-07-03"
    assert found["LED"] == "2008-01-01"  # 549 - 400 + 34 days


def test_a_chain_of_old_and_new_sentences_and_one_of_long_violent_terms_have_licence_to_the_end():
    old = sentence("2012-06-04", "2y", offence="2005-01-01")
    new = sentence("2012-06-04", "12m", offence="2011-01-01", follows=old)
    violent = sentence("2023-07-03", "8y", is_plus=True, would_be_plus=True)
    more = sentence("2023-07-03", "7y", is_plus=True, would_be_plus=True, follows=violent)

    assert {"CRD", "SLED"} <= set(dates(old, new, under=BEFORE_SDS40))
    assert set(dates(violent, more)) == {"CRD", "SLED", "ESED"}


def test_a_long_violent_term_beside_others_lets_nobody_have_curfew():
    found = dates(sentence("2023-07-03", "12m"), sentence("2023-07-03", "5y", would_be_plus=True))

    assert "HDCED" not in found


def test_curfew_of_several_sentences_ends_with_that_of_adults():
    several = [sentence("2026-08-03", "12m"), sentence("2026-08-03", "14m")]

    assert "HDCED" in dates(*several)
    assert "HDCED" not in dates(*several, switched=["adult_curfew_repealed"])


def test_a_chain_across_3_june_2025_is_under_the_longer_scheme():
    # 38 months are 1,156 days, 463 to release: 180 days before would be 13 March 2025
    first = sentence("2024-06-03", "36m")
    second = sentence("2025-06-09", "2m", follows=first)

    found = dates(first, second)

    assert found["HDCED"] == "2025-06-03"


def test_parole_is_not_before_the_first_sentence():
    one = dates(sopc("2022-06-01", "2m"), adjusted=[remand("2022-06-01", 35)])
    several = dates(
        sopc("2022-06-01", "2m"), sopc("2022-06-01", "2m"), adjusted=[remand("2022-06-01", 35)]
    )

    assert one["PED"] == several["PED"] == "2022-06-01"


def test_parole_stays_where_another_release_comes_before_it():
    found = dates(eds("2023-03-02", "6y", "2y"), sentence("2023-03-02", "12m"))

    assert found["PED"] == "2027-03-02"


def test_early_removal_crosses_to_the_later_scheme_with_days_added():
    found = dates(
        eds("2024-01-10", "6y", "3y"), wants_removal=True, adjusted=[added("2024-02-05", 10)]
    )

    assert found["ERSED"] == "2025-10-03"


def test_early_removal_under_the_later_scheme():
    # 10 years from 1 October 2025: 3,652 days, half 1,826; 30% of them 548, and 4 years before release is later
    found = dates(sentence("2025-10-01", "10y", exclusions=VIOLENT), wants_removal=True)

    assert found["CRD"] == "2030-09-30"
    assert found["ERSED"] == "2027-04-02"


def test_early_removal_waits_for_the_middle_of_training():
    training = dto("2022-01-10", "8m")
    other = sentence("2022-01-10", "14m")

    found = dates(training, other, under=BEFORE_SDS40, born=date(2003, 1, 1), wants_removal=True)

    assert found["MTD"] == "2022-05-11"
    assert found["ERSED"] == "2022-05-11"


def test_early_removal_may_be_kept_as_it_was_before_the_later_scheme():
    first = sentence("2023-09-11", "12y")
    second = sentence("2026-05-25", "4m", follows=first)
    given = booking(first, second, wants_removal=True)

    before = calculated(given, removal_from_snapshot=True).together
    now = calculated(given).together

    assert str(now.dates[DateType.ERSED]) < str(before.dates[DateType.ERSED]) == "2025-09-23"


def test_and_only_for_a_chain_that_spans_its_first_day():
    several = [sentence("2023-09-11", "12y"), sentence("2026-05-25", "4m")]
    given = booking(*several, wants_removal=True)

    assert (
        calculated(given, removal_from_snapshot=True).together.dates
        == calculated(given).together.dates
    )
    assert DateType.ERSED in calculated(given).together.dates


def test_and_only_if_somebody_is_sentenced_after_it():
    given = booking(sentence("2023-09-11", "12y"), wants_removal=True)

    assert calculated(given, removal_from_snapshot=True).custody.before_removal is None


def test_time_at_large_after_early_release_moves_expiry_of_who_was_not_recalled():
    # released on 20 October 2023 by movement, at large from the 25th: before release, which would be 1 January 2024
    found = calculated(
        booking(
            sentence("2023-07-03", "12m"),
            movements=[moved_out("2023-10-20", "HDC"), moved_in("2023-11-06", "HDC_RECALL")],
            adjusted=[at_large("2023-10-25", "2023-10-29")],
        ),
        under=BEFORE_SDS40,
    )

    assert str(found.together.dates[DateType.CRD]) == "2024-01-06"


def test_and_of_who_was_recalled_only_expiry():
    found = dates(
        sentence("2023-07-03", "12m", recall=recalled(RecallType.STANDARD)),
        under=BEFORE_SDS40,
        movements=[moved_out("2023-10-20", "HDC"), moved_in("2023-11-06", "RECALL_ADMISSION")],
        adjusted=[at_large("2023-10-25", "2023-10-29")],
    )

    assert found["PRRD"] == found["SLED"] == "2024-07-07"


def test_recalls_of_two_lengths_end_with_the_longer_sentence_where_that_is_close():
    # the longer ends on 2 July 2024; back on 24 June; the shorter one goes on until 3 October
    short = sentence("2023-11-04", "11m", recall=recalled(RecallType.FIXED_28))
    long = sentence("2023-07-03", "12m", recall=recalled(RecallType.FIXED_28))

    found = dates(short, long, under=BEFORE_SDS40, returned="2024-06-24")

    assert found["PRRD"] == "2024-07-02"


def test_recalls_of_two_lengths_of_14_days_end_with_the_last_sentence():
    short = sentence("2023-11-04", "11m", recall=recalled(RecallType.FIXED_14))
    long = sentence("2023-07-03", "12m", recall=recalled(RecallType.FIXED_28))

    found = dates(short, long, under=BEFORE_SDS40, returned="2024-06-24")

    assert found["PRRD"] == "2024-07-07"


def test_recalls_of_two_lengths_beside_a_longer_sentence_are_as_they_are():
    short = sentence("2023-11-04", "11m", recall=recalled(RecallType.FIXED_14))
    long = sentence("2023-07-03", "12m", recall=recalled(RecallType.FIXED_28))
    standard = sentence("2023-07-03", "18m", recall=recalled(RecallType.STANDARD))

    found = dates(short, long, standard, under=BEFORE_SDS40, returned="2024-06-24")

    assert found["PRRD"] == found["SLED"] == "2025-01-02"


def test_recalls_of_two_lengths_where_the_longer_had_ended_are_as_they_are():
    short = sentence("2023-11-04", "11m", recall=recalled(RecallType.FIXED_28))
    long = sentence("2023-07-03", "12m", recall=recalled(RecallType.FIXED_28))

    found = dates(short, long, under=BEFORE_SDS40, returned="2024-08-05")

    assert found["PRRD"] == "2024-09-01"


def test_a_breach_beside_a_sentence_has_the_later_supervision_of_the_two():
    given = sentence("2024-07-01", "6m")
    after = breach("2024-07-01", "7d", supervised_until="2027-01-01")

    found = dates(given, after)

    assert found["TUSED"] == "2025-09-12"


def test_early_removal_is_not_for_who_is_released_at_once():
    given = [sentence("2023-07-03", "2m"), sentence("2023-07-03", "2m")]

    found = dates(
        *given, under=BEFORE_SDS40, wants_removal=True, adjusted=[remand("2023-07-03", 31)]
    )

    assert "ERSED" not in found


def test_what_a_sentence_has_not_is_explained_as_far_as_it_goes():
    held = calculated(booking(sentence("2023-07-03", "2m"))).custody.closed[0].sentences[0]
    given = Case(
        offender=Offender(born_on=date(1980, 1, 1)),
        adult_on=date(1998, 1, 1),
        law=statute_book.law(SUMMER_2026),
        switches=Switches(),
        returned_on=None,
        wants_removal=False,
    )
    names = dict.fromkeys(held.now.terms.parts, "1")

    for kind in (DateType.HDCED, DateType.ERSED):
        trail = trail_to(kind, held.now, case=given, names=names)
        assert [str(step.to) for step in trail.steps] == ["2023-08-02"]


def test_the_layout_has_movements_tranches_and_chains():
    def change(written) -> None:
        given = written["input"]["booking"]
        first = given["sentences"][0]
        first |= {
            "sentencedAt": "2022-10-03",
            "recall": {
                "recallType": "FIXED_TERM_RECALL_56",
                "revocationDate": "2026-01-07",
                "returnToCustodyDate": "2026-01-12",
            },
            "duration": {"durationElements": {"YEARS": 5}},
        }
        given["adjustments"] = {}
        second = {**first, "identifier": "two", "consecutiveSentenceUUIDs": ["one"]}
        third = {**second, "identifier": "three", "consecutiveSentenceUUIDs": ["two"]}
        third.pop("caseSequence")
        third.pop("lineSequence")
        given["sentences"] += [second, third]
        given["externalMovements"] = [
            {"movementDate": "2026-01-12", "movementReason": "RECALL_ADMISSION", "direction": "IN"}
        ]

    found = answer(case(change))

    assert found["trancheAllocationByLegislationName"]["FTR_56"] == "FTR_56_TRANCHE_6"
    parts = found["breakdown"]["consecutiveSentence"]["sentenceParts"]
    assert [part.get("consecutiveToLineSequence") for part in parts] == [2, None, 2]


@pytest.mark.parametrize("pounds", [500, 20_000_000])
def test_default_terms_are_never_removed_early(pounds):
    assert "ERSED" not in dates(fine("2023-07-03", "12m", pounds=pounds), wants_removal=True)


def test_days_are_read_as_they_are_written():
    assert day("2023-07-03") == date(2023, 7, 3)


def test_curfew_on_the_day_of_release_is_not_given():
    # 183 days to release from 3 July 2023: with 168 deducted 17 July, on which curfew could begin at the earliest
    several = [sentence("2023-07-03", "12m"), sentence("2023-07-03", "12m")]

    found = dates(*several, under=BEFORE_SDS40, adjusted=[remand("2023-07-03", 168)])

    assert found["CRD"] == "2023-07-17"
    assert "HDCED" not in found


def test_there_is_no_parole_where_another_sentence_is_released_with_it():
    extended = eds("2023-03-02", "3y", "1y")
    other = sentence("2023-03-02", "6y", exclusions=VIOLENT)

    found = dates(extended, other)

    assert found["CRD"] == "2026-03-01"
    assert "PED" not in found
