"""Who is known, and finding them. All reads are by the account and moment that the request pinned."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import F

from throughcare.people import rules
from throughcare.people.choices import IdentifierKind
from throughcare.people.models import (
    Address,
    Identifier,
    Name,
    Person,
    SavedSearch,
)
from throughcare.people.queries.merging import is_merged

MOST = 250
"""How many a search looks at: ten pages of them, each name of which may have to be read from the disk. Beyond it, it has to say more."""
MOST_OF_A_UNIT = 1_000
"""How many are looked at where only those of one unit are wanted, who may be few among them."""

MATCHES = {
    1: "Number",
    2: "Name and date of birth",
    3: "Name",
    4: "Date of birth and part of the name",
    5: "Similar name",
    6: "Unit",
}


@dataclass(frozen=True, kw_only=True)
class Found:
    """One line of an answer. Of somebody whose record is closed to the viewer, only the CRN is given."""

    person_id: int
    crn: str
    rank: int
    is_limited: bool
    first: str = ""
    middle: str = ""
    last: str = ""
    alias: str = ""
    born_on: date | None = None
    sex: str = ""

    @property
    def name(self) -> str:
        return ", ".join(part for part in (self.last, self.first) if part)

    @property
    def match(self) -> str:
        return MATCHES[self.rank]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A page of a search. Where `is_cut`, not all were looked at: there are at least `total`, and more words are needed."""

    found: tuple[Found, ...]
    total: int
    is_cut: bool
    understood: rules.Wanted


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Who somebody is. `addresses` is empty where the viewer may not know them."""

    person: Person
    legal: Name | None
    other_names: tuple[Name, ...]
    identifiers: tuple[Identifier, ...]
    addresses: tuple[Address, ...]

    @property
    def name(self) -> str:
        return full_name(self.legal)

    @property
    def main_address(self) -> Address | None:
        return next((a for a in self.addresses if a.status == "main" and a.ends_on is None), None)


def full_name(name: Name | None) -> str:
    """First, middle and last, as they are said."""
    if name is None:
        return ""
    return " ".join(part for part in (name.first, name.middle, name.last) if part)


def search(
    *,
    text: str,
    today: date,
    born_on: date | None = None,
    limit: int = 25,
    offset: int = 0,
    most: int = MOST,
    near: Collection[int] = (),
) -> Answer:
    """People by any part of a name in any order, misspelt too, any number, date of birth or postcode.

    Ranked as `MATCHES`, and within a rank by likeness. No more than about `most` are looked at, and besides
    those of the people `near` the viewer who are called so: within a rank they come first. Whoever may not search finds nobody.
    """
    read = rules.wanted(text, today=today)
    wanted = rules.Wanted(
        keys=read.keys, words=read.words, born_on=born_on or read.born_on, postcode=read.postcode
    )
    if wanted.is_empty:
        return Answer(found=(), total=0, is_cut=False, understood=wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM people_search(%s::text[], %s::text[], %s::date, %s, %s, %s, %s, %s::bigint[])",
            [
                list(wanted.keys),
                list(wanted.words),
                wanted.born_on,
                wanted.postcode,
                most,
                limit,
                offset,
                list(near),
            ],
        )
        rows = cursor.fetchall()
    found = tuple(_found(row) for row in rows)
    total, is_cut = rows[0][-2:] if rows else (0, False)
    return Answer(found=found, total=total, is_cut=is_cut, understood=wanted)


def sex_of(person_id: int) -> str:
    """What the record says of a person's sex, by code; nothing where the viewer may not read it."""
    return Person.objects.filter(id=person_id).values_list("sex", flat=True).first() or ""


def among(answer: Answer, person_ids: Collection[int], *, limit: int, offset: int) -> Answer:
    """A page of those of a whole answer who are among some people, in its order."""
    kept = [found for found in answer.found if found.person_id in person_ids]
    return replace(answer, found=tuple(kept[offset : offset + limit]), total=len(kept))


