"""What is wrong with a calculation once it is made: ten checks, in the order in which they are told.

Each gives codes, one for each thing found. Any of them means that no date may be used.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from throughcare.sentences.rules.calculating import Calculation
from throughcare.sentences.rules.custody import Group
from throughcare.sentences.rules.dates import plus
from throughcare.sentences.rules.facts import (
    Adjustment,
    AdjustmentKind,
    AtLargeReason,
    Booking,
    Direction,
)
from throughcare.sentences.rules.formulas import release, uncapped_release
from throughcare.sentences.rules.law import Manner, ReleaseLaw, Track
from throughcare.sentences.rules.messages import Message, after
from throughcare.sentences.rules.parts import Part
from throughcare.sentences.rules.standing import Form, Standing
from throughcare.sentences.rules.types import DateType
from throughcare.sentences.rules.validation_recalls import recall_lengths
from throughcare.sentences.rules.worked import Worked, worked

HARM_ORDERS: Final = frozenset(
    f"{code}{suffix}" for code in ("SX03220", "SX03244", "SX03247") for suffix in ("", "A")
)
OUT_FOR_GOOD: Final = frozenset({"ERS", "PAROLE"})
CURFEW: Final = "HDC"
DEDUCTIONS: Final = (
    AdjustmentKind.REMAND,
    AdjustmentKind.TAGGED_BAIL,
    AdjustmentKind.RECALL_REMAND,
    AdjustmentKind.RECALL_TAGGED_BAIL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A calculation with all its sentences worked out, and the laws that some checks are about, None where they are not in it."""

    booking: Booking
    found: Calculation
    every: tuple[Worked, ...]
    sds40: ReleaseLaw | None
    progression: ReleaseLaw | None

    def tranche(self, law: ReleaseLaw | None) -> str | None:
        return self.found.custody.tranches.get(law.name) if law is not None else None


def messages(booking: Booking, found: Calculation) -> list[Message]:
    """Everything that is wrong, each thing once."""
    custody = found.custody
    checked = Checked(
        booking=booking,
        found=found,
        every=tuple(
            worked(held.now, case=custody.case) for group in custody.groups() for held in group
        ),
        sds40=custody.law.of_manner(Manner.NOT_BEFORE_TRANCHE),
        progression=custody.law.of_manner(Manner.KEEPING_EARLIER_DATES),
    )
    codes = dict.fromkeys(code for check in CHECKS for code in check(checked))
    return [after(code) for code in codes]


def _adjustments_after_release(checked: Checked) -> Iterator[str]:
    releases = [each.defaulted for each in checked.every if not each.now.terms.is_term]
    if not releases:
        return
    last = max(releases)
    for kind, code in (
        (AdjustmentKind.AWARDED, "ADJUSTMENT_AFTER_RELEASE_ADA"),
        (AdjustmentKind.RESTORED, "ADJUSTMENT_AFTER_RELEASE_RADA"),
    ):
        several = checked.booking.adjustments.get(kind, ())
        if any(each.applies_from > last for each in several):
            yield code


def _recall_lengths(checked: Checked) -> Iterator[str]:
    yield from recall_lengths(
        checked.every,
        booking=checked.booking,
        sled=checked.found.together.dates.get(DateType.SLED),
    )


def _out_on_curfew(checked: Checked) -> Iterator[str]:
    found = checked.found
    is_repealed = found.custody.case.switches.adult_curfew_repealed
    if not is_repealed or DateType.HDCED not in found.together.dates:
        return
    movements = checked.booking.movements
    out = [
        each.on for each in movements if each.direction is Direction.OUT and each.reason == CURFEW
    ]
    if out and not any(
        each.direction is Direction.IN and each.on >= max(out) for each in movements
    ):
        yield "HDCED_REPEAL"


def _out_at_commencement(checked: Checked) -> Iterator[str]:
    law = checked.progression
    if law is None or law.commences_on is None or checked.tranche(law) is None:
        return
    eve = law.commences_on - timedelta(days=1)
    large = checked.booking.adjustments.get(AdjustmentKind.AT_LARGE, ())
    until = checked.found.custody.law.boundaries.wider_escapes_end
    spans = [span for each in large if (span := out_span(each, wider_until=until))]
    is_at_large = any(left <= eve < back for left, back in spans)
    if is_at_large or _is_released_for_good(checked, before=law.commences_on):
        yield "UNSUPPORTED_OUT_OF_CUSTODY_AT_PROGRESSION_MODEL_COMMENCEMENT"


def out_span(large: Adjustment, *, wider_until: date) -> tuple[date, date] | None:
    """The day on which somebody went and the day they were back, by why they were at large; None where that says nothing."""
    if large.from_ is None or large.to is None:
        return None
    before, beyond = plus(large.from_, -1), plus(large.to, 1)
    match large.reason:
        case AtLargeReason.RELEASE_IN_ERROR:
            return before, beyond
        case AtLargeReason.SENTENCED_IN_ABSENCE | AtLargeReason.IMMIGRATION_DETENTION:
            return large.from_, beyond
        case AtLargeReason.ESCAPE:
            is_wider = large.from_ < wider_until
            return (before, beyond) if is_wider else (large.from_, large.to)
        case _:
            return None


