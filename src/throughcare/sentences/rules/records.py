"""What courts and prisons recorded of one person, and the booking that a calculation is made from (domain notes, section 15)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from throughcare.sentences.rules.dates import NOTHING, Duration, days_of, plus_years
from throughcare.sentences.rules.facts import (
    Adjustment,
    AdjustmentKind,
    AtLargeReason,
    Booking,
    Kind,
    Movement,
    Offence,
    Offender,
    Recall,
    Sentence,
)
from throughcare.sentences.rules.law import Law, Manner

VIOLENT: Final = "VIOLENT"
NOT_KNOWN: Final = date(1900, 1, 1)
"""Stands in a booking for a day of birth that nobody knows, from which nothing is calculated."""
SCHEDULE_13: Final = "PROGRESSION_MODEL_SCHEDULE_13_PART_3"
ON_A_RECALL: Final = {
    AdjustmentKind.REMAND: AdjustmentKind.RECALL_REMAND,
    AdjustmentKind.TAGGED_BAIL: AdjustmentKind.RECALL_TAGGED_BAIL,
}
"""What remand and bail are where they are credited to a recalled sentence (section 15.4)."""
CALCULATED: Final = frozenset(each.value for each in AdjustmentKind)
OF_A_SENTENCE: Final = frozenset(ON_A_RECALL)
"""Adjustments that apply from the day of the sentence to which they are credited; others apply from their own day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeOnDay:
    """Types of sentence that are only imposed from a day, or only before it, and the code of what is said otherwise."""

    types: frozenset[str]
    day: date
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LongTerms:
    """Which sentences are the long violent and sexual ones: by the list an offence is on, and by years."""

    from_: date
    longer_from: date
    longer: int
    shorter: int
    lists: Mapping[str, Mapping[str, frozenset[str]]]
    legacy: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OffenceNotUsed:
    """Codes that a record may not have, from a day of offence where there is one. A code that ends in a star is how codes begin."""

    code: str
    codes: tuple[str, ...]
    from_: date | None = None

    def has(self, offence: str, *, on: date | None) -> bool:
        if self.from_ is not None and (on is None or on < self.from_):
            return False
        return any(
            offence.startswith(each[:-1]) if each.endswith("*") else offence == each
            for each in self.codes
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The types of sentence and offences as the house knows them (`sentence_types.yaml`)."""

    kinds: Mapping[str, Kind]
    words: Mapping[str, str]
    section_250: frozenset[str]
    automatic: frozenset[str]
    of_a_child: frozenset[str]
    only_from: tuple[TypeOnDay, ...]
    only_before: tuple[TypeOnDay, ...]
    long_terms: LongTerms
    exclusions: Mapping[str, str]
    violent_from_years: int
    not_used: tuple[OffenceNotUsed, ...]
    act_2020: tuple[str, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceRecord:
    """One sentence as its warrant reads. `lists` are the lists of serious offences (A to D) that its offence is on.

    `follows` is the key of the sentence that it is consecutive to. An offence over a range has its last day in `offence_to`.
    """

    key: str
    type: str
    sentenced_on: date
    custody: Duration
    extension: Duration = NOTHING
    offence_code: str = ""
    offence_from: date | None = None
    offence_to: date | None = None
    follows: str | None = None
    lists: frozenset[str] = frozenset()
    exclusions: frozenset[str] = frozenset()
    fine: float | None = None
    is_part_paid: bool = False
    is_schedule_19za: bool = False
    is_foreign: bool = False
    supervised_until: date | None = None
    recall: Recall | None = None
    case_sequence: int | None = None
    line_sequence: int | None = None

    @property
    def offended_on(self) -> date | None:
        """The end of the offence's range, or its start."""
        return self.offence_to or self.offence_from


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentRecord:
    """Time to be given or taken. `kind` is one of `AdjustmentKind`, or a kind that nothing here calculates with."""

    kind: str
    sentence: str | None = None
    days: int | None = None
    from_on: date | None = None
    to_on: date | None = None
    reason: AtLargeReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything that is in force of one person's time in custody. Nothing is calculated where nobody knows when they were born."""

    born_on: date | None
    sentences: Sequence[SentenceRecord] = ()
    adjustments: Sequence[AdjustmentRecord] = ()
    movements: Sequence[Movement] = ()
    is_registered: bool = False
    wants_removal: bool = False
    has_power_to_detain: bool = False


def booking_of(record: Record, *, catalogue: Catalogue, law: Law) -> Booking:
    """The booking that a record is calculated as; sentences of types that are calculated by hand are not in it."""
    known = [each for each in record.sentences if each.type in catalogue.kinds]
    fixed = [each.recall for each in known if each.recall and each.recall.type.days]
    last = max(fixed, key=lambda each: each.returned_on or date.min, default=None)
    return Booking(
        offender=Offender(born_on=record.born_on or NOT_KNOWN, is_registered=record.is_registered),
        sentences=tuple(_sentence(each, catalogue=catalogue, law=law) for each in known),
        adjustments=_adjustments(record.adjustments, sentences=known),
        movements=tuple(sorted(record.movements, key=lambda each: each.on)),
        returned_on=last.returned_on if last else None,
        recall_days=last.type.days if last else None,
        recall_returned_on=last.returned_on if last else None,
        wants_removal=record.wants_removal and _may_be_removed(known, catalogue=catalogue),
    )


def _may_be_removed(sentences: Sequence[SentenceRecord], *, catalogue: Catalogue) -> bool:
    """Whether early removal is worked out (domain notes, section 15.6).

    Not for default terms, training orders and recalls alone, nor beside an extended sentence for an offence of Schedule 19ZA.
    """
    kinds = [(catalogue.kinds[each.type], each) for each in sentences]
    is_terrorism = any(kind is Kind.EDS and each.is_schedule_19za for kind, each in kinds)
    is_only_others = all(kind in {Kind.FINE, Kind.DTO} or each.recall for kind, each in kinds)
    return not is_terrorism and not is_only_others


def is_long(sentence: SentenceRecord, *, catalogue: Catalogue) -> tuple[bool, bool]:
    """Whether a sentence is one of the long violent or sexual terms, and whether it would be by type, length and offence alone."""
    long = catalogue.long_terms
    if catalogue.kinds.get(sentence.type) is not Kind.SDS:
        return False, False
    is_250 = sentence.type in catalogue.section_250
    lists = long.lists["SECTION_250" if is_250 else "SDS"]
    is_legacy = sentence.offence_code in long.legacy
    on_lists = sentence.lists | (frozenset({"D"}) if is_legacy else frozenset())
    has_longer = is_at_least(sentence, years=long.longer)
    has_shorter = is_at_least(sentence, years=long.shorter) and not has_longer
    would_be = bool(
        (has_longer and on_lists & lists["longer"]) or (has_shorter and on_lists & lists["shorter"])
    )
    if not would_be:
        return False, False
    if sentence.sentenced_on >= long.from_:
        return True, True
    is_of_2020 = sentence.sentenced_on >= long.longer_from and not is_250 and not is_legacy
    return is_of_2020 and has_longer and "A" in sentence.lists, True


def is_at_least(sentence: SentenceRecord, *, years: int) -> bool:
    """Whether a term is as long as some years, by the calendar from the day of sentence."""
    on = sentence.sentenced_on
    return days_of(on, sentence.custody) >= (plus_years(on, years) - on).days


def _sentence(record: SentenceRecord, *, catalogue: Catalogue, law: Law) -> Sentence:
    is_plus, would_be_plus = is_long(record, catalogue=catalogue)
    return Sentence(
        kind=catalogue.kinds[record.type],
        identifier=record.key,
        sentenced_on=record.sentenced_on,
        offence=Offence(committed_on=record.offended_on, code=record.offence_code),
        custody=record.custody,
        extension=record.extension,
        follows=record.follows,
        is_plus=is_plus,
        would_be_plus=would_be_plus,
        is_section_250=record.type in catalogue.section_250,
        exclusions=_exclusions(record, catalogue=catalogue, law=law),
        is_released_automatically=record.type in catalogue.automatic,
        is_of_a_child=record.type in catalogue.of_a_child,
        fine=record.fine,
        supervised_until=record.supervised_until,
        recall=record.recall,
        case_sequence=record.case_sequence,
        line_sequence=record.line_sequence,
    )


def _exclusions(record: SentenceRecord, *, catalogue: Catalogue, law: Law) -> frozenset[str]:
    """What keeps a standard sentence from early release: violence by its length, Schedule 13 by the day of sentence (section 15.3)."""
    if catalogue.kinds[record.type] is not Kind.SDS:
        return frozenset()
    found = set(record.exclusions)
    if VIOLENT in found and not is_at_least(record, years=catalogue.violent_from_years):
        found.discard(VIOLENT)
    progression = law.of_manner(Manner.KEEPING_EARLIER_DATES)
    commences = progression.commences_on if progression else None
    if commences is not None and record.sentenced_on >= commences:
        found.discard(SCHEDULE_13)
    return frozenset(found)


def _adjustments(
    records: Sequence[AdjustmentRecord], *, sentences: Sequence[SentenceRecord]
) -> Mapping[AdjustmentKind, Sequence[Adjustment]]:
    """Adjustments by kind; one that is credited to a sentence that is not calculated is left out."""
    by_key = {each.key: each for each in sentences}
    found: defaultdict[AdjustmentKind, list[Adjustment]] = defaultdict(list)
    for record in records:
        if record.kind not in CALCULATED:
            continue
        kind = AdjustmentKind(record.kind)
        applies_from = record.from_on
        if kind in OF_A_SENTENCE:
            credited = by_key.get(record.sentence or "")
            if credited is None:
                continue
            applies_from = credited.sentenced_on
            kind = ON_A_RECALL[kind] if credited.recall else kind
        if applies_from is not None:
            found[kind].append(_adjustment(record, applies_from=applies_from))
    return {kind: tuple(several) for kind, several in found.items()}


def _adjustment(record: AdjustmentRecord, *, applies_from: date) -> Adjustment:
    return Adjustment(
        applies_from=applies_from,
        days=days_between(record),
        from_=record.from_on,
        to=record.to_on,
        reason=record.reason,
    )


def days_between(record: AdjustmentRecord) -> int:
    """The days of an adjustment: as recorded, or else from its first day to its last, both counted."""
    if record.days is not None:
        return record.days
    if record.from_on is None or record.to_on is None:
        return 0
    return max(0, (record.to_on - record.from_on).days + 1)
