"""Which dates a sentence gets, before any of them is worked out."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from throughcare.sentences.rules.case import Case
from throughcare.sentences.rules.facts import Kind
from throughcare.sentences.rules.formulas import release
from throughcare.sentences.rules.law import Manner, Track
from throughcare.sentences.rules.observed import loses_licence
from throughcare.sentences.rules.standing import Form, Standing, Terms

ADULT: Final = 18
SHORT: Final = 12
TWO_YEARS: Final = 24
FOUR_YEARS: Final = 48


class DateType(StrEnum):
    CRD = "CRD"
    ARD = "ARD"
    SED = "SED"
    LED = "LED"
    SLED = "SLED"
    ESED = "ESED"
    HDCED = "HDCED"
    TUSED = "TUSED"
    PED = "PED"
    PRRD = "PRRD"
    ERSED = "ERSED"
    MTD = "MTD"
    ETD = "ETD"
    LTD = "LTD"


Types = frozenset[DateType]

CONDITIONAL: Final = frozenset({DateType.SLED, DateType.CRD})
UNCONDITIONAL: Final = frozenset({DateType.SED, DateType.ARD})
THREE: Final = frozenset({DateType.LED, DateType.CRD, DateType.SED})
TRAINING: Final = frozenset(
    {DateType.SED, DateType.MTD, DateType.ETD, DateType.LTD, DateType.TUSED}
)


def date_types(now: Standing, *, case: Case) -> Types:
    """The dates that a sentence gets as it stands. They change with its release date: ask again, keep nothing."""
    terms = now.terms
    types = _of_release(terms, case=case)
    if terms.is_term or terms.has_extension:
        return types if terms.is_training else _by_age(types, now=now, case=case)
    if _becomes_conditional(now):
        types = (types - UNCONDITIONAL) | CONDITIONAL
    if terms.is_recall:
        return _by_age(types | {DateType.PRRD}, now=now, case=case)
    if _may_have_curfew(terms, case=case):
        types = types | {DateType.HDCED}
    return _by_age(types, now=now, case=case)


def _of_release(terms: Terms, *, case: Case) -> Types:
    if terms.has_extension:
        return _of_extended(terms)
    if terms.is_training:
        return TRAINING - {DateType.TUSED} if case.switches.supervision_repealed else TRAINING
    if terms.is_term:
        is_known = terms.first.sentence.supervised_until is not None
        return UNCONDITIONAL | {DateType.TUSED} if is_known else UNCONDITIONAL
    types = _of_standard(terms)
    return types | {DateType.TUSED} if _is_supervised(terms, case=case) else types


def _of_extended(terms: Terms) -> Types:
    if terms.is_recall:
        return frozenset({DateType.SLED, DateType.PRRD})
    has_parole = any(part.parole for part in terms.parts)
    return CONDITIONAL | {DateType.PED} if has_parole else CONDITIONAL


def _of_standard(terms: Terms) -> Types:
    parts = terms.parts
    if terms.form is Form.CHAIN and all(part.track is Track.SDS_PLUS for part in parts):
        return CONDITIONAL
    old = [part for part in parts if part.is_old]
    if len(old) == len(parts):
        return _of_old(terms)
    if old:
        return CONDITIONAL
    is_ora = {part.is_ora for part in parts}
    if len(is_ora) > 1:
        return CONDITIONAL if terms.is_at_least(SHORT) else THREE
    is_short_before_ora = not terms.is_at_least(SHORT) and is_ora == {False}
    return UNCONDITIONAL if is_short_before_ora or terms.whole_days <= 1 else CONDITIONAL


def _of_old(terms: Terms) -> Types:
    if terms.is_at_least(FOUR_YEARS):
        return CONDITIONAL
    return THREE if terms.is_at_least(SHORT) else UNCONDITIONAL


def _is_supervised(terms: Terms, *, case: Case) -> bool:
    """Criminal Justice Act 2003, s. 256AA: terms of more than a day and less than two years, for offences from 1 February 2015."""
    if case.switches.supervision_repealed or terms.whole_days <= 1 or terms.is_at_least(TWO_YEARS):
        return False
    if any(part.is_old for part in terms.parts) or not any(part.is_ora for part in terms.parts):
        return False
    half_way = terms.start + timedelta(days=-(-terms.expiry_days // 2))
    return case.adult_on < half_way


def _becomes_conditional(now: Standing) -> bool:
    """A short term for an offence before 1 February 2015 has a licence under the law that commences on 1 October 2026."""
    is_under = now.law is not None and now.law.manner is Manner.KEEPING_EARLIER_DATES
    return is_under and not any(part.is_ora for part in now.terms.parts)


def _may_have_curfew(terms: Terms, *, case: Case) -> bool:
    """Nobody on the register of sex offenders, nobody for one of the long violent or sexual terms (Criminal Justice Act 2003, s. 246)."""
    return not case.offender.is_registered and all(
        part.kind is not Kind.DTO and not part.sentence.would_be_plus for part in terms.parts
    )


def _by_age(types: Types, *, now: Standing, case: Case) -> Types:
    if DateType.CRD not in types:
        return types
    is_under_18 = case.adult_on > release(now)
    is_short = not now.terms.is_at_least(SHORT)
    if not loses_licence(is_short=is_short, is_under_18=is_under_18):
        return types
    return (types - CONDITIONAL) | UNCONDITIONAL
