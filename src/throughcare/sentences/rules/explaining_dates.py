"""The way to each date that one sentence has, step by step. Each ends on the day that the rules gave."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from throughcare.sentences.rules import citations
from throughcare.sentences.rules.case import Case
from throughcare.sentences.rules.curfew import Curfew, curfew
from throughcare.sentences.rules.dates import plus, plus_months, share
from throughcare.sentences.rules.explaining_terms import (
    Names,
    add_at_large,
    add_awarded,
    deduct,
    expiry_trail,
    go_to_expiry,
    go_to_release,
    release_trail,
)
from throughcare.sentences.rules.facts import Kind
from throughcare.sentences.rules.formulas import (
    is_immediate,
    net_awarded,
    release,
    release_without_awarded,
)
from throughcare.sentences.rules.law import RemovalScheme
from throughcare.sentences.rules.removal import Removal, removal
from throughcare.sentences.rules.single import (
    half_of_later,
    is_fixed_term,
    is_mixed_short,
    known_supervision,
    months_between_transfers,
    parole,
    release_after_recall,
    separate_licence,
    unadjusted_target,
)
from throughcare.sentences.rules.standing import Standing
from throughcare.sentences.rules.trail import WORDS, Trail, counted, length, shown
from throughcare.sentences.rules.types import DateType, date_types

Way = Callable[[Standing, Case, Names], Trail]


def trail_to(kind: DateType, now: Standing, *, case: Case, names: Names) -> Trail:
    """The way to a date of a sentence."""
    return WAYS[kind](now, case, names)


def _to_release(now: Standing, case: Case, names: Names) -> Trail:
    return release_trail(now, case=case, names=names)


def _to_expiry(now: Standing, case: Case, names: Names) -> Trail:  # noqa: ARG001  one shape for all
    return expiry_trail(now, names=names)


def _to_last_expiry(now: Standing, case: Case, names: Names) -> Trail:  # noqa: ARG001  one shape for all
    trail = Trail()
    go_to_expiry(now, names=names, trail=trail)
    return trail


def _to_licence(now: Standing, case: Case, names: Names) -> Trail:
    if DateType.LED not in date_types(now, case=case):
        return expiry_trail(now, names=names)
    if is_mixed_short(now):
        trail = release_trail(now, case=case, names=names)
        half = half_of_later(now)
        trail.by(
            half,
            "of licence: half, rounded down, of the terms for offences from 1 February 2015",
            law=citations.MIXED_LICENCE,
        )
        trail.by(-now.days.cut, "by which that would pass the end of the sentence")
        return trail
    trail = Trail()
    go_to_expiry(now, names=names, trail=trail)
    quarters = -(-now.terms.expiry_days * 3 // 4)
    trail.to(
        now.start + timedelta(days=quarters - 1),
        f"Licence runs for three quarters of that, rounded up: {counted(quarters)}",
        law=citations.OLD_LICENCE,
    )
    add_at_large(now, trail)
    deduct(now, trail)
    trail.put(separate_licence(now), "Days deducted that could not bring release forward are left")
    return trail


def _to_parole(now: Standing, case: Case, names: Names) -> Trail:
    trail = Trail()
    first = now.parole_days or 0
    fractions = {part.parole for part in now.terms.parts if part.parole}
    said = " and ".join(WORDS[each] for each in sorted(fractions))
    trail.to(
        now.start + timedelta(days=first - 1),
        f"{said.capitalize()} of custody, with what is served before: {counted(first)} from {shown(now.start)}",
        law=_parole_law(now),
    )
    _ = case, names
    add_at_large(now, trail)
    deduct(now, trail)
    add_awarded(now, trail)
    return trail


def _parole_law(now: Standing) -> str:
    kinds = dict.fromkeys(part.kind for part in now.terms.parts if part.parole)
    return "; ".join(citations.OF_KINDS[kind] for kind in kinds)


def _to_supervision(now: Standing, case: Case, names: Names) -> Trail:
    trail = Trail()
    known = known_supervision(now)
    if now.terms.first.kind is Kind.BOTUS and known is not None:
        trail.to(known, "The last end of supervision that is known", law=citations.SUPERVISION)
        return trail
    go_to_release(now, case=case, names=names, trail=trail)
    add_at_large(now, trail)
    deduct(now, trail)
    if is_immediate(now):
        trail.put(now.start, f"Release is immediate, on {shown(now.start)}")
    day = now.start if is_immediate(now) else release_without_awarded(now)
    trail.to(
        plus_months(day, 12),
        "12 months after release, added days aside",
        law=citations.SUPERVISION,
    )
    trail.by(
        now.days.at_large_released, "unlawfully at large after release", law=citations.AT_LARGE
    )
    return trail


def _to_curfew(now: Standing, case: Case, names: Names) -> Trail:
    found = curfew(now, types=date_types(now, case=case) | {DateType.HDCED}, case=case)
    trail = Trail()
    go_to_release(now, case=case, names=names, trail=trail)
    if found is not None:
        _begin_curfew(found, now=now, case=case, trail=trail)
        trail.by(net_awarded(now), "added that are still to be served", law=citations.AWARDED)
    return trail


def _begin_curfew(found: Curfew, *, now: Standing, case: Case, trail: Trail) -> None:
    law = case.law.curfew
    scheme = found.scheme or law.after
    if found.is_below_midpoint:
        taken = max(law.least_served, -(-now.release_days // 2))
        says = (
            f"{counted(now.release_days)} to release are fewer than {scheme.midpoint}: half of them, rounded up, and at least "
            f"{law.least_served}, have to be served: {counted(taken)}"
        )
        trail.to(plus(now.start, taken), says, law=law.source)
    else:
        says = (
            f"{counted(now.release_days)} to release are {scheme.midpoint} or more: "
            f"{counted(scheme.deduction)} before release"
        )
        trail.to(plus(trail.day, -scheme.deduction), says, law=law.source)
    deduct(now, trail)
    least = plus(now.start, law.least_curfew)
    if found.is_least:
        trail.put(
            least, f"Not in the first {law.least_curfew} days of the sentence", law=law.source
        )
    add_at_large(now, trail)
    if found.scheme is None:
        trail.to(
            law.extended_on,
            f"That is under the scheme from {shown(law.extended_on)}, and earlier than that day",
            law=law.source,
        )


def _to_removal(now: Standing, case: Case, names: Names) -> Trail:
    found = removal(now, case=case)
    way = _to_release if parole(now) is None else _to_parole
    trail = way(now, case, names)
    if found is None:
        return trail
    law = case.law.removal
    if found.scheme is None:
        trail.to(
            law.changed_on,
            f"The scheme before {shown(law.changed_on)} leads past that day, and the one from it to before it",
            law=law.source,
        )
        trail.by(net_awarded(now), "added that are still to be served", law=citations.AWARDED)
        return trail
    _remove(found, scheme=found.scheme, now=now, case=case, trail=trail)
    return trail


def _remove(
    found: Removal, *, scheme: RemovalScheme, now: Standing, case: Case, trail: Trail
) -> None:
    law = case.law.removal.source
    if found.is_longest_period:
        says = f"{length(scheme.longest).capitalize()} before that, and so much of the time is served by then"
        trail.to(found.first, says, law=law)
    else:
        days = (unadjusted_target(now) - now.start).days + 1
        served = share(days, scheme.fraction)
        says = f"{WORDS[scheme.fraction].capitalize()} of {counted(days)}, rounded up, have to be served: {counted(served)}"
        trail.to(plus(now.start, served), says, law=law)
        add_at_large(now, trail)
        deduct(now, trail)
        add_awarded(now, trail)
        trail.put(found.first, "Not after the day that removal is counted back from", law=law)
    trail.put(found.on, "Not before the sentence begins, with days at large and added", law=law)


def _to_release_after_recall(now: Standing, case: Case, names: Names) -> Trail:
    if not is_fixed_term(now):
        trail = expiry_trail(now, names=names)
        trail.to(
            trail.day,
            "After a standard recall, release is when the sentence ends",
            law=citations.RECALL,
        )
        return trail
    recall = now.terms.recall
    returned_on = (recall.returned_on if recall else None) or case.returned_on or now.start
    trail = Trail()
    trail.to(returned_on, f"Back in custody on {shown(returned_on)}")
    days = now.terms.recall_days
    trail.to(
        plus(returned_on, days - 1),
        f"A recall for {counted(days)}, the day of return included",
        law=citations.RECALL,
    )
    trail.by(now.days.at_large_recalled, "unlawfully at large since", law=citations.AT_LARGE)
    if now.recall_tranche_on is not None:
        says = f"The tranche of the person, on {shown(now.recall_tranche_on)}"
        trail.put(max(trail.day, now.recall_tranche_on), says, law=case.law.recall_56.source)
    trail.by(now.days.awarded_recalled, "added during the recall", law=citations.AWARDED)
    trail.put(
        release_after_recall(now, case=case), "Not after the sentence ends", law=citations.RECALL
    )
    return trail


def _to_transfer(months: int) -> Way:
    def way(now: Standing, case: Case, names: Names) -> Trail:
        trail = release_trail(now, case=case, names=names)
        between = (months_between_transfers(now) or 0) * months
        said = "later" if between > 0 else "earlier"
        count = "A month" if abs(between) == 1 else "Two months"
        trail.to(
            plus_months(release(now), between),
            f"{count} {said} than the middle of the term",
            law=citations.OF_KINDS[Kind.DTO],
        )
        return trail

    return way


WAYS: Final[dict[DateType, Way]] = {
    DateType.CRD: _to_release,
    DateType.ARD: _to_release,
    DateType.MTD: _to_release,
    DateType.SED: _to_expiry,
    DateType.SLED: _to_expiry,
    DateType.LED: _to_licence,
    DateType.ESED: _to_last_expiry,
    DateType.PED: _to_parole,
    DateType.TUSED: _to_supervision,
    DateType.HDCED: _to_curfew,
    DateType.ERSED: _to_removal,
    DateType.PRRD: _to_release_after_recall,
    DateType.ETD: _to_transfer(-1),
    DateType.LTD: _to_transfer(1),
}
