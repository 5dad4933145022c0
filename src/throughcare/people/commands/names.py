"""Changes of what somebody is called, and of the days of their birth and death."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from throughcare.audit import commands as audit
from throughcare.kernel import names
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.people import queries, rules
from throughcare.people.choices import FormerKind, NameKind, Sex
from throughcare.people.commands.holding import (
    held_row,
    hold,
    keep_former,
    reasons_if_changed,
    reasons_without,
    tell,
)
from throughcare.people.commands.matching import mark_changed
from throughcare.people.events import PersonAdded, PersonDied
from throughcare.people.models import Name, Person


@dataclass(frozen=True, kw_only=True)
class Alias:
    """A name, and the date of birth and the sex that were given with it."""

    title: str = ""
    first: str = ""
    middle: str = ""
    last: str
    preferred: str = ""
    born_on: date | None = None
    sex: str = ""


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
        Refused: there is no name, or the date of birth is yet to come or too long ago.
    """
    if not queries.may_add():
        raise PermissionDenied
    if reasons := _reasons_against(name, now=now):
        raise Refused(reasons)
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_next_crn()")
        (crn,) = cursor.fetchone()
    person = Person.objects.create(crn=crn, born_on=name.born_on, sex=sex, recorded_at=now)
    _add(person, name=name, kind=NameKind.LEGAL, account_id=account_id, now=now)
    mark_changed(person.pk)
    outbox.publish(PersonAdded(crn=crn), now=now)
    audit.record(
        account_id=account_id,
        action="person.added",
        subject_kind="person",
        subject_reference=crn,
        now=now,
    )
    return person


@transaction.atomic
def add_name(
    *,
    account_id: int,
    crn: str,
    name: Alias,
    now: datetime,
    kind: str = NameKind.ALIAS,
    confirmed: Collection[str] = (),
) -> Name:
    """Add an alias or a previous name; a new legal name makes the one before a previous name.

    `confirmed` are the codes of warnings that somebody has read and stands by.

    Raises:
        PermissionDenied: the account may not change this person.
        Refused: there is no name, the date of birth cannot be, or is the person's own with day and month the other way round.
    """
    person = hold(crn)
    reasons = _reasons_against(name, now=now) + _unconfirmed(name, person, confirmed=confirmed)
    if reasons:
        raise Refused(reasons)
    if kind == NameKind.LEGAL:
        Name.objects.filter(person=person, kind=NameKind.LEGAL).update(kind=NameKind.PREVIOUS)
    added = _add(person, name=name, kind=kind, account_id=account_id, now=now)
    tell(person, account_id=account_id, about=FormerKind.NAME, change="added", row=added, now=now)
    return added


@transaction.atomic
def correct_name(
    *,
    account_id: int,
    crn: str,
    key: UUID,
    name: Alias,
    reason: str,
    now: datetime,
    confirmed: Collection[str] = (),
    version: int | None = None,
) -> Name:
    """Put a name right that was mistyped, as it was read with `version`; what it said is kept.

    Raises:
        PermissionDenied: the account may not change this person, or they have no such name.
        Refused: as `add_name`, or it does not say why.
    """
    person = hold(crn)
    row = held_row(Name.objects, person, key)
    reasons = (
        reasons_if_changed(person, about=FormerKind.NAME, key=key, version=version)
        + reasons_without(reason)
        + _reasons_against(name, now=now)
        + _unconfirmed(name, person, confirmed=confirmed)
    )
    if reasons:
        raise Refused(reasons)
    keep_former(person, row, about=FormerKind.NAME, reason=reason, account_id=account_id, now=now)
    columns = _columns(name, kind=row.kind)
    for column, value in columns.items():
        setattr(row, column, value)
    row.recorded_at, row.recorded_by_id = now, account_id
    row.save(update_fields=[*columns, "recorded_at", "recorded_by_id"])
    tell(person, account_id=account_id, about=FormerKind.NAME, change="corrected", row=row, now=now)
    return row


@transaction.atomic
def remove_name(*, account_id: int, crn: str, key: UUID, reason: str, now: datetime) -> None:
    """Take back an alias or a previous name that is not theirs; what it said is kept.

    Raises:
        PermissionDenied: the account may not change this person, or they have no such name.
        Refused: it is the legal name, or it does not say why.
    """
    person = hold(crn)
    row = held_row(Name.objects, person, key)
    reasons = reasons_without(reason)
    if row.kind == NameKind.LEGAL:
        reasons.append(
            Reason("legal-name", "The legal name is not removed: add the one that replaces it.")
        )
    if reasons:
        raise Refused(reasons)
    keep_former(
        person,
        row,
        about=FormerKind.NAME,
        reason=reason,
        account_id=account_id,
        now=now,
        is_removed=True,
    )
    tell(person, account_id=account_id, about=FormerKind.NAME, change="removed", row=row, now=now)
    row.delete()


