"""When home detention curfew may begin (Criminal Justice Act 2003, s. 246, as amended with effect from 3 June 2025)."""

from dataclasses import dataclass
from datetime import date, timedelta

from throughcare.sentences.rules.case import Case
from throughcare.sentences.rules.dates import plus
from throughcare.sentences.rules.formulas import net_awarded, release
from throughcare.sentences.rules.law import CurfewLaw, CurfewScheme
from throughcare.sentences.rules.standing import Form, Standing
from throughcare.sentences.rules.types import DateType, Types


@dataclass(frozen=True, slots=True, kw_only=True)
class Curfew:
    """One curfew date, and how it came about. `scheme` None: neither; the day on which the later scheme began.

    `unadjusted` is the day it is counted from, the first of the sentence or, from the midpoint on, that of release, and `taken` the days
    counted. `is_least` says that it is as early as the law allows. `reached` is where the later scheme would have led before its first day.
    """

    on: date
    unadjusted: date
    scheme: CurfewScheme | None
    is_below_midpoint: bool
    is_least: bool
    taken: int
    moved: int
    reached: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    base: date
    with_at_large: date
    is_below_midpoint: bool
    is_least: bool
    taken: int


def curfew(now: Standing, *, types: Types, case: Case) -> Curfew | None:
    """The first day on which curfew may begin; None for whoever may not have it or would have too little of it."""
    law = case.law.curfew
    if DateType.HDCED not in types or now.release_days < law.least_custody:
        return None
    if release(now) < plus(now.start, law.least_curfew):
        return None
    earlier = _tried(now, scheme=law.before, law=law)
    test = earlier.with_at_large
    if _spans(now, law.extended_on):
        test = max(test, law.extended_on)
    if test < law.extended_on:
        return _made(now, tried=earlier, scheme=law.before, on=earlier.with_at_large)
    later = _tried(now, scheme=law.after, law=law)
    if later.with_at_large >= law.extended_on:
        return _made(now, tried=later, scheme=law.after, on=later.with_at_large)
    return _made(now, tried=later, scheme=None, on=law.extended_on)


def _tried(now: Standing, *, scheme: CurfewScheme, law: CurfewLaw) -> _Tried:
    deducted = now.days.deducted
    is_below = now.release_days < scheme.midpoint
    if is_below:
        taken = max(law.least_served, -(-now.release_days // 2))
        base = now.start + timedelta(days=taken - deducted)
    else:
        taken = -scheme.deduction
        base = now.start + timedelta(days=now.release_days - 1 - scheme.deduction - deducted)
    least = plus(now.start, law.least_curfew)
    is_least = base <= least
    if is_least:
        base, taken = least, law.least_curfew
    return _Tried(
        base=base,
        with_at_large=plus(base, now.days.at_large),
        is_below_midpoint=is_below,
        is_least=is_least,
        taken=taken,
    )


def _made(now: Standing, *, tried: _Tried, scheme: CurfewScheme | None, on: date) -> Curfew:
    days = now.days
    awarded = net_awarded(now)
    is_counted_back = not tried.is_below_midpoint and not tried.is_least
    first = release(now) if is_counted_back else now.start
    return Curfew(
        on=plus(on, awarded),
        unadjusted=first,
        scheme=scheme,
        is_below_midpoint=tried.is_below_midpoint,
        is_least=tried.is_least,
        taken=tried.taken,
        moved=awarded + days.at_large - (0 if tried.is_least else days.deducted),
        reached=plus(tried.with_at_large, awarded) if scheme is None else None,
    )


def _spans(now: Standing, day: date) -> bool:
    """Whether a chain has sentences both before a day and from it."""
    if now.terms.form is not Form.CHAIN:
        return False
    return len({part.on < day for part in now.terms.parts}) > 1
