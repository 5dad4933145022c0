"""Keeping what everybody's dates are when they are worked out again for good: a calculation that waits for somebody to approve it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from throughcare.kernel.days import local_day
from throughcare.sentences.choices import Cause
from throughcare.sentences.commands.holding import set_release
from throughcare.sentences.models import Booking, Calculation
from throughcare.sentences.queries.records import records_of
from throughcare.sentences.queries.working import work_out

AT_A_TIME = 200


@transaction.atomic
def keep_reviewed(*, booking_ids: Collection[int], law: str, now: datetime) -> int:
    """Work some times in custody out again under a law and keep each as one that nobody approved; gives how many. For the engine.

    Safe to run twice: whose latest calculation is such a one already, under the same law data and of the same record, is left alone.
    """
    bookings = list(
        Booking.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=booking_ids, closed_at=None)
        .select_related("person")
        .order_by("pk")
    )
    records = records_of(bookings)
    last = {
        each.booking_id: each
        for each in Calculation.objects.filter(booking__in=bookings)
        .order_by("booking_id", "-pk")
        .distinct("booking_id")
    }
    made = []
    for booking in bookings:
        found = work_out(records[booking.pk], today=local_day(now), law=law)
        before = last.get(booking.pk)
        if before is not None and (before.law_version, before.inputs, before.dates) == (
            found.law_version,
            found.inputs,
            found.dates,
        ):
            continue
        made.append(
            Calculation(
                booking=booking,
                person_id=booking.person_id,
                cause=Cause.REVIEW,
                law=found.law,
                law_version=found.law_version,
                inputs=found.inputs,
                outcome=found.outcome,
                messages=found.messages,
                dates=found.dates,
                worked=found.worked,
                explanation=found.explanation,
                made_at=now,
            )
        )
    Calculation.objects.bulk_create(made, batch_size=AT_A_TIME)
    for each in made:
        set_release(each.booking)
    return len(made)
