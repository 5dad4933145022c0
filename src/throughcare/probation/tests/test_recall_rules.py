"""Which recall, and how long, by group and day; with no database."""

from collections.abc import Mapping
from datetime import date

import pytest

from throughcare.probation.recall_policy import policy
from throughcare.probation.rules import recalls as rules

AFTER, BEFORE = date(2026, 3, 31), date(2026, 3, 30)
RULES = policy()
ADULT_QUESTIONS = RULES.types[-1].groups["adult-determinate"].questions


def recall(
    group: str, answers: Mapping[str, bool | None], *, on: date = AFTER
) -> rules.TypeOfRecall:
    return rules.type_of_recall(
        RULES.types, group=group, answers=answers, may=RULES.decisions[group], on=on
    )


def days(group: str, returned_on: date, *, is_under_12_months: bool) -> int:
    found, _ = rules.days_of_fixed_term(
        RULES.terms,
        group=group,
        is_under_12_months=is_under_12_months,
        returned_on=returned_on,
    )
    return found


def all_no() -> dict[str, bool | None]:
    return dict.fromkeys(ADULT_QUESTIONS, False)


def test_recall_type_an_adult_with_every_exclusion_answered_no_is_recalled_for_56_days():
    found = recall("adult-determinate", all_no())

    assert (found.must, found.may, found.against, found.unanswered) == (
        "fixed-term",
        ("fixed-term",),
        (),
        (),
    )
    assert days("adult-determinate", AFTER, is_under_12_months=False) == 56


def test_recall_type_mappa_level_2_is_standard():
    found = recall("adult-determinate", all_no() | {"mappa-level": True})

    assert (found.must, found.against) == ("standard", ("mappa-level",))


@pytest.mark.parametrize("question", ADULT_QUESTIONS)
def test_recall_type_one_question_unanswered_is_standard_and_the_question_is_shown(question):
    found = recall("adult-determinate", all_no() | {question: None})

    assert (found.must, found.against, found.unanswered) == ("standard", (), (question,))


def test_a_question_that_is_not_among_the_answers_is_unanswered():
    assert recall("adult-determinate", {}).unanswered == ADULT_QUESTIONS


@pytest.mark.parametrize(
    ("answers", "must", "may"),
    [
        ({}, "", ("fixed-term", "standard")),
        ({"serious-charge": True}, "", ("fixed-term", "standard")),
        (
            dict.fromkeys(("twelve-months-or-more", "serious-charge", "mappa-level"), False),
            "fixed-term",
            ("fixed-term",),
        ),
    ],
)
def test_a_youth_under_12_months_with_no_serious_charge_has_a_fixed_term_and_else_the_officer_chooses(
    answers, must, may
):
    found = recall("youth-determinate", answers)

    assert (found.must, found.may) == (must, may)


def test_an_extended_sentence_is_a_standard_recall_always_and_an_indeterminate_one_may_be_in_hours():
    extended, indeterminate = recall("extended", {}), recall("indeterminate", {})

    assert (extended.must, extended.may) == ("standard", ("standard",))
    assert (indeterminate.must, indeterminate.may) == ("", ("standard", "emergency"))


def test_before_the_change_the_officer_chose_unless_the_person_was_excluded():
    known = {"mappa-4": False, "terrorist-offence": False}

    assert recall("adult-determinate", known, on=BEFORE).may == ("fixed-term", "standard")
    assert recall("adult-determinate", known | {"mappa-4": True}, on=BEFORE).must == "standard"
    with pytest.raises(LookupError):
        recall("adult-determinate", known, on=date(2008, 7, 13))


@pytest.mark.parametrize(
    ("group", "returned_on", "under", "length"),
    [
        ("adult-determinate", date(2015, 1, 31), True, 28),
        ("adult-determinate", date(2015, 2, 1), True, 14),
        ("adult-determinate", BEFORE, True, 14),
        ("adult-determinate", BEFORE, False, 28),
        ("adult-determinate", AFTER, True, 56),
        ("youth-determinate", AFTER, True, 14),
        ("youth-determinate", AFTER, False, 28),
    ],
)
def test_the_length_of_a_fixed_term_is_that_of_the_day_of_return(group, returned_on, under, length):
    assert days(group, returned_on, is_under_12_months=under) == length


def test_a_group_without_a_fixed_term_has_no_length():
    with pytest.raises(LookupError):
        days("extended", AFTER, is_under_12_months=False)


def test_every_question_that_decides_is_one_of_the_report():
    asked = {
        each
        for version in RULES.types
        for group in version.groups.values()
        for each in group.questions
    }

    assert asked <= {each.code for each in RULES.questions if each.kind == "yes-no"}
