"""A sentence, alone or combined with others, as it stands at one moment: its days, what adjusts them, and the law over it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from throughcare.sentences.rules.dates import (
    Duration,
    Fraction,
    days_of,
    plus_months,
    share,
    total,
)
from throughcare.sentences.rules.facts import Kind, Recall, RecallType
from throughcare.sentences.rules.law import ReleaseLaw
from throughcare.sentences.rules.lengths import (
    custody_days,
    expiry_days,
    parole_days,
    release_days,
)
from throughcare.sentences.rules.parts import Part


class Form(StrEnum):
    """How sentences came together. In the order in which they stand within one sentence date."""

    CHAIN = "consecutive"
    MERGED = "single term"
    LONE = "alone"


class Days(NamedTuple):
    """What moves the dates of one sentence, in days.

    At large: in custody before the first release, after that, and after return on a fixed-term recall. Awarded is net of restored, and
    `awarded_recalled` what was awarded during a fixed-term recall. `served` are added days that were served before the sentence began,
    `unused` those for which there is no room before expiry, and `cut` what a licence is too long by.
    """

    remand: int = 0
    tagged_bail: int = 0
    recall_remand: int = 0
    recall_tagged_bail: int = 0
    at_large: int = 0
    at_large_released: int = 0
    at_large_recalled: int = 0
    awarded: int = 0
    awarded_recalled: int = 0
    served: int = 0
    unused: int = 0
    cut: int = 0

    @property
    def deducted(self) -> int:
        return self.remand + self.tagged_bail + self.recall_remand + self.recall_tagged_bail


NO_DAYS: Final = Days()
THRESHOLDS: Final = (8, 12, 18, 24, 48)
"""The months that some rule asks whether a sentence reaches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What does not change for as long as the same sentences stand together.

    `merged_days` is the length of a single term; `whole` the sum of all parts, by which thresholds are judged, and `reached` those of
    `THRESHOLDS` that it reaches. `is_term` says that it is a default term, training or a breach of supervision alone.
    """

    form: Form
    parts: tuple[Part, ...]
    start: date
    whole: Duration
    whole_days: int
    expiry_days: int
    merged_days: int | None
    recall: Recall | None
    reached: frozenset[int]
    is_term: bool
    is_training: bool
    has_extension: bool

    @property
    def is_recall(self) -> bool:
        return self.recall is not None

    @property
    def recall_type(self) -> RecallType | None:
        return self.recall.type if self.recall else None

    @property
    def recall_days(self) -> int:
        """The days of a fixed-term recall; 0 for anything else."""
        return (self.recall.type.days or 0) if self.recall else 0

    @property
    def first(self) -> Part:
        return self.parts[0]

    @property
    def is_lone(self) -> bool:
        return self.form is Form.LONE

    def is_at_least(self, months: int) -> bool:
        """Whether the whole is as long as some months, one of `THRESHOLDS`, by the calendar from its first day."""
        return months in self.reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`release_days` follow from `fractions`, one for each part. `tranche_on` holds it back under `law`.

    `last_at_large` is the last day at large that was dealt with while it was live. `recall_law_applies` says that the 56-day law is in
    force for it, and `recall_tranche_on` from when somebody may be released under it.
    """

    terms: Terms
    fractions: tuple[Fraction, ...]
    release_days: int
    parole_days: int | None
    days: Days = NO_DAYS
    law: ReleaseLaw | None = None
    tranche_on: date | None = None
    last_at_large: date | None = None
    recall_law_applies: bool = False
    recall_tranche_on: date | None = None

    @property
    def start(self) -> date:
        return self.terms.start

    @property
    def is_recall(self) -> bool:
        return self.terms.recall is not None


def terms(form: Form, parts: Sequence[Part]) -> Terms:
    """What some sentences come to that stand alone, follow one another, or are served as a single term."""
    start = min(part.on for part in parts)
    merged = _merged_days(parts, start=start) if form is Form.MERGED else None
    whole = Duration(days=merged) if merged is not None else total([part.whole for part in parts])
    whole_days = days_of(start, whole)
    return Terms(
        form=form,
        parts=tuple(parts),
        start=start,
        whole=whole,
        whole_days=whole_days,
        expiry_days=expiry_days(parts, start=start) if merged is None else merged,
        merged_days=merged,
        recall=parts[0].sentence.recall,
        reached=frozenset(
            months
            for months in THRESHOLDS
            if whole_days >= (plus_months(start, months) - start).days
        ),
        is_term=all(part.kind.is_term for part in parts),
        is_training=all(part.kind is Kind.DTO for part in parts),
        has_extension=any(part.has_extension for part in parts),
    )


def standing(terms: Terms, *, fractions: Mapping[Part, Fraction]) -> Standing:
    """Sentences as they begin, before anything adjusts them."""
    return _counted(terms, fractions=tuple(fractions[part] for part in terms.parts))


def with_fractions(now: Standing, fractions: tuple[Fraction, ...]) -> Standing:
    """The same sentence with its days to release by other fractions."""
    counted = _counted(now.terms, fractions=fractions)
    return replace(
        now,
        fractions=fractions,
        release_days=counted.release_days,
        parole_days=counted.parole_days,
    )


def _counted(terms: Terms, *, fractions: tuple[Fraction, ...]) -> Standing:
    parts, start = terms.parts, terms.start
    if terms.merged_days is not None:
        days = share(terms.merged_days, Fraction.ONE_HALF)
    elif terms.form is Form.LONE:
        days = share(custody_days(parts, start=start), fractions[0])
    else:
        days = release_days(parts, fractions=fractions, start=start)
    return Standing(
        terms=terms,
        fractions=fractions,
        release_days=days,
        parole_days=parole_days(parts, fractions=fractions, start=start),
    )


def _merged_days(parts: Sequence[Part], *, start: date) -> int:
    """From the first day to the later expiry; of training, between the longest of the earliest and of the latest date."""
    ends = [(part.on - start).days + days_of(part.on, part.whole) for part in parts]
    if not all(part.kind is Kind.DTO for part in parts):
        return max(ends)
    latest = max(part.on for part in parts)
    ends = [each for part, each in zip(parts, ends, strict=True) if part.on in {start, latest}]
    return min(max(ends), (plus_months(start, 24) - start).days)
