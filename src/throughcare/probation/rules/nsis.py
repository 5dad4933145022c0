"""What an intervention outside the sentence may be referred, begun and ended as."""

from dataclasses import dataclass
from datetime import date

from throughcare.kernel.refusals import Reason


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What the rules ask of a type."""

    words: str
    is_for_sentence: bool
    is_for_person: bool
    may_be_several: bool


def reasons_against_referral(
    kind: Kind,
    *,
    has_sentence: bool,
    has_active: bool,
    referred_on: date,
    expected_start_on: date | None,
    expected_end_on: date | None,
    today: date,
) -> list[Reason]:
    """Every reason against a referral. `has_active` says that one of the type runs already where this one would.

    >>> kind = Kind(words="Accommodation", is_for_sentence=True, is_for_person=False, may_be_several=True)
    >>> reasons_against_referral(kind, has_sentence=False, has_active=True, referred_on=date(2014, 6, 3),
    ...     expected_start_on=None, expected_end_on=None, today=date(2014, 6, 2))[0].code
    'no-sentence'
    """
    reasons = []
    if has_sentence and not kind.is_for_sentence:
        reasons.append(
            Reason("not-for-sentence", f"{kind.words} is of the person, and of no sentence.")
        )
    if not has_sentence and not kind.is_for_person:
        reasons.append(
            Reason("no-sentence", f"Select the sentence that {kind.words} belongs with.")
        )
    if has_active and not kind.may_be_several:
        reasons.append(Reason("active-already", f"{kind.words} is active already."))
    if referred_on > today:
        reasons.append(
            Reason("referred-ahead", "The day of referral must be today or in the past.")
        )
    if expected_start_on and expected_start_on < referred_on:
        reasons.append(
            Reason("starts-before-referral", "It cannot be expected to begin before the referral.")
        )
    if expected_end_on and expected_end_on < (expected_start_on or referred_on):
        reasons.append(
            Reason("ends-before-start", "It cannot be expected to end before it begins.")
        )
    return reasons


def reasons_against_start(
    *, on: date, referred_on: date, starts_on: date | None, ended_on: date | None, today: date
) -> list[Reason]:
    if ended_on is not None:
        return [Reason("has-ended", "This intervention has ended.")]
    if starts_on is not None:
        return [Reason("has-begun", "This intervention has begun already.")]
    reasons = []
    if on > today:
        reasons.append(Reason("begins-ahead", "The day it began must be today or in the past."))
    if on < referred_on:
        reasons.append(
            Reason("begins-before-referral", "It cannot have begun before the referral.")
        )
    return reasons


def reasons_against_end(
    *, on: date, referred_on: date, starts_on: date | None, ended_on: date | None, today: date
) -> list[Reason]:
    if ended_on is not None:
        return [Reason("has-ended", "This intervention has ended already.")]
    reasons = []
    if on > today:
        reasons.append(Reason("ends-ahead", "The day it ended must be today or in the past."))
    if on < (starts_on or referred_on):
        reasons.append(
            Reason("ends-before-start", "It cannot have ended before it began or was referred.")
        )
    return reasons
