"""What becomes of dates under a new fraction beside those under the one before: nobody earlier than the tranche, nobody later than before.

"Early" is the result now, "standard" the one that was kept on the day of the person's tranche, before the change.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from operator import attrgetter
from typing import Final

from throughcare.sentences.rules.custody import Custody
from throughcare.sentences.rules.facts import AdjustmentKind, Kind
from throughcare.sentences.rules.law import ReleaseLaw
from throughcare.sentences.rules.observed import IS_BY_SDS40_AFTER_PROGRESSION
from throughcare.sentences.rules.results import Rule, Together, Why, Working
from throughcare.sentences.rules.types import DateType
from throughcare.sentences.rules.worked import Worked, default_to, defaults, latest, worked

COMPARED: Final = (
    DateType.CRD,
    DateType.ERSED,
    DateType.HDCED,
    DateType.PED,
    DateType.PRRD,
)
MOVED: Final = (DateType.HDCED, DateType.ERSED, DateType.PED)
SIGNS: Final = {
    AdjustmentKind.AT_LARGE: 1,
    AdjustmentKind.AWARDED: 1,
    AdjustmentKind.RESTORED: -1,
}
RELEASES: Final = (DateType.CRD, DateType.ARD)

Chosen = dict[DateType, Working]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Origins:
    """Which dates became that of the tranche, and which are those of the standard result."""

    to_tranche: frozenset[DateType]
    standard: frozenset[DateType]


def merge_sds40(
    custody: Custody, *, early: Together, law: ReleaseLaw, tranche_on: date
) -> Together:
    """Put the results before and after two fifths together."""
    standard = custody.snapshots[law.name]
    every = [worked(held.now, case=custody.case) for group in custody.groups() for held in group]
    given = dict(early.workings)
    origins = _compare(given, standard=standard, tranche_on=tranche_on, law=law)
    _keep_supervision(given, standard=standard, every=every, law=law)
    withheld = {
        kind: working.with_rules(Rule.EARLY_APPLIES) for kind, working in early.withheld.items()
    }
    withheld |= _settle_recall(given, after_recall=early.after_recall)
    withheld |= _drop_what_is_release(given, tranche_on=tranche_on)
    if not latest(every, by=attrgetter("defaulted")).has_parole:
        given.pop(DateType.PED, None)
    _move(given, custody=custody, origins=origins, tranche_on=tranche_on)
    is_moved = any(True for _ in _dated(custody, from_=tranche_on, before=date.max))
    found = replace(early, withheld=withheld, is_fraction_noted=not is_moved)
    return _made(found, given=given, standard=standard)


def merge_progression(
    custody: Custody, *, early: Together, law: ReleaseLaw, tranche_on: date
) -> Together:
    """Put the results before and after one third together: a date before the tranche is kept, another waits for it."""
    standard = custody.snapshots[law.name]
    awarded = _awarded(custody)
    given = dict(early.workings)
    if DateType.HDCED in standard.workings:
        given[DateType.HDCED] = standard.workings[DateType.HDCED]
    for kind in (DateType.CRD, DateType.PED, DateType.ERSED):
        before = standard.workings.get(kind)
        if before is not None and defaults(tranche_on, day=before.on, awarded=awarded):
            given[kind] = before
        elif kind in given:
            day = default_to(tranche_on, day=given[kind].on, awarded=awarded)
            given[kind] = given[kind].turned(day, Why.TRANCHE_WITH_AWARDED)
    dates = {kind: working.on for kind, working in given.items()}
    is_affected = dates != standard.dates or standard.is_by_progression
    return replace(
        early,
        dates=dates,
        workings=given,
        is_by_progression=is_affected,
        is_by_sds40=IS_BY_SDS40_AFTER_PROGRESSION,
    )


def _compare(given: Chosen, *, standard: Together, tranche_on: date, law: ReleaseLaw) -> _Origins:
    """Choose between the two results, date by date. Where neither has anything before the tranche, the dates stay."""
    before = standard.workings
    compared = [given.get(kind) or before.get(kind) for kind in COMPARED]
    if any(each is not None and each.on < tranche_on for each in compared):
        return _choose(given, before=before, tranche_on=tranche_on, law=law)
    same = frozenset(
        kind
        for kind in COMPARED
        if kind in given and kind in before and given[kind].on == before[kind].on
    )
    for kind in COMPARED:
        if kind in given and kind not in same:
            given[kind] = given[kind].with_rules(Rule.EARLY_APPLIES)
    return _Origins(to_tranche=frozenset(), standard=same)


def _choose(
    given: Chosen, *, before: Mapping[DateType, Working], tranche_on: date, law: ReleaseLaw
) -> _Origins:
    to_tranche, kept = set(), set()
    for kind in COMPARED:
        early, late = given.get(kind), before.get(kind)
        if early and late and early.on < tranche_on <= late.on:
            given[kind] = _to_tranche(early, tranche_on=tranche_on, law=law)
            to_tranche.add(kind)
        elif late and (late.on < tranche_on or (early and late.on == early.on)):
            is_same = early is not None and late.on == early.on
            given[kind] = late if is_same else late.with_rules(Rule.STANDARD_APPLIES)
            kept.add(kind)
        elif early:
            given[kind] = early.with_rules(Rule.EARLY_APPLIES)
    if DateType.CRD in kept and DateType.TUSED in before:
        given[DateType.TUSED] = before[DateType.TUSED]
    return _Origins(to_tranche=frozenset(to_tranche), standard=frozenset(kept))


def _to_tranche(early: Working, *, tranche_on: date, law: ReleaseLaw) -> Working:
    is_first = law.tranches[0].on == tranche_on
    rule = Rule.TO_TRANCHE_1 if is_first else Rule.TO_TRANCHE_2
    turned = early.turned(tranche_on, Why.TRANCHE)
    return replace(turned, unadjusted=early.on, moved=0, rules=(rule,), extras={}, reached=None)


def _keep_supervision(
    given: Chosen, *, standard: Together, every: Iterable[Worked], law: ReleaseLaw
) -> None:
    """Whoever was released before the law commenced is supervised as before."""
    released_on = standard.dates.get(DateType.CRD)
    if law.commences_on is None or released_on is None or released_on >= law.commences_on:
        return
    has_recall = any(
        each.is_recall and each.kind is Kind.SDS and DateType.TUSED in each.types for each in every
    )
    if has_recall and DateType.TUSED in given and DateType.TUSED in standard.workings:
        given[DateType.TUSED] = standard.workings[DateType.TUSED]


def _settle_recall(given: Chosen, *, after_recall: date | None) -> Chosen:
    """Of release and release after recall the later counts, and no curfew begins before somebody is released after recall."""
    released = next((given[kind] for kind in RELEASES if kind in given), None)
    if released is None:
        return {}
    recall = given.get(DateType.PRRD)
    after = recall.on if recall else after_recall
    curfew = given.get(DateType.HDCED)
    if after is not None and curfew is not None and after > curfew.on:
        given[DateType.HDCED] = curfew.turned(after, Why.AFTER_RECALL)
    if recall is None:
        return {}
    dropped = (DateType.PRRD,) if released.on > recall.on else (*RELEASES, DateType.HDCED)
    return {kind: given.pop(kind) for kind in dropped if kind in given}


def _drop_what_is_release(given: Chosen, *, tranche_on: date) -> Chosen:
    released = next((given[kind] for kind in RELEASES if kind in given), None)
    if released is None or released.on != tranche_on:
        return {}
    several = (DateType.HDCED, DateType.ERSED)
    return {
        kind: given.pop(kind) for kind in several if kind in given and given[kind].on == tranche_on
    }


def _move(given: Chosen, *, custody: Custody, origins: _Origins, tranche_on: date) -> None:
    """Days at large and added since the tranche move what the tranche or the standard result had fixed."""
    released = given.get(DateType.CRD)
    if released is None:
        return
    days = _since(custody, from_=tranche_on, before=released.on)
    for kind in MOVED:
        if kind not in given or given[kind].on > tranche_on:
            continue
        if kind in origins.to_tranche:
            day = max(given[kind].on + timedelta(days=days), tranche_on)
        elif kind in origins.standard:
            day = given[kind].on + timedelta(days=days)
        else:
            continue
        given[kind] = given[kind].turned(day, Why.SINCE_TRANCHE)


def _since(custody: Custody, *, from_: date, before: date) -> int:
    return sum(_dated(custody, from_=from_, before=before))


def _dated(custody: Custody, *, from_: date, before: date) -> Iterator[int]:
    """Days at large, added and restored that are dated in a time, restored ones below nothing."""
    for kind, sign in SIGNS.items():
        for each in custody.booking.adjustments.get(kind, ()):
            if from_ <= each.applies_from < before:
                yield sign * each.days


def _awarded(custody: Custody) -> int:
    found = custody.booking.adjustments
    return sum(each.days for each in found.get(AdjustmentKind.AWARDED, ())) - sum(
        each.days for each in found.get(AdjustmentKind.RESTORED, ())
    )


def _made(early: Together, *, given: Chosen, standard: Together) -> Together:
    dates = {kind: working.on for kind, working in given.items()}
    is_affected = dates != dict(standard.dates) or standard.is_by_sds40
    return replace(
        early,
        dates=dates,
        workings=given,
        is_by_sds40=is_affected,
    )
