"""What is wrong with the records of courts and prisons, before a booking is made of them (domain notes, section 14.1).

A record has one term for each sentence, and one licence term for those that have one, by the shape of its tables; no message says so.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from throughcare.sentences.rules.dates import days_of, plus_months
from throughcare.sentences.rules.facts import (
    AdjustmentKind,
    Direction,
    Kind,
    Movement,
    RecallType,
)
from throughcare.sentences.rules.messages import Message
from throughcare.sentences.rules.messages_of_records import of_records
from throughcare.sentences.rules.records import (
    CALCULATED,
    OF_A_SENTENCE,
    Catalogue,
    Record,
    SentenceRecord,
)

BY_HAND: Final = {
    "LAWFULLY_AT_LARGE": "UNSUPPORTED_ADJUSTMENT_LAWFULLY_AT_LARGE",
    "SPECIAL_REMISSION": "UNSUPPORTED_ADJUSTMENT_SPECIAL_REMISSION",
    "TIME_SPENT_IN_CUSTODY_ABROAD": "UNSUPPORTED_ADJUSTMENT_TIME_SPENT_IN_CUSTODY_ABROAD",
    "TIME_SPENT_AS_AN_APPEAL_APPLICANT": "UNSUPPORTED_ADJUSTMENT_TIME_SPENT_AS_AN_APPEAL_APPLICANT",
}
"""Kinds of adjustment that no calculation here is for, and what is said of each."""
FOR_TERRORISM_FROM: Final = date(2005, 4, 4)
"""Standard sentences after this day for offences of Schedule 19ZA (Criminal Justice Act 2003, s. 247A)."""
PARTICULAR_CONCERN_UNTIL: Final = date(2022, 6, 28)
NOT_BEFORE_56: Final = frozenset({"HDC", "ECSL"})
YEAR: Final = 12


def unsupported(record: Record, *, catalogue: Catalogue) -> list[Message]:
    """Why a record has to be calculated by hand; nothing where it need not."""
    return _once(_unsupported(record, catalogue=catalogue))


def invalid(record: Record, *, catalogue: Catalogue) -> list[Message]:
    """What has to be corrected in a record, each thing once."""
    codes = [
        *(["NO_DATE_OF_BIRTH"] if record.born_on is None else []),
        *_days_of_types(record, catalogue=catalogue),
        *_offences(record, catalogue=catalogue),
        *_adjustments(record),
        *_lengths_of_recalls(record),
    ]
    return _once(codes)


def _once(codes: Iterator[str] | Sequence[str]) -> list[Message]:
    return [of_records(code) for code in dict.fromkeys(codes)]


def _unsupported(record: Record, *, catalogue: Catalogue) -> Iterator[str]:
    if any(each.type not in catalogue.kinds for each in record.sentences):
        yield "UNSUPPORTED_SENTENCE_TYPE"
    if record.has_power_to_detain:
        yield "PRISONER_SUBJECT_TO_PTD"
    for adjustment in record.adjustments:
        if adjustment.kind in BY_HAND:
            yield BY_HAND[adjustment.kind]
    for each in record.sentences:
        yield from _sentence_by_hand(each, kind=catalogue.kinds.get(each.type))
    is_56 = any(
        each.recall and each.recall.type is RecallType.FIXED_56 for each in record.sentences
    )
    if is_56 and _last_release(record.movements) in NOT_BEFORE_56:
        yield "FTR_TYPE_56_UNSUPPORTED_RECALL"


def _sentence_by_hand(each: SentenceRecord, *, kind: Kind | None) -> Iterator[str]:
    if kind is Kind.FINE and each.is_part_paid:
        yield "A_FINE_SENTENCE_WITH_PAYMENTS"
    if each.is_foreign:
        yield "REPATRIATED_PRISONER"
    if not each.is_schedule_19za:
        return
    if kind is Kind.SDS and each.sentenced_on > FOR_TERRORISM_FROM:
        yield "SDS_TORERA_EXCLUSION"
    if kind is Kind.SOPC and each.sentenced_on < PARTICULAR_CONCERN_UNTIL:
        yield "SOPC_TORERA_EXCLUSION"


def _last_release(movements: Sequence[Movement]) -> str:
    """The reason of the last release before the last admission; empty where there is none."""
    ordered = sorted(movements, key=lambda each: each.on)
    admissions = [n for n, each in enumerate(ordered) if each.direction is Direction.IN]
    before = ordered[: admissions[-1]] if admissions else []
    return next((each.reason for each in reversed(before) if each.direction is Direction.OUT), "")


def _days_of_types(record: Record, *, catalogue: Catalogue) -> Iterator[str]:
    for each in record.sentences:
        for rule in catalogue.only_from:
            if each.type in rule.types and each.sentenced_on < rule.day:
                yield rule.code
        for rule in catalogue.only_before:
            if each.type in rule.types and each.sentenced_on >= rule.day:
                yield rule.code


def _offences(record: Record, *, catalogue: Catalogue) -> Iterator[str]:
    begins, since = catalogue.act_2020
    early = 0
    for each in record.sentences:
        if each.offence_to is not None and each.offence_to > each.sentenced_on:
            yield "OFFENCE_DATE_AFTER_SENTENCE_RANGE_DATE"
        for rule in catalogue.not_used:
            if rule.has(each.offence_code, on=each.offended_on):
                yield rule.code
        on = each.offended_on
        early += each.offence_code.startswith(begins) and on is not None and on < since
    if early:
        one, several = "SE2020_INVALID_OFFENCE_DETAIL", "SE2020_INVALID_OFFENCE_COURT_DETAIL"
        yield one if early == 1 else several


def _adjustments(record: Record) -> Iterator[str]:
    known = {each.key for each in record.sentences}
    for each in record.adjustments:
        if each.kind not in CALCULATED:
            continue
        if each.kind in OF_A_SENTENCE and each.sentence not in known:
            yield "ADJUSTMENT_LINKED_TO_INACTIVE_SENTENCE"
        is_remand = each.kind == AdjustmentKind.REMAND  # said of remand with the booking
        if each.from_on and each.to_on and each.to_on < each.from_on and not is_remand:
            yield "ADJUSTMENT_INVALID_DATE_RANGE"


def _lengths_of_recalls(record: Record) -> Iterator[str]:
    """A fixed-term recall of 14 days is for sentences of less than 12 months, one of 28 for the others: by the longest recalled."""
    recalled = [each for each in record.sentences if each.recall]
    types = {each.recall.type for each in recalled if each.recall}
    if not recalled:
        return
    is_long = any(_is_a_year(each) for each in recalled)
    if RecallType.FIXED_14 in types and is_long:
        yield (
            "FTR_14_DAYS_SENTENCE_GE_12_MONTHS"
            if len(types) == 1
            else "FTR_TYPE_14_DAYS_SENTENCE_GE_12_MONTHS"
        )
    if RecallType.FIXED_28 in types and not is_long:
        yield (
            "FTR_28_DAYS_SENTENCE_LT_12_MONTHS"
            if len(types) == 1
            else "FTR_TYPE_28_DAYS_SENTENCE_LT_12_MONTHS"
        )


def _is_a_year(sentence: SentenceRecord) -> bool:
    on = sentence.sentenced_on
    return days_of(on, sentence.custody) >= (plus_months(on, YEAR) - on).days
