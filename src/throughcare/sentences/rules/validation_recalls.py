"""Whether the length of a fixed-term recall fits the sentences it is for (Criminal Justice Act 2003, s. 255A as amended)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from throughcare.sentences.rules.facts import Booking, RecallType
from throughcare.sentences.rules.standing import Form
from throughcare.sentences.rules.types import SHORT
from throughcare.sentences.rules.worked import Worked

GAP: Final = 14


def recall_lengths(
    every: Iterable[Worked], *, booking: Booking, sled: date | None
) -> Iterator[str]:
    """Codes for a recall that is too long or too short; none where its length was not recorded."""
    returned_on = booking.returned_on or booking.recall_returned_on
    if booking.recall_days is None or returned_on is None:
        return
    recalls = [each for each in every if each.is_recall and each.adjusted_expiry >= returned_on]
    long = [each for each in recalls if _is_long(each)]
    short = [each for each in recalls if not _is_long(each)]
    if long and short:
        yield from _of_both(long, short, returned_on=returned_on, sled=sled)
    else:
        yield from _of_chains(recalls, days=booking.recall_days, long=long, short=short)


def _is_long(each: Worked) -> bool:
    return each.now.terms.is_at_least(SHORT)


def _of_both(
    long: Sequence[Worked], short: Sequence[Worked], *, returned_on: date, sled: date | None
) -> Iterator[str]:
    last = next((each for each in [*long, *short] if each.adjusted_expiry == sled), None)
    if last is None or sled is None:
        return
    if last in long:
        closest = _closest(short, to=returned_on)
        if closest and _is_14(closest) and (sled - closest.adjusted_expiry).days >= GAP:
            yield "FTR_TYPE_14_DAYS_SENTENCE_GT_12_MONTHS"
        return
    closest = _closest(long, to=returned_on)
    if closest is None:
        return
    gap = (closest.adjusted_expiry - returned_on).days
    if _is_14(last) and gap >= GAP:
        yield "FTR_TYPE_14_DAYS_SENTENCE_GAP_GT_14_DAYS"
    elif last.now.terms.recall_type is RecallType.FIXED_28 and gap <= GAP:
        yield "FTR_TYPE_28_DAYS_SENTENCE_GAP_LT_14_DAYS"


def _closest(several: Iterable[Worked], *, to: date) -> Worked | None:
    """The sentence that would end soonest on or after a day."""
    running = [each for each in several if each.unadjusted_expiry >= to]
    return min(running, key=lambda each: each.unadjusted_expiry, default=None)


def _is_14(each: Worked) -> bool:
    return each.now.terms.recall_type is RecallType.FIXED_14


def _of_chains(
    recalls: Iterable[Worked], *, days: int, long: Sequence[Worked], short: Sequence[Worked]
) -> Iterator[str]:
    chains = [each for each in recalls if each.now.terms.form is Form.CHAIN]
    if days == RecallType.FIXED_14.days and any(map(_is_long, chains)):
        yield "FTR_14_DAYS_AGGREGATE_GE_12_MONTHS"
    if days == RecallType.FIXED_28.days and not all(map(_is_long, chains)):
        yield "FTR_28_DAYS_AGGREGATE_LT_12_MONTHS"
    types = {(each.now.terms.recall_type, _is_long(each)) for each in chains}
    if (RecallType.FIXED_28, False) in types and not long:
        yield "FTR_TYPE_28_DAYS_AGGREGATE_LT_12_MONTHS"
    if (RecallType.FIXED_14, True) in types and not short:
        yield "FTR_TYPE_14_DAYS_AGGREGATE_GE_12_MONTHS"
