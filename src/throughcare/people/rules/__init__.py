"""What may be said of a person, and what a search asks for, as plain functions. One file for each subject."""

from throughcare.people.rules.facts import (
    AdjustmentSaid,
    CircumstanceSaid,
    ContactPointSaid,
    ContactPreferenceSaid,
    DisabilitySaid,
    EqualityFactSaid,
    PersonalContactSaid,
    Said,
    code_list_of,
    reasons_against,
)
from throughcare.people.rules.identity import (
    canonical,
    is_swapped,
    reasons_against_days,
    reasons_against_name,
    warnings_about_birth,
)
from throughcare.people.rules.merging import reasons_against_merge
from throughcare.people.rules.searching import (
    MOST_WORDS,
    Wanted,
    keys_of,
    postcode,
    wanted,
)

__all__ = [
    "MOST_WORDS",
    "AdjustmentSaid",
    "CircumstanceSaid",
    "ContactPointSaid",
    "ContactPreferenceSaid",
    "DisabilitySaid",
    "EqualityFactSaid",
    "PersonalContactSaid",
    "Said",
    "Wanted",
    "canonical",
    "code_list_of",
    "is_swapped",
    "keys_of",
    "postcode",
    "reasons_against",
    "reasons_against_days",
    "reasons_against_merge",
    "reasons_against_name",
    "wanted",
    "warnings_about_birth",
]
