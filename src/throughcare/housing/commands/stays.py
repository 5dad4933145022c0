"""What staff of premises say of those who live there or are to come, and what follows for where the person lives."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from throughcare.housing import queries, terms
from throughcare.housing.choices import ReasonKind, StayState
from throughcare.housing.commands.booking import name_of, spot_of
from throughcare.housing.commands.holding import take, tell_in_log
from throughcare.housing.commands.keeping import (
    change,
    described,
    held,
    tell_of_change,
    way_of_premises,
)
from throughcare.housing.commands.moving import leave_for_another_bed, let_next_bed_go
from throughcare.housing.events import (
    PersonArrived,
    PersonDeparted,
    PersonNotArrived,
)
from throughcare.housing.models import Stay
from throughcare.housing.rules import stays
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.people import commands as change_people
from throughcare.people import queries as people
from throughcare.people.choices import AddressStatus


@transaction.atomic
def record_arrival(
    *, account_id: int, reference: str, arrived_on: date, keyworker: str, now: datetime
) -> Stay:
    """Somebody moves in: the premises become their main address, of the type of approved premises where they are such.

    Whoever comes some days early has the bed from then on, where it is free.

    Raises:
        Http404: there is no such application that the premises know of.
        Refused: nothing is booked, they do not come on a day of it or shortly before, or the bed is taken or the person elsewhere;
            carries every reason.
    """
    file, person, stay = held(reference, StayState.BOOKED)
    application = file.application
    reasons = stays.reasons_against_arrival(
        spot_of(stay.bed),
        sex=person.sex,
        arrived_on=arrived_on,
        starts_on=stay.starts_on,
        ends_on=stay.ends_on,
        early_days=terms.early_days(),
        today=local_day(now),
    )
    if reasons:
        raise Refused(reasons)
    way = way_of_premises(file, "arrived", now=now)
    came = _came(stay, on=arrived_on)
    if file.is_moving:
        leave_for_another_bed(file, person, on=arrived_on, now=now)
    key = _move_in(file, person, stay, arrived_on=arrived_on, account_id=account_id, now=now)
    change(
        stay,
        state=StayState.ARRIVED,
        starts_on=min(arrived_on, stay.starts_on),
        arrived_on=arrived_on,
        keyworker=keyworker.strip(),
        address_key=key,
    )
    take(
        application,
        way,
        crn=person.crn,
        note=keyworker.strip() and f"Keyworker: {keyworker.strip()}.",
        reason="",
        words=came,
        account_id=account_id,
        now=now,
    )
    outbox.publish(
        PersonArrived(
            crn=person.crn,
            case_id=application.case_id,
            reference=reference,
            kind=application.kind,
        ),
        now=now,
    )
    return stay


@transaction.atomic
def record_non_arrival(*, account_id: int, reference: str, note: str, now: datetime) -> None:
    """Somebody did not come: the bed is free again, and the officer is told on their first page.

    Raises:
        Http404: there is no such application that the premises know of.
        Refused: nothing is booked, or they are not expected yet.
    """
    file, person, stay = held(reference, StayState.BOOKED)
    application = file.application
    reasons = stays.reasons_against_absence(starts_on=stay.starts_on, today=local_day(now))
    if reasons:
        raise Refused(reasons)
    # Whoever was to move lives where they lived before.
    way = way_of_premises(file, "arrived" if file.is_moving else "not-arrived", now=now)
    change(stay, state=StayState.NOT_ARRIVED, note=note.strip())
    expected = f"Expected at {name_of(stay.bed.premises)} on {stay.starts_on:%-d %B %Y}."
    if file.is_moving:
        expected += " They did not come."
    take(
        application,
        way,
        crn=person.crn,
        note=note,
        reason="",
        words="\n".join(part for part in (expected, note.strip()) if part),
        account_id=account_id,
        now=now,
        told_as="not-arrived",
    )
    outbox.publish(
        PersonNotArrived(
            crn=person.crn,
            case_id=application.case_id,
            reference=reference,
            kind=application.kind,
        ),
        now=now,
    )


@transaction.atomic
def change_end(*, account_id: int, reference: str, ends_on: date, note: str, now: datetime) -> Stay:
    """Book the bed until before another day, later or earlier.

    Raises:
        Http404: there is no such application that the premises know of.
        Refused: nobody has the bed, it is not free or not there so long, or that is too long; carries every reason.
    """
    file, person, stay = held(reference, StayState.BOOKED, StayState.ARRIVED)
    application = file.application
    reasons = stays.reasons_against_extension(
        starts_on=stay.starts_on,
        ends_on=stay.ends_on,
        new_end=ends_on,
        lengths=terms.lengths(application.kind),
        closes_on=stay.bed.closes_on,
        today=local_day(now),
    )
    if reasons:
        raise Refused(reasons)
    change(stay, ends_on=ends_on)
    tell_in_log(
        application,
        type_code=terms.entry_of(application.kind, step="changed"),
        words="\n".join(
            part
            for part in (
                f"{reference}: booked until {ends_on:%-d %B %Y} at {name_of(stay.bed.premises)}.",
                note.strip(),
            )
            if part
        ),
        alerts=False,
    )
    tell_of_change(file, person, change="end", account_id=account_id, now=now)
    return stay


@transaction.atomic
def record_departure(
    *,
    account_id: int,
    reference: str,
    left_on: date,
    reason: str,
    move_on: str,
    note: str,
    now: datetime,
) -> Stay:
    """Somebody leaves: the address that the arrival made ends, if it has not yet, and none is made up in its place.

    Raises:
        Http404: there is no such application that the premises know of.
        Refused: nobody lives there, the day cannot be, or it is not said why and where to; carries every reason.
    """
    file, person, stay = held(reference, StayState.ARRIVED)
    why, where_to = described(ReasonKind.DEPARTURE), described(ReasonKind.MOVE_ON)
    reasons = stays.reasons_against_departure(
        left_on=left_on, arrived_on=stay.arrived_on or stay.starts_on, today=local_day(now)
    )
    reasons += _reasons_unsaid(reason in why, move_on in where_to)
    if reasons:
        raise Refused(reasons)
    way = way_of_premises(file, "departed", now=now)
    if file.is_moving:
        let_next_bed_go(file, person, now=now)
    _end_address(person, stay, account_id=account_id, left_on=left_on, now=now)
    change(
        stay,
        state=StayState.DEPARTED,
        left_on=left_on,
        ends_on=min(left_on, stay.ends_on),
        reason_id=reason,
        move_on_id=move_on,
        note=note.strip(),
    )
    where = f"{where_to[move_on].lower()}.\n{note.strip()}".strip()
    said = f"Left {name_of(stay.bed.premises)} on {left_on:%-d %B %Y}: {why[reason].lower()}. Where to: {where}"
    take(
        file.application,
        way,
        crn=person.crn,
        note=said,
        reason="",
        words=said,
        account_id=account_id,
        now=now,
    )
    outbox.publish(
        PersonDeparted(
            crn=person.crn,
            case_id=stay.case_id,
            reference=reference,
            kind=file.application.kind,
        ),
        now=now,
    )
    return stay


def _came(stay: Stay, *, on: date) -> str:
    """What the log says of an arrival."""
    early = (stay.starts_on - on).days
    before = f", {early} {'day' if early == 1 else 'days'} before the bed was booked from"
    return (
        f"Arrived at {name_of(stay.bed.premises)} on {on:%-d %B %Y}{before if early > 0 else ''}."
        f" Booked until {stay.ends_on:%-d %B %Y}."
    )


def _move_in(
    file: queries.File,
    person: queries.Person,
    stay: Stay,
    *,
    arrived_on: date,
    account_id: int,
    now: datetime,
) -> UUID:
    """Make the premises the main address; the key of that."""
    house = stay.bed.premises
    address = change_people.add_address(
        account_id=account_id,
        crn=person.crn,
        status=AddressStatus.MAIN,
        place=change_people.Place(
            lines=f"{name_of(house)}, {house.lines}",
            postcode=house.postcode,
            type_id=terms.address_type(file.application.kind),
            is_type_verified=True,
        ),
        starts_on=arrived_on,
        now=now,
    )
    return address.key


def _end_address(
    person: queries.Person, stay: Stay, *, account_id: int, left_on: date, now: datetime
) -> None:
    if stay.address_key is None or not people.is_in_force(stay.address_key):
        return
    change_people.end_address(
        account_id=account_id,
        crn=person.crn,
        key=stay.address_key,
        ends_on=left_on,
        reason="Left the premises.",
        now=now,
    )


def _reasons_unsaid(*said: bool) -> list[Reason]:
    """What is not said of a departure: why, and where to."""
    asked = (
        Reason("no-reason", "Select why they left."),
        Reason("no-move-on", "Select where they went."),
    )
    return [each for each, is_said in zip(asked, said, strict=True) if not is_said]
