"""When somebody liable to removal from the country may be removed early (Criminal Justice Act 2003, s. 260, as amended)."""

from dataclasses import dataclass
from datetime import date, timedelta

from throughcare.sentences.rules.case import Case
from throughcare.sentences.rules.dates import Duration, added, plus, share
from throughcare.sentences.rules.facts import Kind
from throughcare.sentences.rules.formulas import net_awarded, release
from throughcare.sentences.rules.law import RemovalScheme
from throughcare.sentences.rules.single import parole, unadjusted_target
from throughcare.sentences.rules.standing import Form, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """One removal date, and how it came about. `scheme` None: neither; the day on which the later scheme began.

    `first` is the day before it is moved on from a time in which nobody may be removed.
    """

    on: date
    first: date
    unadjusted: date
    scheme: RemovalScheme | None
    is_longest_period: bool
    is_least: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    on: date
    first: date
    test: date
    unadjusted: date
    is_longest_period: bool
    is_least: bool


def is_removable(now: Standing) -> bool:
    terms = now.terms
    if terms.is_recall or terms.is_term:
        return False
    return not (terms.is_lone and terms.first.kind is Kind.SDS and terms.first.is_old)


def removal(now: Standing, *, case: Case) -> Removal | None:
    """The first day on which somebody may be removed; None where it was not asked for or cannot be."""
    if not case.wants_removal or not is_removable(now):
        return None
    law = case.law.removal
    later = _tried(now, scheme=law.after)
    if any(part.on >= law.changed_on for part in now.terms.parts):
        return _made(later, scheme=law.after)
    earlier = _tried(now, scheme=law.before)
    if earlier.test < law.changed_on:
        return _made(earlier, scheme=law.before)
    if later.test >= law.changed_on:
        return _made(later, scheme=law.after)
    return Removal(
        on=plus(law.changed_on, net_awarded(now)),
        first=law.changed_on,
        unadjusted=unadjusted_target(now),
        scheme=None,
        is_longest_period=False,
        is_least=False,
    )


def spans_change(now: Standing, *, case: Case) -> bool:
    """Whether a chain has sentences from before the later scheme and from it."""
    day = case.law.removal.changed_on
    return now.terms.form is Form.CHAIN and len({part.on < day for part in now.terms.parts}) > 1


def _tried(now: Standing, *, scheme: RemovalScheme) -> _Tried:
    days = now.days
    target = parole(now) or release(now)
    by_longest = added(target, _less(scheme.longest))
    served = share((unadjusted_target(now) - now.start).days + 1, scheme.fraction)
    moved = days.at_large - days.deducted + days.awarded - days.served
    by_served = min(now.start + timedelta(days=served + moved), target)
    is_longest = by_longest >= by_served
    first = max(by_longest, by_served)
    least = days.at_large + days.awarded
    is_least = plus(first, -least) < now.start
    on = plus(now.start, least) if is_least else first
    return _Tried(
        on=on,
        first=first,
        test=plus(on, -days.awarded),
        unadjusted=unadjusted_target(now) if is_longest else plus(now.start, served),
        is_longest_period=is_longest,
        is_least=is_least,
    )


def _made(tried: _Tried, *, scheme: RemovalScheme) -> Removal:
    return Removal(
        on=tried.on,
        first=tried.first,
        unadjusted=tried.unadjusted,
        scheme=scheme,
        is_longest_period=tried.is_longest_period,
        is_least=tried.is_least,
    )


def _less(duration: Duration) -> Duration:
    return Duration(*(-unit for unit in duration))
