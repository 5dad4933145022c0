"""Which adjustments a sentence takes, and what days awarded and days at large do to it.

Sources: Criminal Justice Act 2003, ss. 240ZA, 240A, 253 and 257; Prison Act 1952, s. 49; Sentence Calculation Policy Framework.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from throughcare.sentences.rules.custody import Custody, Held
from throughcare.sentences.rules.events import AtLarge, Awarded
from throughcare.sentences.rules.facts import AdjustmentKind, RecallType
from throughcare.sentences.rules.formulas import release
from throughcare.sentences.rules.observed import NET_COUNTS_OUTSIDE, served_before
from throughcare.sentences.rules.single import release_after_recall, release_date
from throughcare.sentences.rules.standing import Days, Standing

FIXED_TERMS = frozenset(set(RecallType) - {RecallType.STANDARD})


def taken(now: Standing, days: Days) -> Days:
    """Of deductions and added days those that this sentence takes; of anything else nothing."""
    parts, is_recall = now.terms.parts, now.is_recall
    takes_remand = not is_recall and any(part.takes_remand for part in parts)
    takes_bail = not is_recall and any(part.takes_bail for part in parts)
    return Days(
        remand=days.remand if takes_remand else 0,
        tagged_bail=days.tagged_bail if takes_bail else 0,
        recall_remand=days.recall_remand if is_recall else 0,
        recall_tagged_bail=days.recall_tagged_bail if is_recall else 0,
        awarded=0 if now.terms.is_term else days.awarded,
        served=served_before(days.served, is_term=now.terms.is_term),
    )


def give(held: Held, days: Days) -> None:
    """Add to a sentence what it takes of some days."""
    more = taken(held.now, days)
    if any(more):
        held.set_days(Days(*(a + b for a, b in zip(held.now.days, more, strict=True))))


def deductions_from(custody: Custody, day: date) -> Days:
    """What is deducted from sentences of a day on."""
    found = {
        kind: sum(each.days for each in several if each.applies_from == day)
        for kind, several in custody.booking.adjustments.items()
    }
    return Days(
        remand=found.get(AdjustmentKind.REMAND, 0),
        tagged_bail=found.get(AdjustmentKind.TAGGED_BAIL, 0),
        recall_remand=found.get(AdjustmentKind.RECALL_REMAND, 0),
        recall_tagged_bail=found.get(AdjustmentKind.RECALL_TAGGED_BAIL, 0),
    )


def award(custody: Custody, event: Awarded, *, on: date) -> None:
    """Days added or restored: to those in custody, to a fixed-term recall, or held against the next sentence."""
    if custody.current:
        releases = [
            release_date(held.now, case=custody.case)
            for held in custody.current
            if not held.now.terms.is_term
        ]
        if releases and max(releases) >= on:
            for held in custody.current:
                give(held, Days(awarded=event.net))
        return
    recalls = [held for held in custody.licence if held.now.is_recall]
    fixed = [held for held in recalls if held.now.terms.recall_type in FIXED_TERMS]
    returned_on = custody.case.returned_on
    if fixed and returned_on is not None and on >= returned_on:
        for held in fixed:
            days = held.now.days
            held.set_days(days._replace(awarded_recalled=days.awarded_recalled + event.net))
    elif not recalls:
        custody.pending += event.net * (NET_COUNTS_OUTSIDE if event.is_both else 1)


def be_at_large(custody: Custody, event: AtLarge, *, on: date) -> None:
    """Days unlawfully at large, for each sentence by where it stood when they began."""
    custody.at_large.extend(event.periods)
    for held in custody.current:
        days = held.now.days
        if on <= release(held.now):
            days = days._replace(at_large=days.at_large + event.days)
        elif held.now.is_recall:
            days = days._replace(at_large_released=days.at_large_released + event.days)
        _set(held, days, last=event.last)
    is_fixed = any(held.now.terms.recall_type in FIXED_TERMS for held in custody.licence)
    for held in custody.licence:
        _be_at_large_on_licence(held, custody, event, on=on, is_fixed=is_fixed)


def _be_at_large_on_licence(
    held: Held, custody: Custody, event: AtLarge, *, on: date, is_fixed: bool
) -> None:
    now, days = held.now, held.now.days
    if on <= release(now):
        if now.is_recall:
            held.set_days(days._replace(at_large_released=days.at_large_released + event.days))
        else:
            held.set_days(days._replace(at_large=days.at_large + event.days))
        return
    if not now.is_recall:
        return
    returned_on = custody.case.returned_on
    days = days._replace(at_large_released=days.at_large_released + event.days)
    if (
        is_fixed
        and returned_on is not None
        and returned_on <= on <= release_after_recall(now, case=custody.case)
    ):
        days = days._replace(at_large_recalled=days.at_large_recalled + event.days)
    _set(held, days, last=event.last)


def _set(held: Held, days: Days, *, last: date) -> None:
    latest = max(held.now.last_at_large or last, last)
    held.now = replace(held.now, days=days, last_at_large=latest)


def totals(several: Iterable[Standing]) -> Days:
    """The deductions, added and served days of whichever sentence has the most of them in all."""
    found = [
        Days(
            remand=each.days.remand,
            tagged_bail=each.days.tagged_bail,
            recall_remand=each.days.recall_remand,
            recall_tagged_bail=each.days.recall_tagged_bail,
            awarded=each.days.awarded,
            served=each.days.served,
        )
        for each in several
    ]
    return max(found, key=sum, default=Days())