@dataclass(frozen=True, kw_only=True)
class Details:
    """What stands on a person besides names."""

    born_on: date | None
    sex: str
    first_language: str
    needs_interpreter: bool | None


@transaction.atomic
def correct_details(
    *,
    account_id: int,
    crn: str,
    details: Details,
    reason: str,
    now: datetime,
    confirmed: Collection[str] = (),
    version: int | None = None,
) -> Person:
    """Change who somebody is said to be, as it was read with `version`; what was said before is kept.

    Raises:
        PermissionDenied: the account may not change this person.
        Refused: the day cannot be, is the one before with day and month the other way round and not confirmed, or it does not say why.
    """
    person = hold(crn)
    reasons = reasons_if_changed(person, about=FormerKind.PERSON, version=version)
    reasons += reasons_without(reason) + rules.reasons_against_days(
        born_on=details.born_on, died_on=person.died_on, today=local_day(now)
    )
    reasons += _not_in(rules.warnings_about_birth(details.born_on, known=person.born_on), confirmed)
    if reasons:
        raise Refused(reasons)
    keep_former(
        person, person, about=FormerKind.PERSON, reason=reason, account_id=account_id, now=now
    )
    person.born_on, person.sex = details.born_on, details.sex
    person.first_language = details.first_language
    person.needs_interpreter = details.needs_interpreter
    person.save(update_fields=["born_on", "sex", "first_language", "needs_interpreter"])
    tell(person, account_id=account_id, about=FormerKind.PERSON, change="corrected", now=now)
    return person


@transaction.atomic
def record_death(*, account_id: int, crn: str, died_on: date, now: datetime) -> Person:
    """Record that somebody died. Of their case, `probation.record_death` does the rest.

    Raises:
        PermissionDenied: the account may not change this person.
        Refused: the day is yet to come, or before their birth, or another is recorded.
    """
    person = hold(crn)
    reasons = rules.reasons_against_days(
        born_on=person.born_on, died_on=died_on, today=local_day(now)
    )
    if person.died_on is not None:
        reasons.append(Reason("died-already", "A date of death is recorded already."))
    if reasons:
        raise Refused(reasons)
    keep_former(
        person,
        person,
        about=FormerKind.PERSON,
        reason="Death recorded",
        account_id=account_id,
        now=now,
    )
    person.died_on = died_on
    person.save(update_fields=["died_on"])
    outbox.publish(PersonDied(crn=crn), now=now)
    tell(person, account_id=account_id, about=FormerKind.PERSON, change="died", now=now)
    return person


def _reasons_against(name: Alias, *, now: datetime) -> list[Reason]:
    return rules.reasons_against_name(name.last) + rules.reasons_against_days(
        born_on=name.born_on, died_on=None, today=local_day(now)
    )


def _unconfirmed(name: Alias, person: Person, *, confirmed: Collection[str]) -> list[Reason]:
    return _not_in(rules.warnings_about_birth(name.born_on, known=person.born_on), confirmed)


def _not_in(reasons: list[Reason], confirmed: Collection[str]) -> list[Reason]:
    return [reason for reason in reasons if reason.code not in confirmed]


def _columns(name: Alias, *, kind: str) -> dict[str, str | date | None]:
    is_legal = kind == NameKind.LEGAL
    return {
        "title": name.title.strip(),
        "first": name.first.strip(),
        "middle": name.middle.strip(),
        "last": name.last.strip(),
        "preferred": name.preferred.strip(),
        "born_on": None if is_legal else name.born_on,
        "sex": "" if is_legal else name.sex,
        "search_text": names.standard(f"{name.first} {name.middle} {name.last} {name.preferred}"),
    }


def _add(person: Person, *, name: Alias, kind: str, account_id: int, now: datetime) -> Name:
    made = Name.objects.create(
        person=person,
        kind=kind,
        recorded_at=now,
        recorded_by_id=account_id,
        **_columns(name, kind=kind),
    )
    made.refresh_from_db(fields=["key"])
    return made
