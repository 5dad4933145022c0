"""One sentence as the law sees it: which of its term counts for what, by which fraction, and whether an instrument reaches it."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from throughcare.sentences.rules.dates import Duration, Fraction, total
from throughcare.sentences.rules.facts import Kind, Sentence
from throughcare.sentences.rules.law import Boundaries, Law, Reach, ReleaseLaw, Track

CIVIL_DEBTS: Final = frozenset(
    [f"ZZ0100{digit}" for digit in (1, 2, 3, 4, 5, 8)] + ["ZZ01010", "XX00000-016N"]
)
"""Offence codes of imprisonment for a civil debt, to which no remand is credited."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """A sentence with what follows from it alone. Two sentences that are the same in everything are one part.

    `custody` is what release is counted from and `whole` what expiry is. `track` is that of a standard determinate sentence; any other
    has its `own_fraction`. `parole` is the fraction of custody to be served before parole, None for who is not eligible.
    """

    sentence: Sentence
    whole: Duration
    track: Track | None
    own_fraction: Fraction
    parole: Fraction | None
    is_old: bool
    is_ora: bool
    is_before_reform: bool
    takes_remand: bool
    takes_bail: bool

    @property
    def kind(self) -> Kind:
        return self.sentence.kind

    @property
    def on(self) -> date:
        return self.sentence.sentenced_on

    @property
    def custody(self) -> Duration:
        return self.sentence.custody

    @property
    def has_extension(self) -> bool:
        return self.kind in {Kind.EDS, Kind.SOPC}


def part(sentence: Sentence, *, boundaries: Boundaries) -> Part:
    """A sentence as the law sees it.

    Old is what was imposed before 3 December 2012 for an offence before 4 April 2005 (Criminal Justice Act 2003, s. 244, as brought in by
    Legal Aid, Sentencing and Punishment of Offenders Act 2012, s. 111); ORA an offence from 1 February 2015 (Offender Rehabilitation
    Act 2014, s. 1).
    """
    kind, offence_on = sentence.kind, sentence.offence.committed_on
    track = None
    if kind is Kind.SDS:
        track = Track.SDS_PLUS if sentence.is_plus else Track.SDS
    is_before_reform = sentence.sentenced_on < boundaries.violent_and_sexual_reform
    is_civil = kind is Kind.FINE and sentence.offence.code in CIVIL_DEBTS
    takes_bail = not is_civil and kind is not Kind.BOTUS
    return Part(
        sentence=sentence,
        whole=total([sentence.custody, sentence.extension]),
        track=track,
        own_fraction=_own_fraction(sentence, boundaries=boundaries),
        parole=_parole(sentence, is_before_reform=is_before_reform),
        is_old=offence_on is not None
        and offence_on < boundaries.new_regime_offence
        and sentence.sentenced_on < boundaries.new_regime_sentence,
        is_ora=offence_on is not None and offence_on >= boundaries.licence_for_short_terms,
        is_before_reform=is_before_reform,
        takes_remand=takes_bail and not (kind is Kind.DTO and is_before_reform),
        takes_bail=takes_bail,
    )


def is_reached(part: Part, *, by: Reach) -> bool:
    """Whether a release law applies to a sentence."""
    sentence = part.sentence
    if part.track not in by.tracks or by.not_for & sentence.exclusions:
        return False
    if by.only_for and not by.only_for & sentence.exclusions:
        return False
    if sentence.is_section_250 and not by.reaches_section_250:
        return False
    if sentence.recall and not by.reaches_recalls:
        return False
    would_be_only = sentence.would_be_plus and not sentence.is_plus
    return by.reaches_would_be_plus or not would_be_only


def law_for(part: Part, *, law: Law, on: date) -> ReleaseLaw | None:
    """The newest release law in force on a day that applies to a sentence; None for one with a fraction of its own."""
    for each in law.releases:
        is_in_force = each.commences_on is None or each.commences_on <= on
        if is_in_force and is_reached(part, by=each.reach):
            return each
    return None


def fraction(part: Part, *, law: Law, on: date) -> Fraction:
    """The fraction of its custody that a sentence has under the law of a day."""
    found = law_for(part, law=law, on=on)
    if found is None or part.track is None:
        return part.own_fraction
    return found.fractions[part.track]


def _own_fraction(sentence: Sentence, *, boundaries: Boundaries) -> Fraction:
    if sentence.kind is Kind.EDS:
        return Fraction.TWO_THIRDS if sentence.is_released_automatically else Fraction.FULL
    if sentence.kind in {Kind.SOPC, Kind.BOTUS}:
        return Fraction.FULL
    is_large_fine = (
        sentence.kind is Kind.FINE
        and (sentence.fine or 0) >= boundaries.large_fine
        and sentence.sentenced_on >= boundaries.whole_term_for_large_fines
    )
    return Fraction.FULL if is_large_fine else Fraction.ONE_HALF


def _parole(sentence: Sentence, *, is_before_reform: bool) -> Fraction | None:
    if sentence.kind is Kind.EDS:
        return None if sentence.is_released_automatically else Fraction.TWO_THIRDS
    if sentence.kind is Kind.SOPC:
        is_half = is_before_reform and not sentence.is_of_a_child
        return Fraction.ONE_HALF if is_half else Fraction.TWO_THIRDS
    return None
