"""What courts and prisons recorded, the booking that is made of it, and what is wrong with it."""

from datetime import date
from typing import Any

import pytest

from throughcare.sentences import statute_book
from throughcare.sentences.catalogue import catalogue
from throughcare.sentences.rules.dates import Duration
from throughcare.sentences.rules.facts import (
    AdjustmentKind,
    Direction,
    Kind,
    Movement,
    Recall,
    RecallType,
)
from throughcare.sentences.rules.messages_of_records import OF_RECORDS
from throughcare.sentences.rules.records import (
    AdjustmentRecord,
    Record,
    SentenceRecord,
    booking_of,
    is_long,
)
from throughcare.sentences.rules.validation_records import BY_HAND, invalid, unsupported

BORN = date(1980, 1, 1)
SENTENCED_ON = date(2025, 2, 14)


def sentence(kind="ADIMP_ORA", *, years=1, on=SENTENCED_ON, key="one", **known: Any):
    return SentenceRecord(
        key=key,
        type=kind,
        sentenced_on=on,
        custody=Duration(years=years),
        **{"offence_from": date(2023, 1, 1), **known},
    )


def record(*sentences: SentenceRecord, **known: Any):
    return Record(born_on=BORN, sentences=sentences or (sentence(),), **known)


def booked(given, *, scenario=statute_book.AS_ENACTED):
    return booking_of(given, catalogue=catalogue(), law=statute_book.law(scenario))


def codes(messages):
    return [each.code for each in messages]


def wrong(given):
    return codes(invalid(given, catalogue=catalogue()))


def by_hand(given):
    return codes(unsupported(given, catalogue=catalogue()))


@pytest.mark.parametrize(
    ("code", "kind", "is_250", "is_automatic", "is_child"),
    [
        ("YOI", Kind.SDS, False, False, False),
        ("SEC91_03", Kind.SDS, True, False, False),
        ("LASPO_AR", Kind.EDS, False, True, False),
        ("EDS21", Kind.EDS, False, False, False),
        ("SDOPCU18", Kind.SOPC, False, False, True),
        ("DTO_ORA", Kind.DTO, False, False, False),
        ("A/FINE", Kind.FINE, False, False, False),
        ("BOTUS", Kind.BOTUS, False, False, False),
    ],
)
def test_a_type_says_what_a_sentence_is(code, kind, is_250, is_automatic, is_child):
    (found,) = booked(record(sentence(code))).sentences

    assert (
        found.kind,
        found.is_section_250,
        found.is_released_automatically,
        found.is_of_a_child,
    ) == (kind, is_250, is_automatic, is_child)


@pytest.mark.parametrize(
    ("given", "on", "code", "found"),
    [
        (("ADIMP_ORA", 7, "A"), date(2022, 6, 28), "", (True, True)),
        (("ADIMP_ORA", 7, "D"), date(2022, 6, 28), "", (True, True)),
        (("ADIMP_ORA", 7, "D"), date(2022, 6, 27), "", (False, True)),
        (("ADIMP_ORA", 7, "A"), date(2022, 6, 27), "", (True, True)),
        (("ADIMP_ORA", 7, "A"), date(2020, 4, 1), "", (True, True)),
        (("ADIMP_ORA", 7, "A"), date(2020, 3, 31), "", (False, True)),
        (("ADIMP_ORA", 7, ""), date(2023, 1, 2), "RT88001B", (True, True)),
        (("ADIMP_ORA", 7, ""), date(2021, 1, 2), "RT88001", (False, True)),
        (("ADIMP_ORA", 7, ""), date(2023, 1, 2), "RT88001Z", (False, False)),
        (("ADIMP_ORA", 4, "B"), date(2022, 6, 28), "", (True, True)),
        (("ADIMP_ORA", 4, "A"), date(2022, 6, 28), "", (False, False)),
        (("ADIMP_ORA", 3, "B"), date(2022, 6, 28), "", (False, False)),
        (("ADIMP_ORA", 7, "B"), date(2022, 6, 28), "", (False, False)),
        (("SEC250", 7, "C"), date(2022, 6, 28), "", (True, True)),
        (("SEC250", 7, "A"), date(2022, 6, 28), "", (False, False)),
        (("SEC250", 7, "C"), date(2021, 1, 1), "", (False, True)),
        (("EDS21", 7, "A"), date(2022, 6, 28), "", (False, False)),
    ],
)
def test_a_long_sentence_is_one_by_its_type_length_list_and_day(given, on, code, found):
    kind, years, lists = given
    given = sentence(kind, years=years, on=on, lists=frozenset(lists), offence_code=code)

    assert is_long(given, catalogue=catalogue()) == found


@pytest.mark.parametrize(("years", "kept"), [(4, {"VIOLENT", "SEXUAL"}), (3, {"SEXUAL"})])
def test_violence_counts_for_terms_of_four_years(years, kept):
    given = sentence(years=years, exclusions=frozenset({"VIOLENT", "SEXUAL"}))

    assert booked(record(given)).sentences[0].exclusions == kept


