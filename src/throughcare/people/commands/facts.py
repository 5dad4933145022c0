"""Changes of what is known of a person's life: one way to add, to correct, to end and to take back, whatever the fact."""

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import models, transaction

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.people import rules
from throughcare.people.choices import FormerKind
from throughcare.people.commands.holding import (
    held_row,
    hold,
    keep_former,
    reasons_if_changed,
    reasons_without,
    tell,
)
from throughcare.people.models import (
    Circumstance,
    Code,
    ContactPoint,
    ContactPreference,
    Disability,
    EqualityFact,
    Fact,
    Person,
)
from throughcare.people.queries.facts import TABLES
from throughcare.people.rules import Said

_LISTS: Final = {
    "relationship_id": "relationship",
    "detail_id": "circumstance-detail",
    "category_id": "adjustment",
}


@transaction.atomic
def add_fact(*, account_id: int, crn: str, said: Said, now: datetime) -> Fact:
    """Add what is said of somebody. Of what there is one at a time, the one before ends on the day on which this starts.

    Raises:
        PermissionDenied: the account may not change this person.
        Refused: it cannot be, is recorded already, or of its type nobody has two at a time; carries every reason.
    """
    person = hold(crn)
    said = _tidied(said)
    before = _one_before(person, said)
    reasons = rules.reasons_against(said, today=local_day(now)) + _reasons_beside(person, said)
    if before is not None and said.starts_on < before.starts_on:
        reasons.append(Reason("before-current", "This starts before what it replaces."))
    if reasons:
        raise Refused(reasons)
    about = _about(type(said))
    if before is not None:
        type(before).objects.filter(pk=before.pk).update(ends_on=said.starts_on)
    row = TABLES[type(said)].objects.create(
        person=person, recorded_at=now, recorded_by_id=account_id, **_columns(said)
    )
    tell(person, account_id=account_id, about=about, change="added", row=row, now=now)
    return row


@transaction.atomic
def correct_fact(
    *,
    account_id: int,
    crn: str,
    key: UUID,
    said: Said,
    reason: str,
    now: datetime,
    version: int | None = None,
) -> Fact:
    """Put a fact right, as it was read with `version`; what it said before is kept.

    Raises:
        PermissionDenied: the account may not change this person, or they have no such fact.
        Refused: it cannot be, is recorded already, nobody has two at a time, or it does not say why; carries every reason.
    """
    person = hold(crn)
    row = held_row(TABLES[type(said)].objects, person, key)
    said = _tidied(said)
    reasons = (
        reasons_if_changed(person, about=_about(type(said)), key=key, version=version)
        + reasons_without(reason)
        + rules.reasons_against(said, today=local_day(now))
        + _reasons_beside(person, said, but=row)
    )
    if reasons:
        raise Refused(reasons)
    about = _about(type(said))
    keep_former(person, row, about=about, reason=reason, account_id=account_id, now=now)
    columns = _columns(said) | {"recorded_at": now, "recorded_by_id": account_id}
    for column, value in columns.items():
        setattr(row, column, value)
    row.save(update_fields=list(columns))
    tell(person, account_id=account_id, about=about, change="corrected", row=row, now=now)
    return row


@transaction.atomic
def end_fact(
    *, account_id: int, crn: str, what: type[Said], key: UUID, ends_on: date, now: datetime
) -> Fact:
    """Say from which day on a fact does not hold any more.

    Raises:
        PermissionDenied: the account may not change this person, or they have no such fact.
        Refused: it ended already, or ends before it starts or in the future; carries every reason.
    """
    person = hold(crn)
    row = held_row(TABLES[what].objects, person, key)
    reasons = []
    if row.ends_on is not None:
        reasons.append(Reason("ended", "This ended already."))
    if ends_on < row.starts_on:
        reasons.append(Reason("ends-first", "The end date must be the start date or later."))
    if ends_on > local_day(now):
        reasons.append(Reason("not-yet", "The end date must be today or in the past."))
    if reasons:
        raise Refused(reasons)
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    tell(person, account_id=account_id, about=_about(what), change="ended", row=row, now=now)
    return row


