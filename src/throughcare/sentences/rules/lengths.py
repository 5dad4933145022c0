"""How many days sentences that follow one another come to: to expiry, to release and to parole."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from throughcare.sentences.rules.dates import Duration, Fraction, days_in_runs, days_of, share
from throughcare.sentences.rules.facts import Kind
from throughcare.sentences.rules.observed import START_AFTER_PAROLE
from throughcare.sentences.rules.parts import Part

LONGEST_TRAINING: Final = Duration(months=24)
"""Detention and training orders are never served for more than 24 months (Sentencing Code, Part 10, Chapter 2)."""


def expiry_days(parts: Sequence[Part], *, start: date) -> int:
    """The days of the whole of some sentences that follow one another, from the first day on."""
    return _limited(parts, start=start, durations=[part.whole for part in parts])


def custody_days(parts: Sequence[Part], *, start: date) -> int:
    return _limited(parts, start=start, durations=[part.custody for part in parts])


def release_days(parts: Sequence[Part], *, fractions: Sequence[Fraction], start: date) -> int:
    """The days to release, rounded up for each group of sentences with one fraction.

    Groups follow one another in the order in which their fraction first appears; the sentences with a parole date come last.
    """
    day = start
    for group, fraction in groups(parts, fractions=fractions):
        served = share(custody_days(group, start=day), fraction)
        day += timedelta(days=served)
    return (day - start).days


def parole_days(parts: Sequence[Part], *, fractions: Sequence[Fraction], start: date) -> int | None:
    """The days to parole; None where nothing among the sentences has a parole date."""
    inside = [part for part in parts if part.parole]
    if not inside:
        return None
    day = start
    for group, fraction in groups(parts, fractions=fractions):
        if not group[0].parole:
            day += timedelta(days=share(custody_days(group, start=day), fraction))
    first, second = _by_parole(inside)
    served = (day - start).days + _parole_share(first, start=day)
    if second:
        notional = start + timedelta(days=served - 1 + START_AFTER_PAROLE)
        served += _parole_share(second, start=notional)
    return served


def groups(
    parts: Sequence[Part], *, fractions: Sequence[Fraction]
) -> Sequence[tuple[Sequence[Part], Fraction]]:
    several: dict[Fraction, list[Part]] = {}
    for part, fraction in zip(parts, fractions, strict=True):
        if not part.parole:
            several.setdefault(fraction, []).append(part)
    found: list[tuple[Sequence[Part], Fraction]] = [
        (group, each) for each, group in several.items()
    ]
    last = [part for part in parts if part.parole]
    if last:
        found.append((last, Fraction.FULL))
    return found


def _by_parole(parts: Sequence[Part]) -> tuple[list[Part], list[Part]]:
    """The sentences with the parole fraction of the first, and the others."""
    first = [part for part in parts if part.parole is parts[0].parole]
    return first, [part for part in parts if part.parole is not parts[0].parole]


def _parole_share(parts: Sequence[Part], *, start: date) -> int:
    fraction = parts[0].parole or Fraction.FULL
    return share(custody_days(parts, start=start), fraction)


def _limited(parts: Sequence[Part], *, start: date, durations: Sequence[Duration]) -> int:
    days = days_in_runs(start, durations)
    if all(part.kind is Kind.DTO for part in parts):
        return min(days, days_of(start, LONGEST_TRAINING))
    return days
