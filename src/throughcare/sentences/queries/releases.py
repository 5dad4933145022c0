"""Who is due for release, and what has to be looked at before they are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from throughcare.sentences import statute_book
from throughcare.sentences.choices import Outcome, State
from throughcare.sentences.models import Booking, Calculation
from throughcare.sentences.queries.calculations import counting_of, latest_ids
from throughcare.sentences.rules.notes import working_day
from throughcare.sentences.rules.types import DateType

DAYS_AHEAD: Final = 28


@dataclass(frozen=True, kw_only=True)
class Due:
    """Somebody who is due: `on` by the date that counts, `acts_on` the day on which they go, `checks` what is still to be looked at."""

    person_id: int
    booking: Booking
    on: date
    acts_on: date
    kinds: tuple[str, ...]
    checks: tuple[str, ...]


def due(person_ids: Collection[int], *, today: date, days: int = DAYS_AHEAD) -> list[Due]:
    """Of some people those whose release falls within days from today, or is past and their custody still open; four queries.

    The soonest first.
    """
    bookings = list(
        Booking.objects.filter(
            person_id__in=person_ids,
            closed_at=None,
            releases_on__lte=today + timedelta(days=days),
        ).order_by("releases_on", "pk")
    )
    ids = [each.pk for each in bookings]
    counting, last = counting_of(ids), latest_ids(ids)
    return [
        _due(each, counting[each.pk], latest=last[each.pk], today=today)
        for each in bookings
        if each.pk in counting and each.releases_on is not None
    ]


def without_dates(person_ids: Collection[int]) -> list[Booking]:
    """Of some people those whose latest calculation gives no dates, so that nobody knows when they are due; two queries."""
    bookings = list(
        Booking.objects.filter(person_id__in=person_ids, closed_at=None, releases_on=None).order_by(
            "pk"
        )
    )
    counting = counting_of([each.pk for each in bookings])
    return [
        each
        for each in bookings
        if each.pk in counting and counting[each.pk].outcome == Outcome.WITHHELD
    ]


def _due(booking: Booking, counts: Calculation, *, latest: int, today: date) -> Due:
    on = booking.releases_on
    assert on is not None  # noqa: S101  those without are left out by the query
    kinds = tuple(kind for kind, day in sorted(counts.in_force.items()) if day == on)
    acts_on = _day_of_release(kinds, on)
    return Due(
        person_id=booking.person_id,
        booking=booking,
        on=on,
        acts_on=acts_on,
        kinds=kinds,
        checks=tuple(_checks(counts, latest=latest, on=on, acts_on=acts_on, today=today)),
    )


def _day_of_release(kinds: Collection[str], on: date) -> date:
    """The working day on which a date is acted upon: one that falls on a weekend or a holiday is brought forward."""
    law = statute_book.law()
    of_release = [DateType(kind) for kind in kinds if kind in DateType.__members__]
    return min((working_day(kind, on, law=law) for kind in of_release), default=on)


def _checks(counts: Calculation, *, latest: int, on: date, acts_on: date, today: date) -> list[str]:
    found = []
    if counts.state != State.APPROVED:
        found.append("Dates are not approved")
    if latest != counts.pk:
        found.append("Worked out again since they were approved")
    if counts.overrides:
        found.append("A date was entered by hand")
    if counts.law_version != statute_book.version():
        found.append("Worked out under law data of before")
    if on < today:
        found.append("The day is past, and no release is recorded")
    elif not statute_book.law().is_working_day(acts_on + timedelta(days=1)):
        found.append("The day after is no working day: release may be asked for earlier")
    return found