@pytest.mark.parametrize(
    ("on", "kept"),
    [
        (date(2026, 9, 30), {"PROGRESSION_MODEL_SCHEDULE_13_PART_3"}),
        (date(2026, 10, 1), frozenset()),
    ],
)
def test_schedule_13_counts_for_sentences_from_before_the_progression_model(on, kept):
    given = sentence(on=on, exclusions=frozenset({"PROGRESSION_MODEL_SCHEDULE_13_PART_3"}))

    assert booked(record(given)).sentences[0].exclusions == kept


def test_only_a_standard_sentence_is_kept_from_early_release():
    given = sentence("EDS21", exclusions=frozenset({"SEXUAL"}))

    assert booked(record(given)).sentences[0].exclusions == frozenset()


def test_remand_on_a_recalled_sentence_is_another_thing():
    recall = Recall(type=RecallType.STANDARD, revoked_on=date(2025, 10, 1))
    given = record(
        sentence(),
        sentence(key="two", recall=recall),
        adjustments=[
            AdjustmentRecord(
                kind="REMAND", sentence=key, from_on=date(2025, 1, 1), to_on=date(2025, 1, 10)
            )
            for key in ("one", "two", "gone")
        ],
    )

    found = booked(given).adjustments

    assert {kind: [each.days for each in several] for kind, several in found.items()} == {
        AdjustmentKind.REMAND: [10],
        AdjustmentKind.RECALL_REMAND: [10],
    }
    assert found[AdjustmentKind.REMAND][0].applies_from == SENTENCED_ON
    assert wrong(given) == ["ADJUSTMENT_LINKED_TO_INACTIVE_SENTENCE"]


def test_what_is_of_no_sentence_applies_from_its_own_day():
    given = record(
        adjustments=[
            AdjustmentRecord(kind="ADDITIONAL_DAYS_AWARDED", days=14, from_on=date(2025, 4, 1)),
            AdjustmentRecord(kind="UNUSED_DEDUCTIONS", days=3),
        ]
    )

    (only,) = booked(given).adjustments[AdjustmentKind.AWARDED]

    assert (only.applies_from, only.days) == (date(2025, 4, 1), 14)
    assert list(booked(given).adjustments) == [AdjustmentKind.AWARDED]


def test_the_last_fixed_term_recall_is_that_of_the_booking():
    back = date(2025, 12, 1)
    given = record(sentence(years=2, recall=Recall(type=RecallType.FIXED_28, returned_on=back)))

    found = booked(given)

    assert (found.returned_on, found.recall_days, found.recall_returned_on) == (back, 28, back)
    assert wrong(given) == []


def test_a_type_that_is_calculated_by_hand_is_said_to_be():
    given = record(sentence("LIFE"), sentence(key="two"))

    assert by_hand(given) == ["UNSUPPORTED_SENTENCE_TYPE"]
    assert len(booked(given).sentences) == 1


@pytest.mark.parametrize(("kind", "code"), BY_HAND.items())
def test_time_that_is_counted_by_hand_is_said_to_be(kind, code):
    assert by_hand(record(adjustments=[AdjustmentRecord(kind=kind)])) == [code]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (record(has_power_to_detain=True), "PRISONER_SUBJECT_TO_PTD"),
        (record(sentence("A/FINE", is_part_paid=True)), "A_FINE_SENTENCE_WITH_PAYMENTS"),
        (record(sentence(is_foreign=True)), "REPATRIATED_PRISONER"),
        (record(sentence(is_schedule_19za=True)), "SDS_TORERA_EXCLUSION"),
        (
            record(sentence("SEC236A", on=date(2022, 6, 27), is_schedule_19za=True)),
            "SOPC_TORERA_EXCLUSION",
        ),
    ],
)
def test_what_is_calculated_by_hand_is_said_to_be(given, code):
    assert by_hand(given) == [code]


@pytest.mark.parametrize(
    "given",
    [
        record(sentence(is_part_paid=True)),
        record(sentence("SOPC21", on=date(2022, 6, 28), is_schedule_19za=True)),
        record(sentence(on=date(2005, 4, 4), is_schedule_19za=True)),
    ],
)
def test_what_is_not_of_its_kind_or_day_is_calculated(given):
    assert by_hand(given) == []


@pytest.mark.parametrize(("reason", "is_by_hand"), [("HDC", True), ("ECSL", True), ("CRD", False)])
def test_a_recall_for_56_days_after_curfew_is_by_hand(reason, is_by_hand):
    recall = Recall(type=RecallType.FIXED_56, revoked_on=date(2026, 4, 1))
    given = record(
        sentence(years=3, recall=recall),
        movements=[
            Movement(on=date(2026, 4, 3), direction=Direction.IN, reason="RECALL_ADMISSION"),
            Movement(on=date(2026, 1, 3), direction=Direction.OUT, reason=reason),
        ],
    )

    assert by_hand(given) == (["FTR_TYPE_56_UNSUPPORTED_RECALL"] if is_by_hand else [])


