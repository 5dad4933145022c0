"""From one person's sentences, adjustments and movements to every release date, by walking through the days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from throughcare.sentences.rules.adjusting import award, be_at_large
from throughcare.sentences.rules.case import Case
from throughcare.sentences.rules.custody import (
    Custody,
    close,
    pass_to,
    recalculate,
)
from throughcare.sentences.rules.dates import plus_years
from throughcare.sentences.rules.early_release import allocate, amend, come, whole
from throughcare.sentences.rules.events import (
    Allocated,
    Amended,
    AtLarge,
    Awarded,
    Event,
    Moved,
    RecallTrancheCame,
    Sentenced,
    SnapshotBeforeRemoval,
    TrancheCame,
    events,
)
from throughcare.sentences.rules.facts import Booking, Sentence
from throughcare.sentences.rules.law import Law, Manner, Switches
from throughcare.sentences.rules.merging import merge_progression, merge_sds40
from throughcare.sentences.rules.parts import Part, part
from throughcare.sentences.rules.recall_56 import come_over_recalls
from throughcare.sentences.rules.results import Together
from throughcare.sentences.rules.sentencing import sentence
from throughcare.sentences.rules.types import ADULT


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """`together` is the result; `custody` what it came from, at the end of the walk."""

    together: Together
    custody: Custody


def calculate(booking: Booking, *, law: Law, switches: Switches) -> Calculation:
    """Every release date of one person.

    Raises:
        NoReturnDate: a fixed-term recall, and nobody says when the person came back.
        ValueError: there is no sentence.
    """
    if not booking.sentences:
        raise ValueError("There is no sentence to calculate from.")
    custody = walk(booking, law=law, switches=switches)
    return Calculation(together=_merged(custody, whole(custody)), custody=custody)


def walk(booking: Booking, *, law: Law, switches: Switches) -> Custody:
    """Go through the days, and stop with every period of custody closed."""
    custody = Custody(
        case=Case(
            offender=booking.offender,
            adult_on=plus_years(booking.offender.born_on, ADULT),
            law=law,
            switches=switches,
            returned_on=_returned_on(booking),
            wants_removal=booking.wants_removal,
        ),
        booking=booking,
        released_on=min(each.sentenced_on for each in booking.sentences),
    )
    parts = _parts(booking.sentences, law=law)
    for day, several in events(booking, parts=parts, law=law, switches=switches):
        pass_to(custody, day)
        for event in several:
            _happen(event, custody, on=day)
        if any(isinstance(each, Moved) and each.ends_custody for each in several):
            custody.released_on = day
        else:
            recalculate(custody)
    close(custody)
    return custody


def _returned_on(booking: Booking) -> date | None:
    """The day of return on a recall: that of the booking, else the last of its sentences."""
    days = [each.recall.returned_on for each in booking.sentences if each.recall]
    return booking.returned_on or max((day for day in days if day), default=None)


def _parts(sentences: Sequence[Sentence], *, law: Law) -> list[Part]:
    """Sentences as the law sees them; those that are the same in everything are one part, each time they occur."""
    known = {each: part(each, boundaries=law.boundaries) for each in sentences}
    return [known[each] for each in sentences]


def _happen(event: Event, custody: Custody, *, on: date) -> None:
    """What one event changes. A movement changes nothing by itself: it ends a period of custody, or has it worked out again."""
    match event:
        case Sentenced():
            sentence(custody, event, on=on)
        case Awarded():
            award(custody, event, on=on)
        case AtLarge():
            be_at_large(custody, event, on=on)
        case _:
            _come_into_force(event, custody, on=on)


def _come_into_force(event: Event, custody: Custody, *, on: date) -> None:
    match event:
        case SnapshotBeforeRemoval():
            custody.before_removal = whole(custody)
        case Allocated():
            allocate(custody, event.law, on=on)
        case Amended():
            amend(custody, event.law)
        case TrancheCame():
            come(custody, event.law, on=on)
        case RecallTrancheCame():
            come_over_recalls(custody, event.law, on=on)


def _merged(custody: Custody, found: Together) -> Together:
    for manner, merge in (
        (Manner.KEEPING_EARLIER_DATES, merge_progression),
        (Manner.NOT_BEFORE_TRANCHE, merge_sds40),
    ):
        law = custody.law.of_manner(manner)
        day = custody.tranche_day(law) if law is not None else None
        if law is not None and day is not None and law.name in custody.snapshots:
            return merge(custody, early=found, law=law, tranche_on=day)
    return found
