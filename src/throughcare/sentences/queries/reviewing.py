"""Everybody's dates worked out again under a law, beside those that count: whose would change, and how. Nothing is kept."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Min

from throughcare.sentences.models import Booking
from throughcare.sentences.queries.calculations import counting_of
from throughcare.sentences.queries.records import records_of
from throughcare.sentences.queries.working import dates_alone
from throughcare.sentences.rules.comparing import DateChanged, dates_changed
from throughcare.sentences.rules.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """One person whose dates would not be the same: what changes, or the codes of what would be said instead of dates.

    Dates that were entered by hand are left out on both sides, as no law changes them.
    """

    crn: str
    booking_id: int
    changed: tuple[DateChanged, ...]
    messages: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Part:
    """What came of some times in custody, and how long reading and calculating took."""

    bookings: int = 0
    without_dates: int = 0
    reviewed: list[Reviewed] = field(default_factory=list)
    seconds_reading: float = 0.0
    seconds_calculating: float = 0.0


def span() -> tuple[int, int] | None:
    """The lowest and highest key of a time in custody that is open; None where there is none."""
    found = Booking.objects.filter(closed_at=None).aggregate(first=Min("pk"), last=Max("pk"))
    return None if found["first"] is None else (found["first"], found["last"])


def review(first: int, last: int, *, law: str, today: date) -> Part:
    """Work out again whoever's key is from `first` to `last`; eight queries, however many they are. For the engine."""
    began = time.perf_counter()
    bookings, records = records_between(first, last)
    counting = counting_of([each.pk for each in bookings])
    read_at = time.perf_counter()
    part = Part(bookings=len(bookings), seconds_reading=read_at - began)
    for booking in bookings:
        before = counting.get(booking.pk)
        dates, messages = dates_alone(records[booking.pk], today=today, law=law)
        part.without_dates += bool(messages)
        was = dict(before.worked_out) if before else {}
        by_hand = set(before.overrides) if before else set()
        changed = [each for each in dates_changed(was, dates) if each.kind not in by_hand]
        if changed:
            part.reviewed.append(
                Reviewed(
                    crn=booking.person.crn,
                    booking_id=booking.pk,
                    changed=tuple(changed),
                    messages=messages,
                )
            )
    part.seconds_calculating = time.perf_counter() - read_at
    return part


def records_between(first: int, last: int) -> tuple[Sequence[Booking], dict[int, Record]]:
    """The open times in custody whose keys are from `first` to `last`, and what is recorded of each."""
    bookings = list(
        Booking.objects.filter(closed_at=None, pk__range=(first, last))
        .select_related("person")
        .order_by("pk")
    )
    return bookings, dict(records_of(bookings))
