"""Whether an early-release law made a date what it is."""

from collections.abc import Mapping
from datetime import date

from throughcare.sentences.rules.dates import Fraction
from throughcare.sentences.rules.law import Track
from throughcare.sentences.rules.results import Rule, Working
from throughcare.sentences.rules.types import DateType
from throughcare.sentences.rules.worked import Worked


def is_sds40(each: Worked, *, dates: Mapping[DateType, date] | None = None) -> bool:
    """Whether a sentence is released at two fifths, and, where there are several, made one of the dates."""
    terms = each.now.terms
    is_early = not terms.is_recall and any(
        part.track is Track.SDS and fraction is Fraction.FORTY_PERCENT
        for part, fraction in zip(terms.parts, each.now.fractions, strict=True)
    )
    if dates is None or not is_early:
        return is_early
    return any(dates.get(kind) == day for kind, day in own_dates(each).items())


def is_progression(each: Worked, *, found: Mapping[DateType, Working]) -> bool:
    """Whether a sentence is under the progression model and made one of the dates."""
    if not each.is_under_progression or each.is_recall:
        return False
    own = own_dates(each)
    conditional = own.get(DateType.CRD)
    if conditional is not None and DateType.CRD in found and found[DateType.CRD].on == conditional:
        return True
    parole = found.get(DateType.PED)
    if parole is None:
        return False
    if Rule.PED_TO_CONDITIONAL in parole.rules:
        return conditional == parole.on
    return own.get(DateType.PED) == parole.on


def own_dates(each: Worked) -> dict[DateType, date]:
    """The dates of one sentence that somebody waits for."""
    released = DateType.CRD if each.is_conditional else DateType.ARD
    found = {
        released: each.release,
        DateType.HDCED: each.curfew.on if each.curfew else None,
        DateType.TUSED: each.supervision,
        DateType.PED: each.parole,
    }
    return {kind: day for kind, day in found.items() if day is not None}
