"""What is said of a person's life, as somebody says it, and what speaks against it (probation rules, 3)."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from throughcare.kernel.refusals import Reason

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_FEWEST_DIGITS: Final = 10
_MOST_DIGITS: Final = 15


@dataclass(frozen=True, kw_only=True)
class Said:
    """A fact from a day until (not including) another; an open end is None. Codes are keys of `people.Code`."""

    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ContactPointSaid(Said):
    kind: str
    value: str


@dataclass(frozen=True, kw_only=True)
class ContactPreferenceSaid(Said):
    may_be_texted: bool
    channel: str = ""
    text_language: str = "en"


@dataclass(frozen=True, kw_only=True)
class PersonalContactSaid(Said):
    relationship_id: str
    relationship_words: str = ""
    name: str
    lines: str = ""
    postcode: str = ""
    telephone: str = ""


@dataclass(frozen=True, kw_only=True)
class CircumstanceSaid(Said):
    type_id: str
    detail_id: str | None = None
    is_evidenced: bool = False
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class DisabilitySaid(Said):
    type_id: str
    condition: str = ""
    impact: str = ""


@dataclass(frozen=True, kw_only=True)
class AdjustmentSaid(Said):
    category_id: str
    notes: str = ""
    review_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class EqualityFactSaid(Said):
    kind: str
    answer: str
    value_id: str | None = None


def reasons_against(said: Said, *, today: date) -> list[Reason]:
    """Every reason against a fact that needs no other fact to be seen."""
    reasons = []
    if said.ends_on is not None and said.ends_on < said.starts_on:
        reasons.append(Reason("ends-first", "The end date must be the start date or later."))
    if said.starts_on > today:
        reasons.append(Reason("not-yet", "The start date must be today or in the past."))
    return reasons + _reasons_of_kind(said)


def code_list_of(kind: str) -> str:
    """The list that the codes of a fact of equality are of: both nationalities share one."""
    return "nationality" if kind == "second-nationality" else kind


def _reasons_of_kind(said: Said) -> list[Reason]:
    match said:
        case ContactPointSaid():
            return _against_contact_point(said)
        case PersonalContactSaid() if not said.name.strip():
            return [Reason("no-name", "Enter the name of the personal contact.")]
        case AdjustmentSaid() if said.review_on is not None and said.review_on < said.starts_on:
            return [Reason("reviewed-first", "The review date must be the start date or later.")]
        case EqualityFactSaid() if (said.answer == "told") != (said.value_id is not None):
            return [
                Reason(
                    "no-answer",
                    "Select what they said, or that they were not asked or did not say.",
                )
            ]
    return []


def _against_contact_point(said: ContactPointSaid) -> list[Reason]:
    """What speaks against a number or an address of e-mail.

    >>> said = ContactPointSaid(kind="mobile", value="07700 900123", starts_on=date(2014, 6, 2))
    >>> _against_contact_point(said)
    []
    """
    if said.kind == "email":
        is_good = _EMAIL.fullmatch(said.value) is not None
        wrong = Reason("no-email", "Enter an email address, like name@example.com.")
    else:
        is_good = _is_telephone(said.value)
        wrong = Reason(
            "no-telephone", "Enter a telephone number, like 01632 960001 or 07700 900123."
        )
    return [] if is_good else [wrong]


def _is_telephone(text: str) -> bool:
    if re.fullmatch(r"\+?[0-9 ()\-]+", text) is None:
        return False
    return _FEWEST_DIGITS <= sum(each.isdigit() for each in text) <= _MOST_DIGITS
