"""What is said where the records of courts and prisons cannot be calculated with, or have to be put right first."""

from typing import Final

from throughcare.sentences.rules.messages import Message

BY_HAND: Final = "Work the dates out by hand."
OF_RECORDS: Final = {
    "NO_DATE_OF_BIRTH": (
        "Nobody has entered when the person was born, and some dates depend on their age. Enter it "
        "with the person."
    ),
    "UNSUPPORTED_SENTENCE_TYPE": (
        f"A sentence is of a type that is not calculated here, such as life. {BY_HAND}"
    ),
    "PRISONER_SUBJECT_TO_PTD": f"A power to detain is recorded. {BY_HAND}",
    "UNSUPPORTED_ADJUSTMENT_LAWFULLY_AT_LARGE": f"Time lawfully at large is recorded. {BY_HAND}",
    "UNSUPPORTED_ADJUSTMENT_SPECIAL_REMISSION": f"Special remission is recorded. {BY_HAND}",
    "UNSUPPORTED_ADJUSTMENT_TIME_SPENT_IN_CUSTODY_ABROAD": (
        f"Time in custody abroad is recorded. {BY_HAND}"
    ),
    "UNSUPPORTED_ADJUSTMENT_TIME_SPENT_AS_AN_APPEAL_APPLICANT": (
        f"Time that does not count because of an appeal is recorded. {BY_HAND}"
    ),
    "A_FINE_SENTENCE_WITH_PAYMENTS": f"A fine is paid in part. {BY_HAND}",
    "SDS_TORERA_EXCLUSION": (
        "A standard sentence is for an offence of Schedule 19ZA, for which the Parole Board decides. "
        f"{BY_HAND}"
    ),
    "SOPC_TORERA_EXCLUSION": (
        "A sentence for an offender of particular concern from before 28 June 2022 is for an "
        f"offence of Schedule 19ZA. {BY_HAND}"
    ),
    "REPATRIATED_PRISONER": f"A sentence is of a court of another country. {BY_HAND}",
    "FTR_TYPE_56_UNSUPPORTED_RECALL": (
        f"A 56-day recall follows a release on curfew or under supervised licence. {BY_HAND}"
    ),
    "OFFENCE_DATE_AFTER_SENTENCE_RANGE_DATE": (
        "An offence goes on until after its sentence. Correct one of the two days."
    ),
    "EDS18_EDS21_EDSU18_SENTENCE_TYPE_INCORRECT": (
        "An extended sentence has a type that there was not before 1 December 2020. Correct the "
        "type or the date of sentence."
    ),
    "SOPC18_SOPC21_SENTENCE_TYPE_INCORRECT": (
        "A sentence for an offender of particular concern has a type that there was not before 1 "
        "December 2020. Correct the type or the date of sentence."
    ),
    "LASPO_AR_SENTENCE_TYPE_INCORRECT": (
        "Automatic release from an extended sentence ended on 13 April 2015. Correct the type or "
        "the date of sentence."
    ),
    "SEC_91_SENTENCE_TYPE_INCORRECT": (
        "Detention under section 91 ended on 1 December 2020. Correct the type or the date of "
        "sentence."
    ),
    "ADJUSTMENT_INVALID_DATE_RANGE": (
        "A time unlawfully at large, or on tagged bail, ends before it begins. Correct a date."
    ),
    "ADJUSTMENT_LINKED_TO_INACTIVE_SENTENCE": (
        "Remand or bail is credited to a sentence that is not there any more. Credit it to another, "
        "or remove it."
    ),
    "SE2020_INVALID_OFFENCE_DETAIL": (
        "An offence of the Sentencing Act 2020 is dated before 1 December 2020. Correct its code or "
        "its date."
    ),
    "SE2020_INVALID_OFFENCE_COURT_DETAIL": (
        "Several offences of the Sentencing Act 2020 are dated before 1 December 2020. Correct "
        "their codes or their dates."
    ),
    "INCORRECT_OFFENCE_GENERIC_CONSPIRACY": (
        "The code of an offence says conspiracy and not to do what. Enter the offence itself."
    ),
    "INCORRECT_OFFENCE_ENCOURAGING_OR_ASSISTING": (
        "The code of an offence says encouraging or assisting and not what. Enter the offence itself."
    ),
    "INCORRECT_OFFENCE_BREACH_97": (
        "A breach of a restraining order from 1 December 2020 is an offence of the Sentencing Act "
        "2020. Correct the code."
    ),
    "INCORRECT_SUSPENDED_OFFENCE": (
        "The activation of a suspended sentence is entered as an offence. Enter the first offence."
    ),
    "FTR_14_DAYS_SENTENCE_GE_12_MONTHS": (
        "The recall is recorded as 14 days, and a recalled sentence is 12 months or more. Check its "
        "length."
    ),
    "FTR_28_DAYS_SENTENCE_LT_12_MONTHS": (
        "The recall is recorded as 28 days, and every recalled sentence is less than 12 months. "
        "Check its length."
    ),
    "FTR_TYPE_14_DAYS_SENTENCE_GE_12_MONTHS": (
        "A sentence has a 14-day recall, and a recalled sentence is 12 months or more. Check the "
        "type of recall."
    ),
    "FTR_TYPE_28_DAYS_SENTENCE_LT_12_MONTHS": (
        "A sentence has a 28-day recall, and every recalled sentence is less than 12 months. Check "
        "the type of recall."
    ),
}


def of_records(code: str) -> Message:
    return Message(code=code, sentence=OF_RECORDS[code])
