"""What went wrong for people in the last days, by their units: for a help desk, and for the head of a provider."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from throughcare.access import queries as access
from throughcare.organisation import queries as organisation
from throughcare.transition.choices import Trouble
from throughcare.transition.models import Missing
from throughcare.transition.queries import sql

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from uuid import UUID

DAYS: Final = 7
"""For how many days what has happened or is settled stays on the list. What is open stays until it is settled."""

WHAT: Final = {
    "failed": "Password, code or passkey was wrong",
    "locked": "Locked for a quarter of an hour",
    "unknown": "A user name that nobody has",
    "emergency": "Opened a case in an emergency",
    "closed": "Was refused a record that is closed to them",
    "elsewhere": "Met a case that another body has",
    "assignment": "Where somebody works",
    "case": "Where a case goes",
    "task": "Where a task goes",
    "missing": "Cannot find a record",
}
STANDS: Final = {
    "open": "Open",
    "over": "Over",
    "recommended": "Waiting for a decision",
    "upheld": "Upheld",
    "dismissed": "Not upheld",
    "withdrawn": "Withdrawn",
    "answered": "Answered",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One trouble of one account. `about` is a reference; `reference` leads to the challenge or the missing record."""

    kind: Trouble
    what: str
    at: datetime
    who: str
    unit: str
    about: str
    standing: str
    due_on: date | None
    reference: UUID | None

    @property
    def words(self) -> str:
        return WHAT[self.what]

    @property
    def stands(self) -> str:
        return STANDS.get(self.standing, "")


@dataclass(frozen=True, kw_only=True)
class Desk:
    """How much trouble a provider has, by kind. Without one: names that nobody has, and accounts without a post."""

    code: str
    name: str
    counts: dict[Trouble, int]


def troubles_by_provider(*, now: datetime, unit_ids: Collection[int] | None) -> list[Desk]:
    """How much there is by provider, for those that may be seen; two queries."""
    rows = sql.rows(
        """
        select owner_id, kind, count(*) as many from transition_help_desk(%(since)s, '', %(units)s::bigint[])
        group by owner_id, kind
        """,
        _params(now, unit_ids),
    )
    owners = _named({row["owner_id"] for row in rows})
    counts: dict[int | None, dict[Trouble, int]] = {}
    for row in rows:
        counts.setdefault(row["owner_id"], dict.fromkeys(Trouble, 0))[Trouble(row["kind"])] = row[
            "many"
        ]
    desks = [
        Desk(
            code=owners[owner_id].code if owner_id in owners else "",
            name=owners[owner_id].name if owner_id in owners else "No provider",
            counts=found,
        )
        for owner_id, found in counts.items()
    ]
    return sorted(desks, key=lambda desk: (not desk.code, desk.code))


def troubles(
    *, now: datetime, kind: Trouble | None, unit_ids: Collection[int] | None, part: slice
) -> list[Line]:
    """A part of the list, the latest first; three queries. `unit_ids` narrow it to those who sit in some units."""
    rows = sql.rows(
        """
        select * from transition_help_desk(%(since)s, %(kind)s, %(units)s::bigint[])
        order by at desc, key limit %(limit)s offset %(offset)s
        """,
        _params(now, unit_ids)
        | {"kind": kind or "", "limit": part.stop - part.start, "offset": part.start},
    )
    who = access.display_names({row["account_id"] for row in rows if row["account_id"]})
    units = _named({row["holder_id"] for row in rows})
    return [
        Line(
            kind=Trouble(row["kind"]),
            what=row["what"],
            at=row["at"],
            who=who.get(row["account_id"], "Nobody known"),
            unit=units[row["holder_id"]].name if row["holder_id"] in units else "No unit",
            about=row["about"],
            standing=row["standing"],
            due_on=row["due_on"],
            reference=row["reference"],
        )
        for row in rows
    ]


def missing(reference: UUID) -> Missing | None:
    """A missing record that may be seen: one's own, or of somebody in a unit whose help desk list one sees."""
    return Missing.objects.filter(reference=reference).select_related("account").first()


def _params(now: datetime, unit_ids: Collection[int] | None) -> dict[str, object]:
    return {
        "since": now - timedelta(days=DAYS),
        "units": None if unit_ids is None else sorted(unit_ids),
    }


def _named(unit_ids: Collection[int | None]) -> dict[int, organisation.Named]:
    found = organisation.named(
        [each for each in unit_ids if each is not None], moment=organisation.pinned()
    )
    return {each.unit_id: each for each in found}
