"""Changes of where somebody lives or may be written to (probation rules, 3)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.people import rules
from throughcare.people.choices import AddressStatus, FormerKind
from throughcare.people.commands.holding import (
    held_row,
    hold,
    hold_to_house,
    keep_former,
    reasons_if_changed,
    reasons_without,
    tell,
)
from throughcare.people.models import Address, Person

Columns = dict[str, str | bool | date | datetime | int | None]


@dataclass(frozen=True, kw_only=True)
class Place:
    """An address as it is said. `type_id` is the key of a code of the list `address-type`."""

    lines: str = ""
    postcode: str = ""
    is_no_fixed_abode: bool = False
    type_id: str | None = None
    is_type_verified: bool = False
    area: str = ""


@transaction.atomic
def add_address(
    *, account_id: int, crn: str, status: str, place: Place, starts_on: date, now: datetime
) -> Address:
    """Add an address; a new main one ends the main one before it on the same day, and makes it a previous one.

    Raises:
        PermissionDenied: the account may not change this person, and has not taken them in.
        Refused: it says neither where nor that there is no fixed abode, begins in the future or before the main one that it ends.
    """
    person = hold_to_house(crn)
    main = _main(person)
    reasons = _reasons_against(place, status=status)
    if starts_on > local_day(now) and status != AddressStatus.PROPOSED:
        reasons.append(Reason("not-yet", "The start date must be today or in the past."))
    if status == AddressStatus.MAIN and main is not None and starts_on < main.starts_on:
        reasons.append(
            Reason("before-current", "The new main address starts before the one that it replaces.")
        )
    if reasons:
        raise Refused(reasons)
    if status == AddressStatus.MAIN and main is not None:
        Address.objects.filter(id=main.pk).update(status=AddressStatus.PREVIOUS, ends_on=starts_on)
    added = Address.objects.create(
        person=person,
        status=status,
        starts_on=starts_on,
        recorded_at=now,
        recorded_by_id=account_id,
        **_columns(place),
    )
    # Where somebody lives can decide who has their case: the trail names the record that is not as it was.
    altered = added if main is None or status != AddressStatus.MAIN else main
    tell(
        person,
        account_id=account_id,
        about=FormerKind.ADDRESS,
        change="added",
        row=added,
        altered=altered,
        now=now,
    )
    return added


@transaction.atomic
def correct_address(
    *,
    account_id: int,
    crn: str,
    key: UUID,
    place: Place,
    reason: str,
    now: datetime,
    version: int | None = None,
) -> Address:
    """Put an address right, as it was read with `version`; what it said before is kept.

    Whoever verified it verified another: it is to be verified again.

    Raises:
        PermissionDenied: the account may not change this person, or they have no such address.
        Refused: it says neither where nor that there is no fixed abode, or not why.
    """
    person = hold(crn)
    row = held_row(Address.objects, person, key)
    reasons = reasons_if_changed(person, about=FormerKind.ADDRESS, key=key, version=version)
    reasons += reasons_without(reason) + _reasons_against(place, status=row.status)
    if reasons:
        raise Refused(reasons)
    keep_former(
        person, row, about=FormerKind.ADDRESS, reason=reason, account_id=account_id, now=now
    )
    columns = _columns(place)
    if (columns["lines"], columns["postcode"]) != (row.lines, row.postcode):
        columns |= {"verified_at": None, "verified_by_id": None}
    columns |= {"recorded_at": now, "recorded_by_id": account_id}
    _write(row, columns)
    _told(person, row, account_id=account_id, change="corrected", now=now)
    return row


@transaction.atomic
def verify_address(*, account_id: int, crn: str, key: UUID, now: datetime) -> Address:
    """Say that somebody has made sure of an address: who and when.

    Raises:
        PermissionDenied: the account may not change this person, or they have no such address.
        Refused: it is a previous one.
    """
    person = hold(crn)
    row = held_row(Address.objects, person, key)
    if row.ends_on is not None and row.ends_on <= local_day(now):
        raise Refused.because("ended", "A previous address is not verified any more.")
    _write(row, {"verified_at": now, "verified_by_id": account_id})
    _told(person, row, account_id=account_id, change="verified", now=now)
    return row


@transaction.atomic
def end_address(
    *, account_id: int, crn: str, key: UUID, ends_on: date, reason: str, now: datetime
) -> Address:
    """Say from which day on somebody is not there any more. A main address becomes a previous one.

    Raises:
        PermissionDenied: the account may not change this person, or they have no such address.
        Refused: it ended already, ends before it starts or in the future, or does not say why.
    """
    person = hold_to_house(crn)
    row = held_row(Address.objects, person, key)
    reasons = reasons_without(reason)
    if row.ends_on is not None:
        reasons.append(Reason("ended", "This address ended already."))
    if ends_on < row.starts_on:
        reasons.append(Reason("ends-first", "The end date must be the start date or later."))
    if ends_on > local_day(now):
        reasons.append(Reason("not-yet", "The end date must be today or in the past."))
    if reasons:
        raise Refused(reasons)
    keep_former(
        person, row, about=FormerKind.ADDRESS, reason=reason, account_id=account_id, now=now
    )
    status = AddressStatus.PREVIOUS if row.status == AddressStatus.MAIN else row.status
    _write(row, {"status": status, "ends_on": ends_on})
    _told(person, row, account_id=account_id, change="ended", now=now)
    return row


def _main(person: Person) -> Address | None:
    return (
        Address.objects.select_for_update(no_key=True)
        .filter(person=person, status=AddressStatus.MAIN, ends_on=None)
        .first()
    )


def _reasons_against(place: Place, *, status: str) -> list[Reason]:
    says_where = place.lines.strip() or place.postcode.strip()
    reasons = []
    if not place.is_no_fixed_abode and not says_where:
        reasons.append(
            Reason("no-address", "Enter an address, or say that there is no fixed abode.")
        )
    if place.is_no_fixed_abode and place.lines.strip():
        reasons.append(
            Reason("both", "Enter an address or say that there is no fixed abode, not both.")
        )
    if place.is_no_fixed_abode and status != AddressStatus.MAIN:
        reasons.append(
            Reason("not-main", "Only a main address may say that there is no fixed abode.")
        )
    return reasons


def _columns(place: Place) -> Columns:
    return {
        "lines": place.lines.strip(),
        "postcode": rules.postcode(place.postcode) if place.postcode.strip() else "",
        "is_no_fixed_abode": place.is_no_fixed_abode,
        "type_id": place.type_id,
        "is_type_verified": place.is_type_verified,
        "area": place.area,
    }


def _write(row: Address, columns: Columns) -> None:
    for column, value in columns.items():
        setattr(row, column, value)
    row.save(update_fields=list(columns))


def _told(person: Person, row: Address, *, account_id: int, change: str, now: datetime) -> None:
    tell(
        person,
        account_id=account_id,
        about=FormerKind.ADDRESS,
        change=change,
        row=row,
        altered=row,
        now=now,
    )
