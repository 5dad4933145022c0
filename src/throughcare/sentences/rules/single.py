"""The dates of one sentence beside release and expiry: licence, parole, supervision, recall and the dates of training."""

from datetime import date, timedelta
from typing import Final

from throughcare.sentences.rules.case import Case
from throughcare.sentences.rules.dates import (
    days_of,
    plus,
    plus_months,
    total,
)
from throughcare.sentences.rules.facts import Kind, RecallType
from throughcare.sentences.rules.formulas import (
    expiry,
    is_immediate,
    release,
    release_without_awarded,
    unadjusted_release,
)
from throughcare.sentences.rules.standing import Form, Standing
from throughcare.sentences.rules.types import SHORT, DateType, Types

LICENCE_OF_OLD: Final = (3, 4)
LESS_THAN_A_YEAR: Final = 365
TRAINING_MONTHS: Final = ((18, 2), (8, 1))
"""From how many months of training how many months lie between its transfer dates."""


class NoReturnDate(Exception):  # noqa: N818  a refusal by its published name
    """A fixed-term recall without a day of return to custody cannot be calculated."""


def is_mixed_short(now: Standing) -> bool:
    """Whether it is a chain of less than 12 months with offences before and from 1 February 2015."""
    terms = now.terms
    return (
        terms.form is Form.CHAIN
        and len({part.is_ora for part in terms.parts}) > 1
        and not any(part.is_old for part in terms.parts)
        and not terms.is_at_least(SHORT)
    )


def separate_licence(now: Standing) -> date:
    """The end of a licence that is not the end of the sentence."""
    if is_mixed_short(now):
        return plus(release(now), half_of_later(now) - now.days.cut)
    over, under = LICENCE_OF_OLD
    days = now.days
    length = -(-now.terms.expiry_days * over // under) + days.at_large - days.deducted
    if not now.is_recall and days.deducted >= now.release_days:
        length += days.deducted - now.release_days
    return now.start + timedelta(days=length - 1)


def half_of_later(now: Standing) -> int:
    """Half, rounded down, of the days of those sentences that are for offences from 1 February 2015."""
    return days_of(now.start, total(part.custody for part in now.terms.parts if part.is_ora)) // 2


def licence_expiry(now: Standing, *, types: Types) -> date | None:
    """The end of licence; None for a sentence without."""
    if DateType.LED in types:
        return separate_licence(now)
    return expiry(now) if DateType.SLED in types else None


def parole(now: Standing) -> date | None:
    """The first day on which the Parole Board may direct release (Criminal Justice Act 2003, ss. 244A and 246A)."""
    unadjusted = unadjusted_parole(now)
    if unadjusted is None:
        return None
    days = now.days
    return plus(unadjusted, days.at_large - days.deducted + days.awarded - days.served)


def unadjusted_parole(now: Standing) -> date | None:
    if now.parole_days is None or now.is_recall:
        return None
    return now.start + timedelta(days=now.parole_days - 1)


def supervision(now: Standing, *, types: Types, case: Case) -> date | None:
    """The end of supervision after sentence (Criminal Justice Act 2003, s. 256AA): a year after release, added days aside."""
    if DateType.TUSED not in types:
        return None
    if now.terms.first.kind is Kind.BOTUS:
        return None if case.switches.supervision_repealed else known_supervision(now)
    is_short = now.terms.expiry_days - now.release_days < LESS_THAN_A_YEAR
    if not is_short or case.switches.supervision_repealed:
        return None
    if case.adult_on > release_without_awarded(now):
        return None
    first = now.start if is_immediate(now) else release_without_awarded(now)
    return plus(plus_months(first, 12), now.days.at_large_released)


def known_supervision(now: Standing) -> date | None:
    return now.terms.first.sentence.supervised_until


def is_fixed_term(now: Standing) -> bool:
    """Whether release after recall is by a term. A 56-day recall is a standard one until its law is in force for it."""
    type_ = now.terms.recall_type
    if type_ is RecallType.FIXED_56:
        return now.recall_law_applies
    return type_ in {RecallType.FIXED_14, RecallType.FIXED_28}


def release_after_recall(now: Standing, *, case: Case) -> date:
    """The day of release of somebody recalled (Criminal Justice Act 2003, ss. 255B and 255C).

    Raises:
        NoReturnDate: a fixed-term recall, and nobody says when the person came back.
    """
    recall = now.terms.recall
    if recall is None or not is_fixed_term(now):
        return expiry(now)
    returned_on = recall.returned_on or case.returned_on
    if returned_on is None:
        raise NoReturnDate
    days = (recall.type.days or 0) - 1 + now.days.at_large_recalled
    last = plus(returned_on, days)
    if now.recall_tranche_on is not None:
        last = max(last, now.recall_tranche_on)
    return min(plus(last, now.days.awarded_recalled), expiry(now))


def months_between_transfers(now: Standing) -> int | None:
    """How many months lie between the dates of transfer of a training order; None for one that is too short for others."""
    for months, between in TRAINING_MONTHS:
        if now.terms.is_at_least(months):
            return between
    return None


def release_date(now: Standing, *, case: Case) -> date:
    """The day of release of whoever it is: after recall for somebody recalled, else that of the sentence."""
    return release_after_recall(now, case=case) if now.is_recall else release(now)


def unadjusted_target(now: Standing) -> date:
    """The day that early removal is counted back from, before adjustments."""
    return unadjusted_parole(now) or unadjusted_release(now)
