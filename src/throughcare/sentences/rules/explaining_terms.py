"""How the days of a sentence are counted, and what moves them, step by step."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from throughcare.sentences.rules import citations
from throughcare.sentences.rules.case import Case
from throughcare.sentences.rules.dates import Fraction, share
from throughcare.sentences.rules.facts import Kind
from throughcare.sentences.rules.formulas import (
    adjusted_expiry,
    expiry,
    is_immediate,
    release,
    unadjusted_expiry,
    unadjusted_release,
)
from throughcare.sentences.rules.lengths import custody_days, groups
from throughcare.sentences.rules.parts import Part, is_reached
from throughcare.sentences.rules.standing import Form, Standing
from throughcare.sentences.rules.trail import WORDS, Trail, counted, length, shown

Names = Mapping[Part, str]


def go_to_release(now: Standing, *, case: Case, names: Names, trail: Trail) -> None:
    """From the first day to release before any adjustment."""
    terms = now.terms
    if terms.merged_days is not None:
        says = f"Served as one term of {counted(terms.merged_days)} from {shown(now.start)}; half of it is {counted(now.release_days)}"
        trail.to(unadjusted_release(now), says, law=citations.SINGLE_TERM)
        return
    day = now.start
    for group, fraction in groups(terms.parts, fractions=now.fractions):
        days = custody_days(group, start=day)
        served = share(days, fraction)
        last = day + timedelta(days=served - 1)
        trail.to(
            last,
            f"{_listed(group, names=names)}: {_terms(group)} from {shown(day)} is {counted(days)}; "
            f"{_of(fraction, served)}, the last of them {shown(last)}",
            law=_law(group[0], fraction, now=now, case=case),
        )
        day = last + timedelta(days=1)


def go_to_expiry(now: Standing, *, names: Names, trail: Trail) -> None:
    """From the first day to the last of the whole sentence, before any adjustment."""
    terms = now.terms
    says = (
        f"{_listed(terms.parts, names=names)}: {_wholes(terms.parts)} from {shown(now.start)} is "
        f"{counted(terms.expiry_days)}"
    )
    if terms.form is Form.MERGED:
        says = f"{_listed(terms.parts, names=names)}: served as one term of {counted(terms.expiry_days)} from {shown(now.start)}"
    law = {
        Form.CHAIN: citations.CONSECUTIVE,
        Form.MERGED: citations.SINGLE_TERM,
        Form.LONE: "",
    }[terms.form]
    trail.to(unadjusted_expiry(now), says, law=law)


def deduct(now: Standing, trail: Trail) -> None:
    days = now.days
    trail.by(-days.remand, "on remand", law=citations.REMAND)
    trail.by(-days.recall_remand, "on remand, credited to the recall", law=citations.REMAND)
    trail.by(-days.tagged_bail, "on tagged bail", law=citations.TAGGED_BAIL)
    trail.by(
        -days.recall_tagged_bail,
        "on tagged bail, credited to the recall",
        law=citations.TAGGED_BAIL,
    )


def add_at_large(now: Standing, trail: Trail) -> None:
    trail.by(now.days.at_large, "unlawfully at large", law=citations.AT_LARGE)


def add_awarded(now: Standing, trail: Trail) -> None:
    days = now.days
    trail.by(days.awarded, "added, less those restored", law=citations.AWARDED)
    trail.by(-days.served, "added that were served before this sentence", law=citations.POLICY)


def leave_unused(now: Standing, trail: Trail) -> None:
    trail.by(
        -now.days.unused,
        "added for which there is no room before the sentence ends",
        law=citations.AWARDED,
    )


def release_trail(now: Standing, *, case: Case, names: Names) -> Trail:
    """The way to release (CRD, ARD or MTD)."""
    trail = Trail()
    go_to_release(now, case=case, names=names, trail=trail)
    add_at_large(now, trail)
    deduct(now, trail)
    add_awarded(now, trail)
    leave_unused(now, trail)
    says = f"Release cannot be before the sentence begins, {shown(now.start)}"
    trail.put(release(now), f"{says}: it is immediate" if is_immediate(now) else says)
    return trail


def expiry_trail(now: Standing, *, names: Names) -> Trail:
    """The way to the end of a sentence (SED or SLED)."""
    trail = Trail()
    go_to_expiry(now, names=names, trail=trail)
    add_at_large(now, trail)
    trail.by(
        now.days.at_large_released, "unlawfully at large after release", law=citations.AT_LARGE
    )
    deduct(now, trail)
    last = max(adjusted_expiry(now), now.start)
    trail.put(last, "A sentence cannot end before it begins")
    trail.put(expiry(now), "The day after the person was last at large", law=citations.AT_LARGE)
    return trail


def _listed(parts: Sequence[Part], *, names: Names) -> str:
    said = [names[part] for part in parts]
    if len(said) == 1:
        return f"Sentence {said[0]}"
    return f"Sentences {', '.join(said[:-1])} and {said[-1]}, one after the other"


def _terms(parts: Sequence[Part]) -> str:
    return " + ".join(length(part.custody) for part in parts)


def _wholes(parts: Sequence[Part]) -> str:
    return " + ".join(length(part.whole) for part in parts)


def _of(fraction: Fraction, served: int) -> str:
    if fraction is Fraction.FULL:
        return "all of them are served"
    return f"{WORDS[fraction]} of them, rounded up, is {counted(served)}"


def _law(part: Part, fraction: Fraction, *, now: Standing, case: Case) -> str:
    """Where a fraction stands: the newest law over the sentence that reaches the part and gives it."""
    if part.track is None:
        return citations.OF_KINDS[part.kind]
    newest = case.law.releases.index(now.law) if now.law is not None else 0
    given = (
        law.source
        for law in case.law.releases[newest:]
        if law.fractions.get(part.track) is fraction and is_reached(part, by=law.reach)
    )
    return next(given, citations.OF_KINDS[Kind.SDS])
