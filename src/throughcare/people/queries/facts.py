"""What is known of somebody's life, how they may be reached, and what was said before. By the rights of whoever is pinned."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeVar
from uuid import UUID

from django.db import connection, models

from throughcare.people import rules
from throughcare.people.models import (
    Adjustment,
    Circumstance,
    Code,
    ContactPoint,
    ContactPreference,
    Disability,
    EqualityFact,
    Fact,
    Former,
    Paper,
    PersonalContact,
)
from throughcare.people.rules import Said

Row = TypeVar("Row", bound=Fact)

TABLES: Final[dict[type[Said], type[Fact]]] = {
    rules.ContactPointSaid: ContactPoint,
    rules.ContactPreferenceSaid: ContactPreference,
    rules.PersonalContactSaid: PersonalContact,
    rules.CircumstanceSaid: Circumstance,
    rules.DisabilitySaid: Disability,
    rules.AdjustmentSaid: Adjustment,
    rules.EqualityFactSaid: EqualityFact,
}
"""Where each kind of what is said is kept."""
_CODES: Final[dict[type[Fact], tuple[str, ...]]] = {
    PersonalContact: ("relationship",),
    Circumstance: ("type", "detail"),
    Disability: ("type",),
    Adjustment: ("category",),
    EqualityFact: ("value",),
}


@dataclass(frozen=True, kw_only=True)
class Reachable:
    """How somebody may be reached on a day. `is_limited`: who may open the record is decided by name."""

    crn: str
    mobile: str
    email: str
    may_be_texted: bool
    channel: str
    text_language: str
    is_limited: bool


_REACHABLE: Final = """
select p.id, p.crn,
       coalesce((select c.value from people_contactpoint c where c.person_id = p.id and c.kind = 'mobile'
                 and c.starts_on <= %(on)s and (c.ends_on is null or c.ends_on > %(on)s)
                 order by c.starts_on desc, c.id desc limit 1), '') as mobile,
       coalesce((select c.value from people_contactpoint c where c.person_id = p.id and c.kind = 'email'
                 and c.starts_on <= %(on)s and (c.ends_on is null or c.ends_on > %(on)s)
                 order by c.starts_on desc, c.id desc limit 1), '') as email,
       coalesce(w.may_be_texted, false), coalesce(w.channel, ''), coalesce(w.text_language, 'en'),
       exists (select from access_restriction r where r.person_id = p.id
               and r.starts_at <= tc_now() and (r.ends_at is null or r.ends_at > tc_now())) as is_limited
from people_person p
left join lateral (
    select c.* from people_contactpreference c where c.person_id = p.id
      and c.starts_on <= %(on)s and (c.ends_on is null or c.ends_on > %(on)s)
    order by c.starts_on desc, c.id desc limit 1
) w on true
where p.id = any (%(people)s) and p.died_on is null
order by p.id
"""


def reachable(person_ids: Collection[int], *, on: date) -> dict[int, Reachable]:
    """How each of some people may be reached on a day, by person; who has died, or is not to be known, is left out. One query.

    For whoever sends reminders, as the engine: of somebody without a preference nothing says that they agreed to texts.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REACHABLE, {"people": [*person_ids], "on": on})
        return {
            person_id: Reachable(
                crn=crn,
                mobile=mobile,
                email=email,
                may_be_texted=may_be_texted,
                channel=channel,
                text_language=text_language,
                is_limited=is_limited,
            )
            for person_id, crn, mobile, email, may_be_texted, channel, text_language, is_limited in cursor
        }


def facts_of(what: type[Said], person_id: int, *, on: date) -> list[Fact]:
    """The facts of one kind, those that hold on a day first, the newest first among each; with their codes, one query."""
    return _by_time(TABLES[what], person_id, on=on)


def papers_of(person_id: int, *, kind: str, on: date) -> list[Paper]:
    """Photographs or lists of previous convictions, the newest by day first."""
    return [paper for paper in _by_time(Paper, person_id, on=on) if paper.kind == kind]


def _by_time(model: type[Row], person_id: int, *, on: date) -> list[Row]:
    found = model.objects.filter(person_id=person_id).select_related(*_CODES.get(model, ()))
    return sorted(
        found, key=lambda row: (_is_over(row, on=on), -row.starts_on.toordinal(), -row.pk)
    )


def _is_over(row: Fact, *, on: date) -> bool:
    return row.ends_on is not None and row.ends_on <= on


@dataclass(frozen=True, kw_only=True)
class Line:
    """A circumstance, disability or adjustment in one line: what it is, and what is said of it."""

    what: str
    detail: str
    words: str
    starts_on: date
    review_on: date | None


@dataclass(frozen=True, kw_only=True)
class Life:
    """What an officer looks for first of somebody: what holds on a day."""

    contact_points: tuple[ContactPoint, ...]
    preference: ContactPreference | None
    personal_contacts: tuple[PersonalContact, ...]
    circumstances: tuple[Line, ...]
    disabilities: tuple[Line, ...]
    adjustments: tuple[Line, ...]
    photograph: Paper | None
    convictions: Paper | None


