"""What staff of premises say of those who live there or are to come, and what follows for where the person lives."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404

from throughcare.housing import queries, terms
from throughcare.housing.choices import EntryKind, ReasonKind, StayState
from throughcare.housing.commands.booking import name_of, spot_of, unless_taken
from throughcare.housing.commands.holding import (
    hold_for_others,
    local_day,
    note_deed,
    take,
    tell_in_log,
    way_to,
)
from throughcare.housing.events import (
    BookingChanged,
    PersonArrived,
    PersonDeparted,
    PersonNotArrived,
)
from throughcare.housing.models import Stay
from throughcare.housing.rules import applications as rules
from throughcare.housing.rules import stays
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.people import commands as change_people
from throughcare.people import queries as people
from throughcare.people.choices import AddressStatus

Held = tuple[queries.File, queries.Person, Stay]


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
    file, person, stay = _held(reference, StayState.BOOKED)
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
    way = _way(file, "arrived", now=now)
    came = _came(stay, on=arrived_on)
    key = _move_in(file, person, stay, arrived_on=arrived_on, account_id=account_id, now=now)
    _change(
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
    file, person, stay = _held(reference, StayState.BOOKED)
    application = file.application
    reasons = stays.reasons_against_absence(starts_on=stay.starts_on, today=local_day(now))
    if reasons:
        raise Refused(reasons)
    way = _way(file, "not-arrived", now=now)
    _change(stay, state=StayState.NOT_ARRIVED, note=note.strip())
    expected = f"Expected at {name_of(stay.bed.premises)} on {stay.starts_on:%-d %B %Y}."
    take(
        application,
        way,
        crn=person.crn,
        note=note,
        reason="",
        words="\n".join(part for part in (expected, note.strip()) if part),
        account_id=account_id,
        now=now,
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
    file, person, stay = _held(reference, StayState.BOOKED, StayState.ARRIVED)
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
    _change(stay, ends_on=ends_on)
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
    _tell_of_change(file, person, change="end", account_id=account_id, now=now)
    return stay


@transaction.atomic
def name_keyworker(*, account_id: int, reference: str, keyworker: str, now: datetime) -> Stay:
    """Say who of the staff works with somebody.

    Raises:
        Http404: there is no such application that the premises know of.
        Refused: nobody has the bed, or nobody is named.
    """
    file, person, stay = _held(reference, StayState.BOOKED, StayState.ARRIVED)
    if not keyworker.strip():
        raise Refused.because("no-name", "Enter who works with the person.")
    _change(stay, keyworker=keyworker.strip())
    _tell_of_change(file, person, change="keyworker", account_id=account_id, now=now)
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
    file, person, stay = _held(reference, StayState.ARRIVED)
    why, where_to = _described(ReasonKind.DEPARTURE), _described(ReasonKind.MOVE_ON)
    reasons = stays.reasons_against_departure(
        left_on=left_on, arrived_on=stay.arrived_on or stay.starts_on, today=local_day(now)
    )
    reasons += _reasons_unsaid(reason in why, move_on in where_to)
    if reasons:
        raise Refused(reasons)
    way = _way(file, "departed", now=now)
    _end_address(person, stay, account_id=account_id, left_on=left_on, now=now)
    _change(
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


@transaction.atomic
def write_entry(
    *, account_id: int, reference: str, kind: EntryKind, notes: str, now: datetime
) -> None:
    """Write into the log of somebody who lives there, such as that they were not there at curfew.

    Raises:
        Http404: there is no such application that the premises know of.
        Refused: nobody lives there, or nothing is written.
    """
    file, person, _ = _held(reference, StayState.ARRIVED)
    if not notes.strip():
        raise Refused.because("no-notes", "Say what happened.")
    tell_in_log(
        file.application,
        type_code=terms.entry_by(kind),
        words=notes.strip(),
        alerts=terms.entry_alerts(kind),
    )
    note_deed(
        file.application,
        crn=person.crn,
        account_id=account_id,
        action="housing-stay.entry",
        now=now,
        kind=kind.value,
    )


def _reasons_unsaid(*said: bool) -> list[Reason]:
    """What is not said of a departure: why, and where to."""
    asked = (
        Reason("no-reason", "Select why they left."),
        Reason("no-move-on", "Select where they went."),
    )
    return [each for each, is_said in zip(asked, said, strict=True) if not is_said]


def _described(kind: ReasonKind) -> dict[str, str]:
    return {each.key: each.description for each in queries.reasons(kind)}


def _held(reference: str, *states: StayState) -> Held:
    """An application of whose stay the premises speak.

    Raises:
        Http404: there is none that the premises know of.
        Refused: there is no stay in such a state.
    """
    file, person = hold_for_others(reference)
    stay = file.stay
    kept = {each.pk for each in queries.kept_premises()}
    if not any(each.bed.premises_id in kept for each in file.stays):
        raise Http404
    if stay is None or stay.state not in states or stay.bed.premises_id not in kept:
        raise Refused.because("not-now", "That cannot be said of how things stand now.")
    return file, person, stay


def _way(file: queries.File, step: str, *, now: datetime) -> rules.Way:
    return way_to(file, step, party="premises", said=rules.Said(), is_case_open=True, now=now)


def _change(stay: Stay, **columns: str | date | object) -> None:
    with unless_taken():
        is_changed = Stay.objects.filter(id=stay.pk).update(**columns)
    if not is_changed:
        raise Refused.because("went-on", "The stay went on meanwhile. Look at it again.")
    for column, value in columns.items():
        setattr(stay, column, value)


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


def _tell_of_change(
    file: queries.File,
    person: queries.Person,
    *,
    change: str,
    account_id: int,
    now: datetime,
) -> None:
    application = file.application
    outbox.publish(
        BookingChanged(
            crn=person.crn,
            case_id=application.case_id,
            reference=application.reference,
            kind=application.kind,
            change=change,
        ),
        now=now,
    )
    note_deed(
        application,
        crn=person.crn,
        account_id=account_id,
        action=f"housing-booking.{change}-changed",
        now=now,
    )
