"""Code lists that are offered, and the seats and offices that work is given to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F

from throughcare.probation.choices import ContactKind
from throughcare.probation.models import ContactGroup, ContactType, FlagType, Outcome


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A post, who sits in it, and the unit and provider that it is in."""

    post_id: int
    code: str
    role: str
    account_id: int | None
    officer: str
    grade: str
    holder_id: int
    holder: str
    owner_id: int
    owner: str


@dataclass(frozen=True, kw_only=True)
class Office:
    unit_id: int
    code: str
    name: str


def contact_types(*, kind: ContactKind | None = None) -> list[ContactType]:
    """The types that are offered, by what they are called."""
    offered = ContactType.objects.filter(is_offered=True, is_system=False)
    if kind is not None:
        offered = offered.filter(kind=kind)
    return list(offered.order_by("description", "code"))


def outcomes() -> list[Outcome]:
    """The outcomes that are offered: those that comply first, in each part attendance first, then by what they are called."""
    return list(
        Outcome.objects.filter(is_offered=True).order_by(
            F("is_complied").desc(nulls_last=True),
            F("is_attended").desc(nulls_last=True),
            "description",
            "code",
        )
    )


def contact_groups() -> list[ContactGroup]:
    """The headings under which types are found, by name."""
    return list(ContactGroup.objects.order_by("name", "code"))


def flag_types() -> list[FlagType]:
    """The flags that are offered, by what they are called."""
    return list(FlagType.objects.filter(is_offered=True).order_by("description", "code"))


_SEATS = """
SELECT p.id, p.code, p.role, p.account_id, coalesce(u.display_name, ''), coalesce(u.grade, ''),
    s.holder_id, coalesce(organisation_fact(s.holder_id, 'name', %(at)s, tc_live()), ''),
    s.owner_id, coalesce(organisation_fact(s.owner_id, 'name', %(at)s, tc_live()), '')
FROM access_post p
LEFT JOIN access_account u ON u.id = p.account_id
CROSS JOIN LATERAL (
    SELECT x.owner_id, x.holder_id FROM access_postassignment x
    WHERE x.item_id = p.id AND x.starts_at <= %(at)s AND x.superseded_at IS NULL
        AND (x.change_id IS NULL OR x.change_id = ANY (tc_live()))
    ORDER BY x.starts_at DESC, x.change_id DESC NULLS LAST, x.id DESC LIMIT 1
) s
WHERE p.starts_at <= %(at)s AND (p.ends_at IS NULL OR p.ends_at > %(at)s)
"""


def seats(*, account_id: int, at: datetime) -> tuple[Seat, ...]:
    """The posts that an account held at a moment, by code; one query."""
    return _seats("AND p.account_id = %(account)s", {"account": account_id, "at": at})


def seat(*, code: str, at: datetime) -> Seat | None:
    found = _seats("AND p.code = %(code)s", {"code": code, "at": at})
    return found[0] if found else None


def seat_of(post_id: int, *, at: datetime) -> Seat | None:
    found = _seats("AND p.id = %(post)s", {"post": post_id, "at": at})
    return found[0] if found else None


def is_seated(post_id: int, *, at: datetime) -> bool:
    """Whether somebody holds a post at a moment."""
    return any(seat.account_id for seat in _seats("AND p.id = %(id)s", {"id": post_id, "at": at}))


def seats_under(*, holder_ids: Collection[int], at: datetime) -> tuple[Seat, ...]:
    """The posts in some units at a moment, by the name of who sits in them; one query."""
    return _seats("AND s.holder_id = ANY (%(holders)s)", {"holders": list(holder_ids), "at": at})


def units_under(unit_id: int, *, at: datetime) -> list[int]:
    """A unit and all that stood under it in the line."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit_id FROM organisation_under(%s, 'line', %s, tc_live())", [unit_id, at]
        )
        return [row[0] for row in cursor.fetchall()]


def offices(*, owner_id: int, at: datetime) -> tuple[Office, ...]:
    """The offices of a provider that operate, and those that it is a guest in, by name; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT u.unit_id, coalesce(c.code, ''),
                coalesce(organisation_fact(u.unit_id, 'name', %(at)s, tc_live()), '') AS name
            FROM (
                SELECT o.unit_id FROM organisation_under(%(owner)s, 'line', %(at)s, tc_live()) o
                UNION
                SELECT p.unit_id FROM organisation_placement p
                WHERE p.parent_id = %(owner)s AND p.hierarchy = 'guest'
                    AND organisation_parent(p.unit_id, 'guest', %(at)s, tc_live()) = %(owner)s
            ) u
            LEFT JOIN LATERAL (
                SELECT x.code FROM organisation_unitcode x
                WHERE x.unit_id = u.unit_id AND x.withdrawn_at IS NULL
                ORDER BY x.starts_at DESC, x.code LIMIT 1
            ) c ON true
            WHERE organisation_fact(u.unit_id, 'kind', %(at)s, tc_live()) = 'office'
                AND organisation_fact(u.unit_id, 'operating', %(at)s, tc_live()) = 'yes'
            ORDER BY name, c.code
            """,
            {"owner": owner_id, "at": at},
        )
        return tuple(
            Office(unit_id=unit_id, code=code, name=name)
            for unit_id, code, name in cursor.fetchall()
        )


def _seats(
    condition: str, values: dict[str, Any]
) -> tuple[Seat, ...]:  # Any: what the condition asks by
    with connection.cursor() as cursor:
        cursor.execute(f"{_SEATS} {condition} ORDER BY u.display_name, p.code", values)
        return tuple(
            Seat(**dict(zip(Seat.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )
