"""How long an order lasts, by calendar."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAYS_IN_A_WEEK = 7
MONTHS_IN_A_YEAR = 12


def months_later(day: date, *, months: int) -> date:
    """The same day some months later, or the last day of that month where it has none such.

    >>> months_later(date(2014, 8, 31), months=6)
    datetime.date(2015, 2, 28)
    """
    month = day.month - 1 + months
    year, number = day.year + month // MONTHS_IN_A_YEAR, month % MONTHS_IN_A_YEAR + 1
    return date(year, number, min(day.day, calendar.monthrange(year, number)[1]))


@dataclass(frozen=True, kw_only=True)
class Length:
    """So many days, weeks, months or years."""

    number: int
    unit: str

    def __str__(self) -> str:
        return f"{self.number} {self.unit.removesuffix('s') if self.number == 1 else self.unit}"


def end_of(starts_on: date, *, length: Length) -> date:
    """The last day of something that lasts so long: a day less than the length, by calendar.

    >>> end_of(date(2026, 3, 9), length=Length(number=12, unit="months"))
    datetime.date(2027, 3, 8)
    >>> end_of(date(2025, 8, 31), length=Length(number=6, unit="months"))
    datetime.date(2026, 2, 27)
    """
    match length.unit:
        case "days":
            after = starts_on + timedelta(days=length.number)
        case "weeks":
            after = starts_on + timedelta(days=length.number * DAYS_IN_A_WEEK)
        case "months":
            after = months_later(starts_on, months=length.number)
        case "years":
            after = months_later(starts_on, months=length.number * MONTHS_IN_A_YEAR)
        case _:
            raise ValueError(f"There is no unit {length.unit}.")
    return after - timedelta(days=1)


def days_in(starts_on: date, *, ends_on: date) -> int:
    """How many days an order has, both its first and its last among them."""
    return (ends_on - starts_on).days + 1


def is_longer(length: Length, *, than: Length, from_day: date) -> bool:
    """Whether one lasts beyond the other if both begin on a day."""
    return end_of(from_day, length=length) > end_of(from_day, length=than)


@dataclass(frozen=True, kw_only=True)
class Term:
    """A sentence in a chain; `follows` is the number of the one that it runs on from, None where it is concurrent."""

    number: int
    imposed_on: date
    length: Length | None
    follows: int | None = None


@dataclass(frozen=True, kw_only=True)
class Span:
    """From when to when a sentence runs; open where it has no length, or runs on from one that never ends."""

    starts_on: date | None
    ends_on: date | None


def spans(terms: Sequence[Term]) -> dict[int, Span]:
    """When each sentence runs: a consecutive one from the day after the end of the other, a concurrent one from its own day.

    What follows itself through others, or something that is not there, is not worked out: it has an open span.
    """
    by_number = {term.number: term for term in terms}
    found: dict[int, Span] = {}
    waiting = list(terms)
    while waiting:
        ready = [term for term in waiting if term.follows is None or term.follows in found]
        if not ready:
            break
        for term in ready:
            found[term.number] = _span(term, before=found.get(term.follows or 0))
        waiting = [term for term in waiting if term.number not in found]
    return {number: found.get(number, Span(starts_on=None, ends_on=None)) for number in by_number}


def _span(term: Term, *, before: Span | None) -> Span:
    if term.follows is None:
        starts_on: date | None = term.imposed_on
    elif before is None or before.ends_on is None:
        starts_on = None
    else:
        # What runs on does so from the end of the other, or from its own day where that is over.
        starts_on = max(before.ends_on + timedelta(days=1), term.imposed_on)
    if starts_on is None or term.length is None:
        return Span(starts_on=starts_on, ends_on=None)
    return Span(starts_on=starts_on, ends_on=end_of(starts_on, length=term.length))
