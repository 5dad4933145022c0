"""What is said to people when a calculation cannot stand: a code for programs, and what to look at or correct."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    code: str
    sentence: str


AFTER: Final = {
    "ADJUSTMENT_AFTER_RELEASE_ADA": (
        "Days were added after the last release date. Check the date of the award, or remove it."
    ),
    "ADJUSTMENT_AFTER_RELEASE_RADA": (
        "Days were restored after the last release date. Check the date, or remove it."
    ),
    "FTR_TYPE_14_DAYS_SENTENCE_GT_12_MONTHS": (
        "A 14-day recall runs beside a longer sentence that ends 14 days or more later. Check "
        "the type of recall."
    ),
    "FTR_TYPE_14_DAYS_SENTENCE_GAP_GT_14_DAYS": (
        "A 14-day recall runs beside a sentence of 12 months or more that ends 14 days or more "
        "after the return to custody. The recall should be for 28 days."
    ),
    "FTR_TYPE_28_DAYS_SENTENCE_GAP_LT_14_DAYS": (
        "A 28-day recall runs beside a sentence of 12 months or more that ends within 14 days "
        "of the return to custody. The recall should be for 14 days."
    ),
    "FTR_14_DAYS_AGGREGATE_GE_12_MONTHS": (
        "The recall is recorded as 14 days, and consecutive sentences come to 12 months or "
        "more. Check its length."
    ),
    "FTR_28_DAYS_AGGREGATE_LT_12_MONTHS": (
        "The recall is recorded as 28 days, and consecutive sentences come to less than 12 "
        "months. Check its length."
    ),
    "FTR_TYPE_28_DAYS_AGGREGATE_LT_12_MONTHS": (
        "Consecutive sentences have a 28-day recall and come to less than 12 months. Check the "
        "type of recall."
    ),
    "FTR_TYPE_14_DAYS_AGGREGATE_GE_12_MONTHS": (
        "Consecutive sentences have a 14-day recall and come to 12 months or more. Check the "
        "type of recall."
    ),
    "HDCED_REPEAL": (
        "The person is recorded as released on curfew and not back. Check the movements."
    ),
    "UNSUPPORTED_OUT_OF_CUSTODY_AT_PROGRESSION_MODEL_COMMENCEMENT": (
        "The person was out of custody when the law changed on 1 October 2026. Work the dates "
        "out by hand."
    ),
    "PROGRESSION_TRANCHE_ONE_ALLOCATION": (
        "The person is in the first tranche of 1 October 2026. Work the dates out by hand."
    ),
    "REMAND_OVERLAPS_WITH_SENTENCE": (
        "Remand overlaps with days that were served under a sentence. Correct the dates of remand."
    ),
    "UNSUPPORTED_SDS40_CONSECUTIVE_SDS_BETWEEN_TRANCHE_COMMENCEMENTS": (
        "A consecutive sentence was imposed between the tranches of autumn 2024. Work the dates "
        "out by hand."
    ),
    "PROGRESSION_MODEL_UNSUPPORTED_EXTINGUISHED_SENTENCE": (
        "Remand and bail are longer than the time to serve, and the law changed meanwhile. Work "
        "the dates out by hand."
    ),
    "UNABLE_TO_DETERMINE_SHPO_RELEASE_PROVISIONS": (
        "A breach of a sexual harm order may be reached by the change of December 2024 or not. "
        "Work the dates out by hand."
    ),
    "RELEASE_DATE_BEFORE_SENTENCE_DATE": (
        "Remand and bail are longer than the time to serve, so that release would be before the "
        "sentence. Reduce the remand or bail that is credited."
    ),
}


def after(code: str) -> Message:
    return Message(code=code, sentence=AFTER[code])