def _is_released_for_good(checked: Checked, *, before: date) -> bool:
    movements = [each for each in checked.booking.movements if each.on < before]
    out = [each for each in movements if each.direction is Direction.OUT]
    if not out:
        return False
    last = max(out, key=lambda each: each.on)
    is_back = any(each.direction is Direction.IN and each.on >= last.on for each in movements)
    return last.reason in OUT_FOR_GOOD and not is_back


def _first_tranche(checked: Checked) -> Iterator[str]:
    law = checked.progression
    is_by_hand = checked.found.custody.case.switches.first_tranche_by_hand
    if is_by_hand and law is not None and checked.tranche(law) == law.tranches[0].name:
        yield "PROGRESSION_TRANCHE_ONE_ALLOCATION"


def _remand_overlaps(checked: Checked) -> Iterator[str]:
    groups = [group for group in checked.found.custody.closed if _is_served_once(group)]
    for each in checked.booking.adjustments.get(AdjustmentKind.REMAND, ()):
        if each.from_ is None or each.to is None:
            continue
        if any(each.from_ <= group.to and group.from_ <= each.to for group in groups):
            yield "REMAND_OVERLAPS_WITH_SENTENCE"


def _is_served_once(group: Group) -> bool:
    return group.from_ < group.to and not any(held.now.is_recall for held in group.sentences)


def _chain_between_tranches(checked: Checked) -> Iterator[str]:
    law = checked.sds40
    if law is None or checked.tranche(law) != law.tranches[-1].name:
        return
    first, last = law.tranches[0].on, law.tranches[-1].on
    if any(
        part.track is Track.SDS and first <= part.on < last
        for each in checked.every
        if each.now.terms.form is Form.CHAIN
        for part in each.now.terms.parts
    ):
        yield "UNSUPPORTED_SDS40_CONSECUTIVE_SDS_BETWEEN_TRANCHE_COMMENCEMENTS"


def _extinguished_by_hand(checked: Checked) -> Iterator[str]:
    if _is_extinguished_by_hand(checked):
        for _ in filter(_is_extinguished, checked.found.custody.closed):
            yield "PROGRESSION_MODEL_UNSUPPORTED_EXTINGUISHED_SENTENCE"


def _is_extinguished_by_hand(checked: Checked) -> bool:
    law = checked.progression
    is_on = checked.found.custody.case.switches.extinguished_by_hand
    if not is_on or law is None or law.commences_on is None or checked.tranche(law) is None:
        return False
    return not any(
        each.applies_from >= law.commences_on
        for kind in DEDUCTIONS
        for each in checked.booking.adjustments.get(kind, ())
    )


def _is_extinguished(group: Group) -> bool:
    """Whether what is deducted is more than the time to serve."""
    served = [held.now for held in group.sentences if not held.now.is_recall]
    if not served:
        return False
    last = max(served, key=uncapped_release)
    earliest = min(held.now.start for held in group.sentences)
    has_deductions = last.days.remand > 0 or last.days.tagged_bail > 0
    return has_deductions and uncapped_release(last) < plus(earliest, -1)


def _harm_orders(checked: Checked) -> Iterator[str]:
    amendment = checked.found.custody.law.of_manner(Manner.AMENDMENT)
    if checked.sds40 is None or amendment is None or amendment.commences_on is None:
        return
    first, last = checked.sds40.tranches[0].on, amendment.commences_on
    since = checked.found.custody.law.boundaries.harm_orders
    for each in checked.every:
        is_in_point = not each.is_recall or DateType.TUSED in each.types
        if is_in_point and first <= release(each.now) < last and _has_breach(each.now, since, last):
            yield "UNABLE_TO_DETERMINE_SHPO_RELEASE_PROVISIONS"


def _has_breach(now: Standing, since: date, until: date) -> bool:
    return any(_is_breach(part, since=since, until=until) for part in now.terms.parts)


def _is_breach(part: Part, *, since: date, until: date) -> bool:
    offence = part.sentence.offence
    return (
        part.track is Track.SDS
        and offence.code in HARM_ORDERS
        and offence.committed_on is not None
        and since <= offence.committed_on < until
    )


def _release_before_sentence(checked: Checked) -> Iterator[str]:
    if not _is_extinguished_by_hand(checked):
        for _ in filter(_is_extinguished, checked.found.custody.closed):
            yield "RELEASE_DATE_BEFORE_SENTENCE_DATE"


CHECKS: Final[tuple[Callable[[Checked], Iterator[str]], ...]] = (
    _adjustments_after_release,
    _recall_lengths,
    _out_on_curfew,
    _out_at_commencement,
    _first_tranche,
    _remand_overlaps,
    _chain_between_tranches,
    _extinguished_by_hand,
    _harm_orders,
    _release_before_sentence,
)
