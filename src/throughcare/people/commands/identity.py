"""Changes to who a person is said to be. Each asks whether the account in the seat may."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from throughcare.audit import commands as audit
from throughcare.kernel import names
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.people import queries, rules
from throughcare.people.choices import AddressStatus, IdentifierKind, NameKind, Sex
from throughcare.people.events import IdentityChanged, PersonAdded
from throughcare.people.models import (
    Address,
    Identifier,
    Name,
    Person,
)

HERE = ZoneInfo("Europe/London")


@dataclass(frozen=True, kw_only=True)
class Alias:
    """A name, and the date of birth that was given with it."""

    first: str = ""
    middle: str = ""
    last: str
    born_on: date | None = None


@transaction.atomic
def add_person(
    *,
    account_id: int,
    name: Alias,
    now: datetime,
    sex: str = Sex.NOT_KNOWN,
) -> Person:
    """Make somebody known under a new CRN.

    Raises:
        PermissionDenied: the account may not.
        Refused: there is no name, or the date of birth is yet to come.
    """
    if not queries.may_add():
        raise PermissionDenied
    reasons = _reasons_against(name, now=now)
    if reasons:
        raise Refused(reasons)
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_next_crn()")
        (crn,) = cursor.fetchone()
    person = Person.objects.create(crn=crn, born_on=name.born_on, sex=sex, recorded_at=now)
    _add_name(person, name=name, kind=NameKind.LEGAL, now=now)
    outbox.publish(PersonAdded(crn=crn), now=now)
    _audit(account_id=account_id, action="person.added", crn=crn, now=now)
    return person


@transaction.atomic
def add_name(
    *, account_id: int, crn: str, name: Alias, now: datetime, kind: str = NameKind.ALIAS
) -> Name:
    """Add an alias or a previous name; a new legal name makes the one before a previous name.

    Raises:
        PermissionDenied: the account may not change this person.
        Refused: there is no name, or the date of birth is yet to come.
    """
    person = _held(crn)
    reasons = _reasons_against(name, now=now)
    if reasons:
        raise Refused(reasons)
    if kind == NameKind.LEGAL:
        Name.objects.filter(person=person, kind=NameKind.LEGAL).update(kind=NameKind.PREVIOUS)
    added = _add_name(person, name=name, kind=kind, now=now)
    _tell(account_id=account_id, crn=crn, action="person.name-added", now=now)
    return added


@transaction.atomic
def add_identifier(
    *, account_id: int, crn: str, kind: str, supplied: str, source: str, now: datetime
) -> Identifier:
    """Keep a number as supplied; one that fails its check is kept too, and never used to find by.

    Raises:
        PermissionDenied: the account may not change this person.
        Refused: nothing was supplied, this person has it already, or another has this NOMS number.
    """
    person = _held(crn)
    typed = supplied.strip()
    canonical = rules.canonical(kind, typed, today=_local_day(now))
    reasons = []
    if not typed:
        reasons.append(Reason("no-identifier", "Enter the number."))
    same = Identifier.objects.filter(person=person, kind=kind)
    if typed and any(
        typed == held.supplied or (canonical and canonical == held.canonical) for held in same
    ):
        reasons.append(Reason("already-held", f"{crn} has this number already."))
    if kind == IdentifierKind.NOMS and canonical:
        another = (
            Identifier.objects.filter(kind=kind, canonical=canonical)
            .exclude(person=person)
            .values_list("person__crn", flat=True)
            .first()
        )
        if another:
            reasons.append(
                Reason(
                    "held-by-another",
                    f"{another} has this NOMS number: one of the records may be a duplicate.",
                )
            )
    if reasons:
        raise Refused(reasons)
    added = Identifier.objects.create(
        person=person,
        kind=kind,
        supplied=typed,
        canonical=canonical,
        source=source,
        recorded_at=now,
    )
    _tell(account_id=account_id, crn=crn, action="person.identifier-added", now=now)
    return added


@transaction.atomic
def add_address(
    *,
    account_id: int,
    crn: str,
    status: str,
    starts_on: date,
    now: datetime,
    lines: str = "",
    postcode: str = "",
    is_no_fixed_abode: bool = False,
    area: str = "",
) -> Address:
    """Add an address; a new main one ends the main one before it on the same day.

    Raises:
        PermissionDenied: the account may not change this person.
        Refused: it says neither where nor that there is no fixed abode, or begins before the main one that it ends.
    """
    person = _held(crn)
    main = (
        Address.objects.select_for_update(no_key=True)
        .filter(person=person, status=AddressStatus.MAIN, ends_on=None)
        .first()
    )
    reasons = []
    if not is_no_fixed_abode and not (lines.strip() or postcode.strip()):
        reasons.append(
            Reason("no-address", "Enter an address, or say that there is no fixed abode.")
        )
    if status == AddressStatus.MAIN and main is not None and starts_on < main.starts_on:
        reasons.append(
            Reason("before-current", "The new main address starts before the one that it replaces.")
        )
    if reasons:
        raise Refused(reasons)
    if status == AddressStatus.MAIN and main is not None:
        Address.objects.filter(id=main.id).update(status=AddressStatus.PREVIOUS, ends_on=starts_on)
    added = Address.objects.create(
        person=person,
        status=status,
        lines=lines.strip(),
        postcode=rules.postcode(postcode) if postcode.strip() else "",
        is_no_fixed_abode=is_no_fixed_abode,
        area=area,
        starts_on=starts_on,
        recorded_at=now,
    )
    # Where somebody lives can decide who has their case: the trail names the record that is not as it was.
    altered = added if main is None or status != AddressStatus.MAIN else main
    _tell(account_id=account_id, crn=crn, action="person.address-added", now=now, altered=altered)
    return added


def _local_day(moment: datetime) -> date:
    return moment.astimezone(HERE).date()


def _held(crn: str) -> Person:
    """The person, locked, whom the account may change.

    Raises:
        PermissionDenied: it may not, or there is nobody of this CRN that it may know.
    """
    person = Person.objects.filter(crn=crn).first()
    if person is None or not queries.may_change(person.pk):
        raise PermissionDenied
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def _reasons_against(name: Alias, *, now: datetime) -> list[Reason]:
    reasons = []
    if not names.standard(name.last):
        reasons.append(Reason("no-name", "Enter a surname."))
    if name.born_on is not None and name.born_on > _local_day(now):
        reasons.append(Reason("not-born", "The date of birth must be in the past."))
    return reasons


def _add_name(person: Person, *, name: Alias, kind: str, now: datetime) -> Name:
    return Name.objects.create(
        person=person,
        kind=kind,
        first=name.first.strip(),
        middle=name.middle.strip(),
        last=name.last.strip(),
        born_on=None if kind == NameKind.LEGAL else name.born_on,
        search_text=names.standard(f"{name.first} {name.middle} {name.last}"),
        recorded_at=now,
    )


def _tell(
    *, account_id: int, crn: str, action: str, now: datetime, altered: Address | None = None
) -> None:
    outbox.publish(IdentityChanged(crn=crn), now=now)
    _audit(account_id=account_id, action=action, crn=crn, now=now, altered=altered)


def _audit(
    *, account_id: int, action: str, crn: str, now: datetime, altered: Address | None = None
) -> None:
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="person",
        subject_reference=crn,
        now=now,
        detail={"altered": f"{altered._meta.label}/{altered.pk}"} if altered else None,
    )
