"""How a new fraction comes over people who are in custody already: tranches, snapshots, and the change itself.

Sources: Criminal Justice Act 2003 (Requisite and Minimum Custodial Periods) Order 2024 and its amendment;
Sentencing Act 2026 and its commencement.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from operator import attrgetter

from throughcare.sentences.rules.custody import Custody, Held, settle
from throughcare.sentences.rules.dates import YEAR, end
from throughcare.sentences.rules.facts import Direction
from throughcare.sentences.rules.formulas import (
    adjusted_expiry,
    release,
    release_without_awarded,
)
from throughcare.sentences.rules.law import Manner, ReleaseLaw, Tranche, Unit
from throughcare.sentences.rules.merging import merge_sds40
from throughcare.sentences.rules.parts import Part, is_reached
from throughcare.sentences.rules.removal import spans_change
from throughcare.sentences.rules.results import Together
from throughcare.sentences.rules.standing import Standing, with_fractions
from throughcare.sentences.rules.together import together
from throughcare.sentences.rules.types import DateType

KEPT_OUT = frozenset({"HDC", "ERS", "ECSL"})
"""Releases after which nobody is given a tranche, even if unlawfully at large since."""


def allocate(custody: Custody, law: ReleaseLaw, *, on: date) -> None:
    """Give the person a tranche, if they have none and are reached."""
    if law.name in custody.tranches or law.commences_on is None:
        return
    if law.manner is Manner.NOT_BEFORE_TRANCHE and _is_out(custody, on=on):
        return
    if not any(_has_subject(held.now, law=law) for held in _candidates(custody, law=law)):
        return
    standings = [held.now for held in custody.live if adjusted_expiry(held.now) >= law.commences_on]
    found = tranche_for(standings, tranches=law.tranches, before=law.commences_on)
    if found is not None:
        custody.tranches[law.name] = found.name


def tranche_for(
    standings: Iterable[Standing], *, tranches: Sequence[Tranche], before: date
) -> Tranche | None:
    """The first tranche that no sentence is too long for; None if nothing is served from before a day."""
    served = [_served_parts(now, before=before) for now in standings]
    lengths = [_lengths(parts) for parts in served if parts]
    if not lengths:
        return None
    longest = {unit: max(each[unit] for each in lengths) for unit in Unit}
    return next((tranche for tranche in tranches if tranche.takes(longest)), None)


def come(custody: Custody, law: ReleaseLaw, *, on: date) -> None:
    """On the day of the person's tranche, give the sentences that the law reaches its fractions."""
    if custody.tranche_day(law) != on:
        return
    reached = [
        held
        for held in custody.live
        if release(held.now) > on
        and any(is_reached(part, by=law.reach) for part in held.now.terms.parts)
    ]
    if reached or law.manner is Manner.KEEPING_EARLIER_DATES:
        custody.snapshots[law.name] = _snapshot(custody, law=law)
    for held in reached:
        changed = _changed(held.now, law=law)
        days = changed.days._replace(unused=0, cut=0)
        held.now = replace(changed, law=law, tranche_on=on, days=days)


def amend(custody: Custody, law: ReleaseLaw) -> None:
    """Take back a fraction from who is in custody for an offence that was excluded later."""
    for held in custody.current:
        if any(is_reached(part, by=law.reach) for part in held.now.terms.parts):
            held.now = replace(_changed(held.now, law=law), law=law, tranche_on=None)


def whole(custody: Custody) -> Together:
    """The result of all periods of custody, the present one included, as things stand."""
    groups = custody.groups()
    for group in groups:
        settle(group, case=custody.case)
    found = together([[held.now for held in group] for group in groups], case=custody.case)
    return _with_removal_of_before(custody, found)


def _with_removal_of_before(custody: Custody, found: Together) -> Together:
    """The date of removal as it was before the later scheme, for a chain that spans its first day, if it is later."""
    before = custody.before_removal
    given = found.workings.get(DateType.ERSED)
    earlier = before.workings.get(DateType.ERSED) if before is not None else None
    if given is None or earlier is None:
        return found
    if not spans_change(given.of, case=custody.case) or earlier.on <= given.on:
        return found
    workings = {**found.workings, DateType.ERSED: earlier}
    return replace(found, dates={**found.dates, DateType.ERSED: earlier.on}, workings=workings)


def _snapshot(custody: Custody, *, law: ReleaseLaw) -> Together:
    found = whole(custody)
    if law.manner is not Manner.KEEPING_EARLIER_DATES:
        return found
    earlier = custody.law.of_manner(Manner.NOT_BEFORE_TRANCHE)
    day = custody.tranche_day(earlier) if earlier is not None else None
    if earlier is None or day is None or earlier.name not in custody.snapshots:
        return found
    return merge_sds40(custody, early=found, law=earlier, tranche_on=day)


def _changed(now: Standing, *, law: ReleaseLaw) -> Standing:
    fractions = tuple(
        law.fractions[part.track] if part.track and is_reached(part, by=law.reach) else fraction
        for part, fraction in zip(now.terms.parts, now.fractions, strict=True)
    )
    return with_fractions(now, fractions)


def _candidates(custody: Custody, *, law: ReleaseLaw) -> Iterable[Held]:
    commences_on = law.commences_on or date.min
    if law.manner is Manner.NOT_BEFORE_TRANCHE:
        return [held for held in custody.live if release(held.now) > commences_on]
    since = sum(
        (
            (each.to - each.from_).days
            for each in custody.at_large
            if each.from_ and each.to and each.from_ >= commences_on
        ),
    )
    return [
        held
        for held in custody.live
        if release_without_awarded(held.now) - timedelta(days=since) >= commences_on
    ]


def _has_subject(now: Standing, *, law: ReleaseLaw) -> bool:
    commences_on = law.commences_on or date.min
    return any(part.on < commences_on and _is_subject(part, law=law) for part in now.terms.parts)


def _is_subject(part: Part, *, law: ReleaseLaw) -> bool:
    if law.manner is Manner.NOT_BEFORE_TRANCHE:
        return part.track in law.reach.tracks
    return is_reached(part, by=law.reach)


def _served_parts(now: Standing, *, before: date) -> list[Part]:
    return [part for part in now.terms.parts if not part.kind.is_term and part.on < before]


def _lengths(parts: Sequence[Part]) -> Mapping[Unit, int]:
    start = min(part.on for part in parts)
    after = start
    for part in parts:
        after = end(after, part.whole) + timedelta(days=1)
    months = (after.year - start.year) * YEAR + after.month - start.month
    years = (months - (after.day < start.day)) // YEAR
    return {Unit.DAYS: (after - start).days, Unit.YEARS: years}


def _is_out(custody: Custody, *, on: date) -> bool:
    before = [movement for movement in custody.booking.movements if movement.on < on]
    last = max(reversed(before), key=attrgetter("on"), default=None)
    if last is None or last.direction is Direction.IN:
        return False
    if last.reason in KEPT_OUT:
        return True
    return not any(
        each.from_ and each.to and each.from_ < on <= each.to for each in custody.at_large
    )
