"""Calculations that are kept: the latest, the one that counts, all of them, and who may approve one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, IntegerField, Value, When

from throughcare.kernel.refusals import Reason
from throughcare.sentences.choices import Outcome, State
from throughcare.sentences.models import Booking, Calculation
from throughcare.sentences.queries.layout import read
from throughcare.sentences.rules.by_hand import releases_on
from throughcare.sentences.rules.comparing import (
    DateChanged,
    InputChanged,
    dates_changed,
    inputs_changed,
)
from throughcare.sentences.rules.warnings import warnings


def booking(key: UUID) -> Booking | None:
    return Booking.objects.filter(key=key).select_related("person").first()


def bookings_of(person_id: int) -> list[Booking]:
    """Every time in custody of a person: what is open first, and the latest first."""
    return list(
        Booking.objects.filter(person_id=person_id)
        .select_related("person")
        .order_by("closed_at", "-id")
    )


def latest(booking_id: int) -> Calculation | None:
    return Calculation.objects.filter(booking_id=booking_id).order_by("-id").first()


def approved(booking_id: int) -> Calculation | None:
    """The last that somebody approved."""
    return (
        Calculation.objects.filter(booking_id=booking_id, state=State.APPROVED)
        .order_by("-id")
        .first()
    )


def counting(booking_id: int) -> Calculation | None:
    """The calculation that counts: the last approved one, or else the last."""
    return approved(booking_id) or latest(booking_id)


def counting_of(booking_ids: Collection[int]) -> Mapping[int, Calculation]:
    """Of each of several times in custody the calculation that counts; one query, without what went in and how it came about."""
    is_approved = Case(
        When(state=State.APPROVED, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    found = (
        Calculation.objects.filter(booking_id__in=booking_ids)
        .defer("inputs", "worked", "explanation")
        .order_by("booking_id", is_approved, "-id")
        .distinct("booking_id")
    )
    return {each.booking_id: each for each in found}


def latest_ids(booking_ids: Collection[int]) -> Mapping[int, int]:
    """Of each of several times in custody the key of its latest calculation."""
    found = (
        Calculation.objects.filter(booking_id__in=booking_ids)
        .order_by("booking_id", "-id")
        .distinct("booking_id")
        .values_list("booking_id", "id")
    )
    return dict(found)


def calculation(key: UUID) -> Calculation | None:
    return Calculation.objects.filter(key=key).select_related("booking", "booking__person").first()


def warnings_of(made: Calculation) -> list[str]:
    """What is to be looked at though dates stand, in words."""
    if made.outcome == Outcome.WITHHELD:
        return []
    return [each.sentence for each in warnings(read(made.inputs).booking)]


def history(booking_id: int, *, limit: int, before: int | None = None) -> list[Calculation]:
    """Calculations, the latest first; `before` is the key of a row after which the page begins."""
    found = Calculation.objects.filter(booking_id=booking_id).defer(
        "inputs", "worked", "explanation"
    )
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[:limit])


@dataclass(frozen=True, kw_only=True)
class Approved:
    """The dates of a person that count and are approved, and the days of the sentences that they were worked out from."""

    person_id: int
    dates: Mapping[str, date]
    releases_on: date | None
    sentenced_on: frozenset[date]


def approved_with(calculation_id: int) -> Approved | None:
    """The dates that count of the time in custody that a calculation is of, whichever calculation has them; None before any is approved."""
    booking_id = (
        Calculation.objects.filter(pk=calculation_id).values_list("booking_id", flat=True).first()
    )
    found = approved(booking_id) if booking_id is not None else None
    if found is None:
        return None
    return Approved(
        person_id=found.person_id,
        dates=found.in_force,
        releases_on=releases_on(found.in_force),
        sentenced_on=frozenset(
            date.fromisoformat(each["sentencedAt"])
            for each in found.inputs["input"]["booking"]["sentences"]
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What is different between two calculations: dates as they count, and what went in."""

    dates: list[DateChanged]
    inputs: list[InputChanged]


def difference(before: Calculation, after: Calculation) -> Difference:
    return Difference(
        dates=dates_changed(before.in_force, after.in_force),
        inputs=inputs_changed(before.inputs, after.inputs),
    )


def entered_by(made: Calculation) -> set[int]:
    """Everybody who entered something since dates were last approved, up to a calculation: none of them may approve it."""
    last = (
        Calculation.objects.filter(booking_id=made.booking_id, state=State.APPROVED, pk__lt=made.pk)
        .order_by("-pk")
        .values_list("pk", flat=True)
        .first()
    )
    found = Calculation.objects.filter(
        booking_id=made.booking_id, pk__lte=made.pk, pk__gt=last or 0
    )
    return {each for each in found.values_list("made_by_id", flat=True) if each is not None}


def reasons_against_approval(made: Calculation, *, account_id: int) -> list[Reason]:
    """Why an account may not approve a calculation; that it is the latest is for whoever holds it."""
    reasons = []
    if made.state == State.APPROVED:
        reasons.append(Reason("is-approved", "These dates are approved already."))
    if made.outcome == Outcome.WITHHELD and not made.overrides:
        said = "There are no dates to approve. Put right what is wrong, or enter dates by hand."
        reasons.append(Reason("no-dates", said))
    if account_id in entered_by(made):
        said = (
            "You entered something that these dates come from. Somebody else has to approve them."
        )
        reasons.append(Reason("own-work", said))
    return reasons
