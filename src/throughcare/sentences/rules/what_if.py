"""What would be, if something were otherwise: a record with a change that nobody keeps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from throughcare.sentences.rules.dates import NOTHING, Duration
from throughcare.sentences.rules.facts import AdjustmentKind
from throughcare.sentences.rules.records import AdjustmentRecord, Record, SentenceRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What is supposed. Days are added from `awarded_on`, restored from there too, and at large from `at_large_on`.

    Of the sentence under `sentence` the day of offence, that of sentence or the term is another, and days of remand are credited to it.
    """

    awarded: int = 0
    restored: int = 0
    awarded_on: date | None = None
    at_large: int = 0
    at_large_on: date | None = None
    sentence: str | None = None
    offence_on: date | None = None
    sentenced_on: date | None = None
    custody: Duration = NOTHING
    remand: int = 0


def supposed(record: Record, what: WhatIf) -> Record:
    """The record as it would be."""
    return replace(
        record,
        sentences=tuple(_sentence(each, what) for each in record.sentences),
        adjustments=(*record.adjustments, *_adjustments(record, what)),
    )


def _sentence(sentence: SentenceRecord, what: WhatIf) -> SentenceRecord:
    if sentence.key != what.sentence:
        return sentence
    return replace(
        sentence,
        sentenced_on=what.sentenced_on or sentence.sentenced_on,
        custody=sentence.custody if what.custody == NOTHING else what.custody,
        offence_from=what.offence_on or sentence.offence_from,
        offence_to=None if what.offence_on else sentence.offence_to,
    )


def _adjustments(record: Record, what: WhatIf) -> Sequence[AdjustmentRecord]:
    first = min((each.sentenced_on for each in record.sentences), default=None)
    awarded_on = what.awarded_on or first
    last = what.at_large_on
    found = []
    for kind, days in (
        (AdjustmentKind.AWARDED, what.awarded),
        (AdjustmentKind.RESTORED, what.restored),
    ):
        if days:
            found.append(AdjustmentRecord(kind=kind, days=days, from_on=awarded_on))
    if what.at_large and last is not None:
        until = date.fromordinal(last.toordinal() + what.at_large - 1)
        found.append(
            AdjustmentRecord(
                kind=AdjustmentKind.AT_LARGE, days=what.at_large, from_on=last, to_on=until
            )
        )
    if what.remand and what.sentence is not None:
        on = next(
            (each.sentenced_on for each in record.sentences if each.key == what.sentence), None
        )
        if on is not None:
            on = what.sentenced_on or on
            found.append(
                AdjustmentRecord(
                    kind=AdjustmentKind.REMAND,
                    sentence=what.sentence,
                    days=what.remand,
                    from_on=date.fromordinal(on.toordinal() - what.remand),
                    to_on=date.fromordinal(on.toordinal() - 1),
                )
            )
    return found