@pytest.mark.parametrize(
    ("kind", "on", "code"),
    [
        ("EDS18", date(2020, 11, 30), "EDS18_EDS21_EDSU18_SENTENCE_TYPE_INCORRECT"),
        ("SOPC21", date(2020, 11, 30), "SOPC18_SOPC21_SENTENCE_TYPE_INCORRECT"),
        ("LASPO_AR", date(2015, 4, 13), "LASPO_AR_SENTENCE_TYPE_INCORRECT"),
        ("SEC91_03", date(2020, 12, 1), "SEC_91_SENTENCE_TYPE_INCORRECT"),
    ],
)
def test_a_type_has_its_days(kind, on, code):
    early = {"offence_from": date(2010, 1, 1)}
    other = date.fromordinal(on.toordinal() + (1 if on.day == 30 else -1))

    assert wrong(record(sentence(kind, on=on, **early))) == [code]
    assert wrong(record(sentence(kind, on=other, **early))) == []


@pytest.mark.parametrize(
    ("code", "on", "said"),
    [
        ("CL77036", date(2019, 1, 1), ["INCORRECT_OFFENCE_GENERIC_CONSPIRACY"]),
        ("SC07010", date(2019, 1, 1), ["INCORRECT_OFFENCE_ENCOURAGING_OR_ASSISTING"]),
        ("SC07014", date(2019, 1, 1), []),
        ("PH97003B", date(2020, 12, 1), ["INCORRECT_OFFENCE_BREACH_97"]),
        ("PH97003B", date(2020, 11, 30), []),
        ("SE20512", date(2021, 1, 1), ["INCORRECT_SUSPENDED_OFFENCE"]),
        ("SE20540", date(2020, 11, 30), ["SE2020_INVALID_OFFENCE_DETAIL"]),
        ("SE20540", date(2020, 12, 1), []),
    ],
)
def test_an_offence_has_a_code_that_may_be_used_on_its_day(code, on, said):
    assert wrong(record(sentence(offence_code=code, offence_from=on))) == said


def test_several_offences_of_2020_are_said_once():
    early = {"offence_code": "SE20540", "offence_from": date(2019, 1, 1)}

    assert wrong(record(sentence(**early), sentence(key="two", **early))) == [
        "SE2020_INVALID_OFFENCE_COURT_DETAIL"
    ]


def test_an_offence_ends_before_its_sentence():
    given = sentence(offence_to=date(2025, 2, 15))

    assert wrong(record(given)) == ["OFFENCE_DATE_AFTER_SENTENCE_RANGE_DATE"]


def test_time_ends_after_it_begins():
    given = AdjustmentRecord(
        kind="UNLAWFULLY_AT_LARGE", from_on=date(2025, 5, 2), to_on=date(2025, 5, 1)
    )

    assert wrong(record(adjustments=[given])) == ["ADJUSTMENT_INVALID_DATE_RANGE"]


@pytest.mark.parametrize(
    ("years", "kind", "said"),
    [
        (1, RecallType.FIXED_14, ["FTR_14_DAYS_SENTENCE_GE_12_MONTHS"]),
        (1, RecallType.FIXED_28, []),
        (0, RecallType.FIXED_28, ["FTR_28_DAYS_SENTENCE_LT_12_MONTHS"]),
        (0, RecallType.FIXED_14, []),
        (0, RecallType.STANDARD, []),
    ],
)
def test_the_length_of_a_recall_goes_by_the_longest_recalled_sentence(years, kind, said):
    given = SentenceRecord(
        key="one",
        type="ADIMP_ORA",
        sentenced_on=SENTENCED_ON,
        custody=Duration(years=years, months=0 if years else 11),
        offence_from=date(2023, 1, 1),
        recall=Recall(type=kind, returned_on=date(2025, 12, 1)),
    )

    assert wrong(record(given)) == said


@pytest.mark.parametrize(
    ("given", "wants"),
    [
        (sentence(), True),
        (sentence("DTO"), False),
        (sentence("A/FINE"), False),
        (sentence(recall=Recall(type=RecallType.STANDARD)), False),
        (sentence("EDS21", is_schedule_19za=True), False),
        (sentence("EDS21"), True),
    ],
)
def test_early_removal_is_worked_out_for_whom_there_is_any(given, wants):
    assert booked(record(given, wants_removal=True)).wants_removal is wants
    assert booked(record(given)).wants_removal is False


def test_nothing_is_calculated_of_somebody_whose_age_nobody_knows():
    given = Record(born_on=None, sentences=(sentence(),))

    assert wrong(given) == ["NO_DATE_OF_BIRTH"]
    assert wrong(record()) == []


def test_every_message_tells_what_to_do():
    assert all(sentence.endswith(".") for sentence in OF_RECORDS.values())
    assert all(
        "by hand." in sentence or "orrect" in sentence or "Check" in sentence or "Enter" in sentence
        for code, sentence in OF_RECORDS.items()
        if code != "ADJUSTMENT_LINKED_TO_INACTIVE_SENTENCE"
    )