_LINES: Final = """
select l.about, k.description, coalesce(d.description, l.detail), l.words, l.starts_on, l.review_on
from (
    select 'circumstance' as about, c.type_id, c.detail_id, '' as detail, '' as words, c.starts_on, c.ends_on,
           null::date as review_on, c.id
    from people_circumstance c where c.person_id = %(person)s
    union all
    select 'disability', c.type_id, null, c.condition, c.impact, c.starts_on, c.ends_on, null, c.id
    from people_disability c where c.person_id = %(person)s
    union all
    select 'adjustment', c.category_id, null, '', c.notes, c.starts_on, c.ends_on, c.review_on, c.id
    from people_adjustment c where c.person_id = %(person)s
) l
join people_code k on k.key = l.type_id
left join people_code d on d.key = l.detail_id
where l.starts_on <= %(on)s and (l.ends_on is null or l.ends_on > %(on)s)
order by l.about, l.starts_on desc, l.id desc
"""


def life(person_id: int, *, on: date) -> Life:
    """What holds of somebody on a day, as far as the viewer may know it. Five queries."""
    preferences = _holding(ContactPreference, person_id, on=on)
    papers = _holding(Paper, person_id, on=on)
    lines: dict[str, list[Line]] = {"circumstance": [], "disability": [], "adjustment": []}
    with connection.cursor() as cursor:
        cursor.execute(_LINES, {"person": person_id, "on": on})
        for about, what, detail, said, starts_on, review_on in cursor.fetchall():
            lines[about].append(
                Line(what=what, detail=detail, words=said, starts_on=starts_on, review_on=review_on)
            )
    return Life(
        contact_points=tuple(_holding(ContactPoint, person_id, on=on)),
        preference=preferences[0] if preferences else None,
        personal_contacts=tuple(_holding(PersonalContact, person_id, on=on)),
        circumstances=tuple(lines["circumstance"]),
        disabilities=tuple(lines["disability"]),
        adjustments=tuple(lines["adjustment"]),
        photograph=next((paper for paper in papers if paper.kind == "photograph"), None),
        convictions=next((paper for paper in papers if paper.kind == "convictions"), None),
    )


def _holding(model: type[Row], person_id: int, *, on: date) -> list[Row]:
    """Those of the facts of one kind that hold on a day."""
    return [
        row
        for row in _by_time(model, person_id, on=on)
        if row.starts_on <= on and not _is_over(row, on=on)
    ]


def codes(of: str) -> list[tuple[str, str]]:
    """The codes of a list that are offered, as key and description, by description."""
    found = Code.objects.filter(list=of, is_offered=True).order_by("description", "key")
    return list(found.values_list("key", "description"))


def details_of_circumstances() -> list[tuple[str, list[tuple[str, str]]]]:
    """The details that are offered, under the description of the type that each belongs to."""
    types = dict(codes("circumstance"))
    found: dict[str, list[tuple[str, str]]] = {}
    for detail in Code.objects.filter(list="circumstance-detail", is_offered=True).order_by(
        "description", "key"
    ):
        found.setdefault(types.get(detail.parent, "Others"), []).append(
            (detail.key, detail.description)
        )
    return sorted(found.items())


@dataclass(frozen=True, kw_only=True)
class Before:
    """What a fact said before it was changed or removed, by whom and why; `said` is in the words of the list of columns."""

    key: UUID
    said: dict[str, str | bool | None]
    reason: str
    is_removed: bool
    recorded_at: datetime
    superseded_at: datetime
    superseded_by: str


def version_of(person_id: int, *, about: str, key: UUID | None = None) -> int:
    """The version of a fact of somebody, or of who they are: 1, and one more for each time that it was put right."""
    return 1 + Former.objects.filter(person=person_id, about=about, key=key or UUID(int=0)).count()


def history(person_id: int, *, about: str, limit: int) -> list[Before]:
    """What facts of one kind said before, the latest change first."""
    rows = list(
        Former.objects.filter(person_id=person_id, about=about).order_by("-superseded_at", "-id")[
            :limit
        ]
    )
    names = _display_names({row.superseded_by_id for row in rows})
    return [
        Before(
            key=row.key,
            said=row.said,
            reason=row.reason,
            is_removed=row.is_removed,
            recorded_at=row.recorded_at,
            superseded_at=row.superseded_at,
            superseded_by=names.get(row.superseded_by_id or 0, ""),
        )
        for row in rows
    ]


def recorders(rows: Collection[models.Model]) -> dict[int, str]:
    """The name of each account that recorded or verified one of some rows. One query."""
    ids = {getattr(row, "recorded_by_id", None) for row in rows}
    ids |= {getattr(row, "verified_by_id", None) for row in rows}
    return _display_names(ids)


def _display_names(account_ids: set[int | None]) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, display_name FROM access_account WHERE id = ANY (%s)",
            [[each for each in account_ids if each is not None]],
        )
        return dict(cursor.fetchall())


def described(keys: Collection[str]) -> dict[str, str]:
    """The description of each of some keys of codes, historic ones too. One query."""
    return dict(Code.objects.filter(key__in=keys).values_list("key", "description"))


def paper(person_id: int, *, key: UUID) -> Paper | None:
    return Paper.objects.filter(person_id=person_id, key=key).first()


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a record is closed to the viewer: the kind, and what its makers want said to whoever is refused."""

    kind: str
    message: str


def refusals(crn: str) -> tuple[Refusal, ...]:
    """What refuses the viewer the record of somebody, exclusion first; nothing where it is not limited for them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, message FROM people_refusals(%s)", [crn])
        return tuple(Refusal(kind=kind, message=message) for kind, message in cursor.fetchall())


def holder_of_noms(canonical: str, *, but: int) -> str | None:
    """The CRN of another who has a NOMS number; it is told though that record be closed to the viewer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_holder_of_noms(%s, %s)", [canonical, but])
        row: tuple[str | None] = cursor.fetchone()
    return row[0]