def known_by(crns: Collection[str], *, total: int) -> Answer:
    """People by CRN, in the order given, as one page of an answer; two queries."""
    known = {person.crn: person for person in Person.objects.filter(crn__in=crns).order_by("crn")}
    names = {
        name.person_id: name
        for name in Name.objects.filter(
            kind="legal", person_id__in=[person.pk for person in known.values()]
        )
    }
    return Answer(
        found=tuple(_known(crn, known.get(crn), names) for crn in crns),
        total=total,
        is_cut=False,
        understood=rules.Wanted(),
    )


def _known(crn: str, person: Person | None, names: dict[int, Name]) -> Found:
    if person is None:
        return Found(person_id=0, crn=crn, rank=6, is_limited=True)
    name = names.get(person.pk)
    return Found(
        person_id=person.pk,
        crn=crn,
        rank=6,
        is_limited=False,
        first=name.first if name else "",
        middle=name.middle if name else "",
        last=name.last if name else "",
        born_on=person.born_on,
        sex=person.sex,
    )


def saved_searches(*, account_id: int) -> list[SavedSearch]:
    """The searches that an account keeps, by name; nobody reads another's."""
    return list(
        SavedSearch.objects.filter(account_id=account_id, ended_at=None).order_by("name", "id")
    )


def saved_search(*, account_id: int, reference: UUID) -> SavedSearch | None:
    return SavedSearch.objects.filter(
        account_id=account_id, reference=reference, ended_at=None
    ).first()


def _found(row: tuple[int | str | bool | date | None, ...]) -> Found:
    person_id, crn, rank, is_limited, first, middle, last, alias, born_on, sex, *_ = row
    return Found(
        person_id=int(str(person_id)),
        crn=str(crn),
        rank=int(str(rank)),
        is_limited=bool(is_limited),
        first=str(first or ""),
        middle=str(middle or ""),
        last=str(last or ""),
        alias=str(alias or ""),
        born_on=born_on if isinstance(born_on, date) else None,
        sex=str(sex or ""),
    )


def profile(*, crn: str) -> Profile | None:
    """Who a CRN is, or None when there is none that the viewer may know. Four queries."""
    person = Person.objects.filter(crn=crn).first()
    if person is None:
        return None
    names = list(Name.objects.filter(person=person).order_by("kind", "last", "first", "id"))
    if not names and is_merged(person.pk):
        return None
    return Profile(
        person=person,
        legal=next((name for name in names if name.kind == "legal"), None),
        other_names=tuple(name for name in names if name.kind != "legal"),
        identifiers=tuple(Identifier.objects.filter(person=person).order_by("kind", "id")),
        addresses=tuple(
            Address.objects.filter(person=person)
            .select_related("type")
            .order_by(F("ends_on").desc(nulls_first=True), "-starts_on", "-id")
        ),
    )


def may_change(person_id: int) -> bool:
    """Whether the account in the seat may change who this person is said to be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_may_change(%s)", [person_id])
        row: tuple[bool] = cursor.fetchone()
    return row[0]


def may_add() -> bool:
    """Whether the account in the seat may make a person known."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce('case.write' = any (tc_words('actions')), false)")
        row: tuple[bool] = cursor.fetchone()
    return row[0]


def crn_that_replaced(crn: str) -> str | None:
    """The CRN that somebody has now who was once known under this one."""
    return (
        Identifier.objects.filter(kind="former-crn", canonical=crn)
        .values_list("person__crn", flat=True)
        .first()
    )


def bearers_of(*, kind: IdentifierKind, value: str) -> list[int]:
    """Whoever bears an identifier in its canonical form, for the engine; more than one where it was given twice."""
    return sorted(
        set(
            Identifier.objects.filter(kind=kind, canonical=value).values_list(
                "person_id", flat=True
            )
        )
    )


def is_in_force(address_key: UUID) -> bool:
    """Whether an address that the viewer may know has not ended."""
    return Address.objects.filter(key=address_key, ends_on=None).exists()