@transaction.atomic
def remove_fact(
    *, account_id: int, crn: str, what: type[Said], key: UUID, reason: str, now: datetime
) -> None:
    """Take back a fact that never was so; what it said is kept.

    Raises:
        PermissionDenied: the account may not change this person, or they have no such fact.
        Refused: it does not say why.
    """
    person = hold(crn)
    row = held_row(TABLES[what].objects, person, key)
    if reasons := reasons_without(reason):
        raise Refused(reasons)
    about = _about(what)
    keep_former(
        person, row, about=about, reason=reason, account_id=account_id, now=now, is_removed=True
    )
    tell(person, account_id=account_id, about=about, change="removed", row=row, now=now)
    row.delete()


def _about(what: type[Said]) -> FormerKind:
    return FormerKind(TABLES[what].__name__.lower())


def _tidied(said: Said) -> Said:
    """The same without spaces around words, and a postcode in its one form."""
    tidy: dict[str, Any] = {  # Any: words alone, which no type tells from the days
        name: value.strip() for name, value in asdict(said).items() if isinstance(value, str)
    }
    if tidy.get("postcode"):
        tidy["postcode"] = rules.postcode(tidy["postcode"])
    return replace(said, **tidy)


def _columns(said: Said) -> dict[str, str | bool | date | None]:
    columns = asdict(said)
    if isinstance(said, rules.CircumstanceSaid):
        columns["is_single"] = Code.objects.get(key=said.type_id).is_single
    return columns


def _one_before(person: Person, said: Said) -> Fact | None:
    """The fact that a new one takes the place of, where there is one at a time."""
    match said:
        case rules.ContactPreferenceSaid():
            beside = {}
        case rules.EqualityFactSaid():
            beside = {"kind": said.kind}
        case _:
            return None
    found: Fact | None = (
        TABLES[type(said)].objects.filter(person=person, ends_on=None, **beside).first()
    )
    return found


def _reasons_beside(person: Person, said: Said, *, but: Fact | None = None) -> list[Reason]:
    """What speaks against a fact beside the others of its kind that the person has, and the lists of codes."""
    reasons = _reasons_against_codes(said)
    same: models.QuerySet[Any] | None = None  # Any: of whichever table
    match said:
        case rules.ContactPointSaid():
            same = ContactPoint.objects.filter(kind=said.kind, value=said.value)
        case rules.DisabilitySaid():
            same = Disability.objects.filter(type_id=said.type_id)
        case rules.CircumstanceSaid() if not reasons:
            return _reasons_against_two(person, said, but=but)
        case rules.ContactPreferenceSaid() if but is not None:
            same = ContactPreference.objects.all()
        case rules.EqualityFactSaid() if but is not None:
            same = EqualityFact.objects.filter(kind=said.kind)
    if same is None or said.ends_on is not None:
        return reasons
    if same.filter(person=person, ends_on=None).exclude(pk=but.pk if but else 0).exists():
        reasons.append(Reason("already-held", "This is recorded already, and has not ended."))
    return reasons


def _reasons_against_two(
    person: Person, said: rules.CircumstanceSaid, *, but: Fact | None
) -> list[Reason]:
    code = Code.objects.get(key=said.type_id)
    others = Circumstance.objects.filter(person=person, type=code).exclude(pk=but.pk if but else 0)
    overlap = any(
        (other.ends_on is None or said.starts_on < other.ends_on)
        and (said.ends_on is None or other.starts_on < said.ends_on)
        for other in others
    )
    if not (code.is_single and overlap):
        return []
    return [
        Reason(
            "one-at-a-time",
            f"There is one of “{code.description}” at a time: end the one that is recorded first.",
        )
    ]


def _reasons_against_codes(said: Said) -> list[Reason]:
    """Each code is one of its list; a detail is of its type."""
    wanted = {name: value for name, value in asdict(said).items() if name.endswith("_id") and value}
    found = Code.objects.in_bulk(list(wanted.values()))
    reasons = [
        Reason("no-such-code", "Select from the list.")
        for name, value in wanted.items()
        if value not in found or found[value].list != _list_of(said, name)
    ]
    detail = wanted.get("detail_id")
    if detail in found and found[detail].parent != wanted.get("type_id"):
        reasons.append(Reason("not-its-detail", "Select a detail of this type."))
    return reasons


def _list_of(said: Said, name: str) -> str:
    match said:
        case rules.CircumstanceSaid() if name == "type_id":
            return "circumstance"
        case rules.DisabilitySaid():
            return "disability"
        case rules.EqualityFactSaid():
            return rules.code_list_of(said.kind)
    return _LISTS[name]
