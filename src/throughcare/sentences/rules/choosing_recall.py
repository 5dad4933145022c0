"""When somebody recalled on several sentences is released again (Criminal Justice Act 2003, ss. 255B and 255C)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from throughcare.sentences.rules.choosing import Pivots
from throughcare.sentences.rules.choosing_expiry import Chosen
from throughcare.sentences.rules.dates import plus
from throughcare.sentences.rules.facts import RecallType
from throughcare.sentences.rules.results import Why, Working
from throughcare.sentences.rules.types import SHORT, DateType
from throughcare.sentences.rules.worked import Worked
from throughcare.sentences.rules.workings import of_recall

MIXED: Final = (RecallType.FIXED_14, RecallType.FIXED_28)
CLOSE: Final = 14


def choose_recall(found: Pivots, *, chosen: Chosen) -> Chosen:
    recalls = [each for each in found.active if each.is_recall]
    if not recalls:
        return {}
    working = of_recall(recalls[0])
    on = _of_mixed(found, sled=chosen.get(DateType.SLED)) or found.released_on
    moved = (on - working.unadjusted).days
    turned = working.turned(on, Why.RECALLS_OF_TWO_LENGTHS)
    return {DateType.PRRD: replace(turned, moved=moved)}


def _of_mixed(found: Pivots, *, sled: Working | None) -> date | None:
    """Release from recalls of 14 and 28 days together, on sentences both of 12 months or more and of less; None for others."""
    returned_on = found.case.returned_on
    recalls = [each for each in found.every if _is_mixed(each)]
    long = [each for each in recalls if each.now.terms.is_at_least(SHORT)]
    if returned_on is None or sled is None or not long or len(long) == len(recalls):
        return None
    last = next((each for each in recalls if each.adjusted_expiry == sled.on), None)
    if last is None:
        return None
    days = last.now.days
    served = last.now.terms.recall_days - 1 + days.at_large_recalled + days.awarded_recalled
    after = plus(returned_on, served)
    if last in long:
        return min(after, last.adjusted_expiry)
    closest = _closest(long, found=found, to=returned_on)
    if closest is None or (returned_on - closest.adjusted_expiry).days >= CLOSE:
        return None
    is_28 = last.now.terms.recall_type is RecallType.FIXED_28
    return min(after, (closest if is_28 else last).adjusted_expiry)


def _closest(long: Iterable[Worked], *, found: Pivots, to: date) -> Worked | None:
    """Of the longer sentences that still ran at return, the one that would end nearest to release."""
    running = [each for each in long if each.unadjusted_expiry >= to]
    return min(
        running,
        key=lambda each: abs((each.unadjusted_expiry - found.released_on).days),
        default=None,
    )


def _is_mixed(each: Worked) -> bool:
    type_ = each.now.terms.recall_type
    if type_ is RecallType.FIXED_14:
        return DateType.SLED in each.types
    return type_ is RecallType.FIXED_28
