"""The traps in which public implementations were seen, each with the test that would have caught it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from throughcare.kernel.refusals import Refused
from throughcare.risk import reading
from throughcare.risk.rules import read, score, score_best
from throughcare.risk.rules.days import age_on, free_months
from throughcare.risk.rules.inputs import Kind
from throughcare.risk.rules.predictors import Shown, band_of
from throughcare.risk.rules.scoring import shown
from throughcare.risk.tests.people import KNOWN, THIEF, every_variant, tool

CATALOGUE = reading.catalogue()
VARIANTS = [tuple(each.values) for each in every_variant()]


def scored(of, facts, *, variant):
    """A score, or the codes of what stands against it."""
    try:
        return score(of, facts, variant=variant)
    except Refused as refused:
        return refused.codes


# 1. Yes coded as nought, and an absent answer read as yes.


def test_an_answer_that_nobody_gave_is_neither_yes_nor_no():
    answers = {
        answer: scored(tool("RSR"), KNOWN | {"past_homicide": answer}, variant="extended")
        for answer in ("yes", "no", None)
    }

    assert answers[None] == ("unknown:past_homicide",)
    assert answers["yes"].probabilities[2] > answers["no"].probabilities[2]


@pytest.mark.parametrize("text", ["0", "1", "true", "Yes", "n"])
def test_what_could_be_read_both_ways_is_refused(text):
    with pytest.raises(Refused) as refused:
        read({"unemployed": text}, catalogue=CATALOGUE)

    assert refused.value.codes == ("value:unemployed",)


def test_an_empty_text_says_nothing_and_unknown_says_that_nobody_knows():
    facts = read({"sex": "", "weapon": "unknown", "past_arson": "no"}, catalogue=CATALOGUE)

    assert facts == {"weapon": None, "past_arson": "no"}


# 2. A misspelt field makes a term vanish.


def test_a_field_that_is_none_is_refused_by_name():
    with pytest.raises(Refused) as of_text:
        read({"temper_contol": "2", "sex": "M"}, catalogue=CATALOGUE)
    with pytest.raises(Refused) as of_facts:
        score(tool("RSR"), KNOWN | {"temper_contol": 2})

    assert of_text.value.codes == of_facts.value.codes == ("strange:temper_contol",)


def test_every_name_in_the_data_is_an_input_with_that_answer():
    """A misspelt one in a coefficient file would be a term that never counts."""
    for of, variant in VARIANTS:
        assert of.inputs(variant)
        for part, of_part in of.parts_of(variant):
            for line in of_part.lines if of_part else ():
                for level in line.when.levels:
                    asked = CATALOGUE.inputs.get(level.name)
                    if level.text is not None:
                        assert asked is not None
                        assert level.text in asked.values
                    else:
                        assert asked is None or asked.kind in {Kind.NUMBER, Kind.SCALE}
            assert part.complete <= set(of_part.terms if of_part else ())


# 3. 6.89 and 6.9.


@pytest.mark.parametrize(
    ("probability", "percent", "band", "reaches"),
    [
        ("0.0688499999", "6.88", "medium", False),
        ("0.0688500000", "6.89", "medium", True),
        ("0.0689499999", "6.89", "medium", True),
        ("0.0689500000", "6.90", "high", True),
        ("0.0299500000", "3.00", "medium", False),
        ("0.0299499999", "2.99", "low", False),
    ],
)
def test_the_threshold_of_allocation_is_not_the_edge_of_the_band(
    probability, percent, band, reaches
):
    found = shown(Decimal(probability), as_=Shown.HUNDREDTHS)

    assert found == Decimal(percent)
    assert band_of(found, tool("RSR").bands) == band
    assert (found >= Decimal("6.89")) is reaches


# 4. Months.


@pytest.mark.parametrize(
    ("starts_on", "assessed_on", "months"),
    [
        (date(2014, 6, 15), date(2014, 7, 14), 0),
        (date(2014, 6, 15), date(2014, 7, 15), 1),
        (date(2014, 1, 31), date(2014, 2, 28), 0),
        (date(2014, 1, 31), date(2014, 3, 1), 1),
        (date(2014, 12, 31), date(2015, 1, 1), 0),
        (date(2014, 6, 15), date(2014, 6, 1), 0),
        (date(2010, 1, 1), date(2014, 1, 1), 48),
    ],
)
def test_months_are_whole_months_elapsed_and_never_below_none(starts_on, assessed_on, months):
    assert free_months(starts_on=starts_on, assessed_on=assessed_on) == months


def test_months_beyond_the_cap_change_nothing():
    at_cap, beyond = (
        score(tool("RSR"), THIEF | {"offence_free_months": months}, variant="brief")
        for months in (36, 48)
    )

    assert at_cap.probabilities == beyond.probabilities
    assert at_cap.notes == ()
    assert beyond.notes == ("Months without a new sanction count up to 36.",)
    assert beyond.given["offence_free_months"] == 48


@pytest.mark.parametrize(
    ("born_on", "day", "age"),
    [
        (date(1990, 6, 2), date(2014, 6, 1), 23),
        (date(1990, 6, 2), date(2014, 6, 2), 24),
        (date(1992, 2, 29), date(2014, 2, 28), 21),
        (date(1992, 2, 29), date(2014, 3, 1), 22),
        (date(1992, 2, 29), date(2016, 2, 29), 24),
    ],
)
def test_a_birthday_on_the_day_counts(born_on, day, age):
    assert age_on(day, born_on=born_on) == age


def test_nobody_has_an_age_before_their_birth():
    with pytest.raises(ValueError, match="before"):
        age_on(date(1990, 1, 1), born_on=date(1990, 1, 2))


# 5. Start of follow-up, and not the day of the assessment.


def test_the_age_that_counts_is_that_at_the_start_of_follow_up():
    first, second = (score(tool("OGRS3"), THIEF | {"age_at_follow_up": age}) for age in (24, 25))

    assert [term.inputs for term in first.terms if term.name == "age_sex"] == [
        (("sex", "M"), ("age_at_follow_up", 24))
    ]
    assert first.probabilities[2] != second.probabilities[2]
    assert "age_at_assessment" not in CATALOGUE.inputs


# 6. No cap on sanctions.


def test_sanctions_have_no_cap_and_above_fifty_the_score_says_so():
    fifty, more = (score(tool("OGRS3"), THIEF | {"total_sanctions": n}) for n in (50, 51))

    assert fifty.notes == ()
    assert len(more.notes) == 1
    assert more.probabilities[2] > fifty.probabilities[2]


# 7. Unemployment counts twice.


def test_being_without_work_counts_twice():
    found = score(tool("RSR"), KNOWN | {"unemployed": "yes"})

    assert {term.name: term.value for term in found.terms}["work"] == Decimal("0.0778219399")


# 8. Any previous sanction.


def test_any_previous_sanction_tells_people_apart():
    points = {
        previous: {
            term.name: term.value
            for term in score(
                tool("OVP"),
                KNOWN
                | {
                    "total_sanctions": previous + 1,
                    "violent_sanctions": 1,
                    "age_at_first_sanction": 24 if previous == 0 else 14,
                },
            ).terms
        }["previous"]
        for previous in (0, 1, 5)
    }

    assert points == {0: 0, 1: 5, 5: 5}


# 9. Rounding.


@pytest.mark.parametrize(
    ("probability", "percent"),
    [
        ("0.0000000001", 1),
        ("0.005", 1),
        ("0.0149999999", 1),
        ("0.015", 2),
        ("0.025", 3),
        ("0.9999", 99),
    ],
)
def test_whole_percents_are_rounded_half_up_between_1_and_99(probability, percent):
    assert shown(Decimal(probability), as_=Shown.WHOLE) == percent


def test_hundredths_end_at_99_99():
    assert shown(Decimal("0.99999"), as_=Shown.HUNDREDTHS) == Decimal("99.99")
    assert shown(Decimal(1), as_=Shown.HUNDREDTHS) == Decimal("99.99")
    assert shown(Decimal("0.00125"), as_=Shown.HUNDREDTHS) == Decimal("0.13")


# 10. The brief variant in place of the extended one.


def test_the_variant_without_interview_says_so_and_lists_what_lacks():
    almost = KNOWN | {"temper_control": None}
    del almost["past_arson"]

    brief, full = score_best(tool("RSR"), almost), score_best(tool("RSR"), KNOWN)

    assert (brief.variant, set(brief.lacking)) == ("brief", {"temper_control", "past_arson"})
    assert (full.variant, full.lacking) == ("extended", ())
    assert brief.probabilities == score(tool("RSR"), THIEF, variant="brief").probabilities


def test_what_the_record_lacks_is_never_made_up_for_by_the_variant_without_interview():
    with pytest.raises(Refused) as refused:
        score_best(tool("RSR"), THIEF | {"sexual_history": None})

    assert refused.value.codes == ("unknown:sexual_history",)


def test_a_predictor_without_a_brief_variant_is_refused_for_want_of_answers():
    with pytest.raises(Refused) as refused:
        score_best(tool("OVP"), THIEF)

    assert "missing:temper_control" in refused.value.codes


# 11. Girls under 16.


def test_where_two_public_sources_disagree_the_score_says_so():
    girl: dict[str, Any] = {  # Any: kinds of answers
        "sex": "F",
        "age_at_follow_up": 15,
        "age_at_current_conviction": 15,
        "age_at_first_sanction": 15,
        "total_sanctions": 1,
        "ogrs3_offence": "violence",
    }

    assert "two public sources" in " ".join(score(tool("OGRS3"), girl).notes)
    assert score(tool("OGRS3"), girl | {"age_at_follow_up": 16}).notes == ()
