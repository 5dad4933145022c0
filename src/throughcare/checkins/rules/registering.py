"""What speaks against asking somebody to check in."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from throughcare.kernel.refusals import Reason


class Refusal(Reason, Enum):
    CASE_CLOSED = "case-closed", "The case is closed."
    GOES_ON = "goes-on", "The person is registered already. Change or stop that first."
    NO_CONSENT = "no-consent", "The person has to agree to check in like this."
    NO_PHOTOGRAPH = "no-photograph", "Choose one of the photographs on the record."
    NO_BIRTH_DATE = (
        "no-birth-date",
        "The record has no date of birth, by which the person says who they are. Add it first.",
    )
    NOT_YET = "in-the-past", "The first day must be today or later."
    NO_SENTENCE = "no-sentence", "Choose a sentence that is in force."


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is known of the case and asked for; `has_sentence` is None where none is named."""

    is_closed: bool
    goes_on: bool
    is_agreed: bool
    has_photograph: bool
    has_birth_date: bool
    has_sentence: bool | None
    first_due_on: date


def reasons_to_refuse(wanted: Wanted, *, today: date) -> list[Refusal]:
    """Every reason against a registration."""
    against = (
        (wanted.is_closed, Refusal.CASE_CLOSED),
        (wanted.goes_on, Refusal.GOES_ON),
        (not wanted.is_agreed, Refusal.NO_CONSENT),
        (not wanted.has_photograph, Refusal.NO_PHOTOGRAPH),
        (not wanted.has_birth_date, Refusal.NO_BIRTH_DATE),
        (wanted.has_sentence is False, Refusal.NO_SENTENCE),
        (wanted.first_due_on < today, Refusal.NOT_YET),
    )
    return [refusal for is_so, refusal in against if is_so]
