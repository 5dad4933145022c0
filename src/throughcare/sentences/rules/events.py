"""What happens to a person, day by day, in the order in which it counts on one day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, auto
from itertools import zip_longest
from operator import attrgetter
from typing import TypeVar

from throughcare.sentences.rules.facts import (
    Adjustment,
    AdjustmentKind,
    Booking,
    Direction,
    Movement,
)
from throughcare.sentences.rules.law import Law, Manner, RecallLaw, ReleaseLaw, Switches
from throughcare.sentences.rules.parts import Part

FAILED_REMOVAL = "FAILED_ERS_REMOVAL"
REMOVED = "ERS"

Thing = TypeVar("Thing")


class Order(IntEnum):
    """The order of what happens on one day."""

    SNAPSHOT_BEFORE_REMOVAL = auto()
    ALLOCATION = auto()
    AMENDMENT = auto()
    TRANCHE = auto()
    RECALL_TRANCHE = auto()
    SENTENCING = auto()
    MOVEMENT = auto()
    AWARDED = auto()
    AT_LARGE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotBeforeRemoval:
    """The result is kept as it is before the later scheme of removal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocated:
    law: ReleaseLaw


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    law: ReleaseLaw


@dataclass(frozen=True, slots=True, kw_only=True)
class TrancheCame:
    law: ReleaseLaw


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallTrancheCame:
    law: RecallLaw


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentenced:
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """`ends_custody` says that somebody was released, and not merely counted out."""

    ends_custody: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Awarded:
    """Days added less days restored. `is_both` says that there were both."""

    net: int
    is_both: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLarge:
    days: int
    periods: Sequence[Adjustment]
    last: date


Event = (
    SnapshotBeforeRemoval
    | Allocated
    | Amended
    | TrancheCame
    | RecallTrancheCame
    | Sentenced
    | Moved
    | Awarded
    | AtLarge
)
Dated = tuple[date, Order, Event]


def events(
    booking: Booking, *, parts: Sequence[Part], law: Law, switches: Switches
) -> list[tuple[date, list[Event]]]:
    """Everything that happens, by day."""
    dated = [
        *_of_removal(booking, law=law, switches=switches),
        *_of_release_laws(law.releases),
        *_of_recall_law(law.recall_56),
        *_of_sentences(parts),
        *_of_movements(booking.movements, law=law),
        *_of_adjustments(booking.adjustments),
    ]
    dated.sort(key=lambda each: each[:2])
    return [(day, [each[2] for each in found]) for day, found in _grouped(dated, _day).items()]


def _day(dated: Dated) -> date:
    return dated[0]


def _of_removal(booking: Booking, *, law: Law, switches: Switches) -> Iterable[Dated]:
    if not (switches.removal_from_snapshot and booking.wants_removal):
        return
    day = law.removal.changed_on
    if any(sentence.sentenced_on > day for sentence in booking.sentences):
        yield day, Order.SNAPSHOT_BEFORE_REMOVAL, SnapshotBeforeRemoval()


def _of_release_laws(laws: Iterable[ReleaseLaw]) -> Iterable[Dated]:
    for law in laws:
        if law.commences_on is None:
            continue
        if law.manner is Manner.AMENDMENT:
            yield law.commences_on, Order.AMENDMENT, Amended(law=law)
        for tranche in law.tranches:
            yield tranche.on, Order.ALLOCATION, Allocated(law=law)
            yield tranche.on, Order.TRANCHE, TrancheCame(law=law)


def _of_recall_law(law: RecallLaw) -> Iterable[Dated]:
    for tranche in law.tranches:
        yield tranche.on, Order.RECALL_TRANCHE, RecallTrancheCame(law=law)


def _of_sentences(parts: Iterable[Part]) -> Iterable[Dated]:
    for day, several in _grouped(parts, attrgetter("on")).items():
        yield day, Order.SENTENCING, Sentenced(parts=several)


def _of_movements(movements: Sequence[Movement], *, law: Law) -> Iterable[Dated]:
    ordered = sorted(movements, key=attrgetter("on"))
    for movement, after in zip_longest(ordered, ordered[1:]):
        ends = movement.direction is Direction.OUT and not _counts_as_custody(
            movement, after=after, law=law
        )
        yield movement.on, Order.MOVEMENT, Moved(ends_custody=ends)


def _counts_as_custody(movement: Movement, *, after: Movement | None, law: Law) -> bool:
    """A removal that came to nothing, or one from 28 June 2022, which stops the clock (Nationality and Borders Act 2022, s. 47)."""
    if movement.reason != REMOVED:
        return False
    has_failed = after is not None and after.reason == FAILED_REMOVAL
    return has_failed or movement.on >= law.boundaries.violent_and_sexual_reform


def _of_adjustments(
    adjustments: Mapping[AdjustmentKind, Sequence[Adjustment]],
) -> Iterable[Dated]:
    awarded = _grouped(adjustments.get(AdjustmentKind.AWARDED, ()), attrgetter("applies_from"))
    restored = _grouped(adjustments.get(AdjustmentKind.RESTORED, ()), attrgetter("applies_from"))
    for day in {*awarded, *restored}:
        net = _days(awarded.get(day, ())) - _days(restored.get(day, ()))
        is_both = day in awarded and day in restored
        yield day, Order.AWARDED, Awarded(net=net, is_both=is_both)
    large = _grouped(adjustments.get(AdjustmentKind.AT_LARGE, ()), attrgetter("applies_from"))
    for day, periods in large.items():
        last = max(each.to or day for each in periods)
        yield day, Order.AT_LARGE, AtLarge(days=_days(periods), periods=periods, last=last)


def _days(adjustments: Iterable[Adjustment]) -> int:
    return sum(each.days for each in adjustments)


def _grouped(things: Iterable[Thing], key: Callable[[Thing], date]) -> dict[date, list[Thing]]:
    found: dict[date, list[Thing]] = {}
    for each in things:
        found.setdefault(key(each), []).append(each)
    return found
