"""What is said to people when a calculation cannot stand: a code for programs, and what to look at or correct."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    code: str
    sentence: str


BEFORE: Final = {
    "NO_SENTENCES": "There is no active sentence. Add one.",
    "A_FINE_SENTENCE_CONSECUTIVE_TO": (
        "A default term is consecutive to another sentence. Work the dates out by hand."
    ),
    "A_FINE_SENTENCE_CONSECUTIVE": (
        "A sentence is consecutive to a default term. Work the dates out by hand."
    ),
    "BOTUS_CONSECUTIVE_TO_OTHER_SENTENCE": (
        "A breach of supervision is linked to another sentence. Work the dates out by hand."
    ),
    "DTO_CONSECUTIVE_TO_SENTENCE": (
        "A detention and training order is consecutive to another kind of sentence. Work the "
        "dates out by hand."
    ),
    "DTO_HAS_SENTENCE_CONSECUTIVE_TO_IT": (
        "A sentence of another kind is consecutive to a detention and training order. Work the "
        "dates out by hand."
    ),
    "UNSUPPORTED_CALCULATION_DTO_WITH_RECALL": (
        "There is a detention and training order together with a recall. Work the dates out by "
        "hand."
    ),
    "OFFENCE_MISSING_DATE": "An offence has no date. Enter it.",
    "OFFENCE_DATE_AFTER_SENTENCE_START_DATE": (
        "An offence is dated after its sentence. Correct one of the two."
    ),
    "OFFENCE_DATE_OVER_OR_UNDER_100_YEARS_AGO": (
        "An offence is dated more than 100 years before its sentence. Correct the date."
    ),
    "ZERO_IMPRISONMENT_TERM": "A sentence has no length. Enter years, months, weeks or days.",
    "A_FINE_SENTENCE_MISSING_FINE_AMOUNT": ("A default term has no amount of the fine. Enter it."),
    "SENTENCE_HAS_NO_LICENCE_TERM": (
        "An extended sentence, or one for an offender of particular concern, has no licence "
        "term. Enter it."
    ),
    "SOPC_LICENCE_TERM_NOT_12_MONTHS": (
        "The licence term of a sentence for an offender of particular concern has to be 12 "
        "months. Correct it."
    ),
    "EDS_LICENCE_TERM_LESS_THAN_ONE_YEAR": (
        "The licence term of an extended sentence has to be one year or more. Correct it."
    ),
    "EDS_LICENCE_TERM_MORE_THAN_EIGHT_YEARS": (
        "The licence term of an extended sentence has to be eight years or less. Correct it."
    ),
    "BROKEN_CONSECUTIVE_CHAINS": (
        "A sentence is consecutive to one that is not here. Add that one, or correct the link."
    ),
    "CONSECUTIVE_TO_SENTENCE_IMPOSED_AFTER": (
        "A sentence is consecutive to one that was imposed later. Correct the link or a date."
    ),
    "REMAND_FROM_TO_DATES_REQUIRED": "Remand has no first or last day. Enter both.",
    "ADJUSTMENT_INVALID_DATE_RANGE": "Remand ends before it begins. Correct a date.",
    "REMAND_ON_OR_AFTER_SENTENCE_DATE": (
        "Remand goes on until the day of sentence or after. It ends on the day before."
    ),
    "REMAND_OVERLAPS_WITH_REMAND": "Two periods of remand share a day. Correct one of them.",
    "DUPLICATE_OR_OVERLAPPING_UAL": (
        "Two times unlawfully at large share a day. Correct one of them."
    ),
    "PRE_PCSC_DTO_WITH_ADJUSTMENT": (
        "Remand or bail is credited to a detention and training order from before 28 June 2022. "
        "Remove it."
    ),
    "ADJUSTMENT_FUTURE_DATED_ADA": (
        "Days are added from a day that is still to come. Correct the date."
    ),
    "ADJUSTMENT_FUTURE_DATED_RADA": (
        "Days are restored from a day that is still to come. Correct the date."
    ),
    "ADJUSTMENT_FUTURE_DATED_UAL": (
        "A time unlawfully at large ends on a day that is still to come. Correct the date."
    ),
    "FTR_NO_RETURN_TO_CUSTODY_DATE": (
        "A fixed-term recall needs the day of return to custody. Enter it."
    ),
    "FTR_RTC_DATE_BEFORE_SENTENCE_DATE": (
        "The return to custody is before a recalled sentence was imposed. Correct a date."
    ),
    "FTR_RTC_DATE_IN_FUTURE": (
        "The return to custody is on a day that is still to come. Correct the date."
    ),
    "FTR_TYPE_14_DAYS_BUT_LENGTH_IS_28": (
        "A sentence has a 14-day recall, and the recall is recorded as 28 days. Correct one of "
        "the two."
    ),
    "FTR_TYPE_28_DAYS_BUT_LENGTH_IS_14": (
        "A sentence has a 28-day recall, and the recall is recorded as 14 days. Correct one of "
        "the two."
    ),
    "RECALL_MISSING_REVOCATION_DATE": (
        "A 56-day recall needs the day on which the licence was revoked. Enter it."
    ),
    "REVOCATION_DATE_IN_THE_FUTURE": (
        "A licence is revoked on a day that is still to come. Correct the date."
    ),
    "FTR_RTC_DATE_BEFORE_REVOCATION_DATE": (
        "The return to custody is before the licence was revoked. Correct a date."
    ),
}
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


def before(code: str) -> Message:
    return Message(code=code, sentence=BEFORE[code])
