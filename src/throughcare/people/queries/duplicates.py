"""Who is likely to stand in the records twice: the pairs, how each stands, and the gate that asks for their number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from math import exp2
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from throughcare.people.models import Comparison
from throughcare.restructure import queries as restructure

if TYPE_CHECKING:
    from throughcare.restructure.models import Plan

GROUNDS: Final = {
    "name-birth": "Names that sound alike and the same date of birth",
    "pnc": "The same PNC number",
    "cro": "The same CRO number",
    "noms": "The same NOMS number",
    "nino": "The same National Insurance number",
}
"""What two records may have in common that makes them likely to be of one person."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Somebody wants two records recognised as of one person; another approves it or does not."""

    reason: str
    proposed_by_id: int
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True, kw_only=True)
class Across:
    """That a reform brought the two records of a pair together: who had each before, and who has both now."""

    first_owner: str
    second_owner: str
    owner: str


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two records that are likely to be of one person, by CRN, with the legal name and the date of birth of each."""

    number: int
    first_crn: str
    first_name: str
    first_born_on: date | None
    second_crn: str
    second_name: str
    second_born_on: date | None
    grounds: tuple[str, ...]
    weight: float | None
    may_decide: bool
    proposal: Proposal | None
    across: Across | None
    """Only where pairs that a reform brought together were asked for."""

    @property
    def percent(self) -> str:
        """How likely it is that they are one person; nothing where they were not weighed."""
        if self.weight is None:
            return ""
        return f"{100 / (1 + exp2(-self.weight)):.1f}%"

    @property
    def in_common(self) -> str:
        return "; ".join(GROUNDS[ground] for ground in self.grounds)


_PAIRS: Final = """
select l.id as number, a.crn as first_crn, concat_ws(' ', m.first, m.last) as first_name, a.born_on as first_born_on,
       b.crn as second_crn, concat_ws(' ', n.first, n.last) as second_name, b.born_on as second_born_on, l.grounds, l.weight,
       people_may_change(a.id) or people_may_change(b.id) as may_decide,
       r.reason, r.proposed_by_id, u.display_name as proposed_by, r.proposed_at{columns}
from people_likeness l
join people_person a on a.id = l.first_id
join people_person b on b.id = l.second_id
left join people_name m on m.person_id = a.id and m.kind = 'legal'
left join people_name n on n.person_id = b.id and n.kind = 'legal'
left join people_recognition r on r.first_id = l.first_id and r.second_id = l.second_id and r.is_approved is null
left join access_account u on u.id = r.proposed_by_id{tables}
where not exists (select from people_distinction d where d.first_id = l.first_id and d.second_id = l.second_id)
  and not exists (select from people_recognition k
                  where k.first_id = l.first_id and k.second_id = l.second_id and k.is_approved)
"""
_ANY: Final = _PAIRS.format(columns="", tables="")
_TOGETHER: Final = _PAIRS.format(
    columns=", t.first_owner, t.second_owner, t.owner",
    tables="\njoin people_pairs_across(%(change)s) t on t.likeness_id = l.id",
)


def likely_duplicates(*, limit: int, after: int = 0, change_id: int | None = None) -> list[Pair]:
    """Pairs that nobody settled yet and the viewer may know both of, the likeliest first, where they were weighed.

    `after` is the number of the last pair of the page before. The numbers are given anew by each comparison. With a change, those
    alone whose two records were with two providers before it and are with one now.
    """
    return _pairs(
        f"{_ANY if change_id is None else _TOGETHER} and l.id > %(after)s order by l.id limit %(limit)s",
        {"after": after, "limit": limit, "change": change_id or 0},
    )


def likely_duplicate(*, first_crn: str, second_crn: str) -> Pair | None:
    """One pair that nobody settled yet; None where there is none that the viewer may know both of."""
    found = _pairs(
        f"{_ANY} and a.crn = %(first)s and b.crn = %(second)s",
        {"first": first_crn, "second": second_crn},
    )
    return found[0] if found else None


def _pairs(statement: str, values: dict[str, int | str]) -> list[Pair]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        return [_pair(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _pair(row: dict[str, Any]) -> Pair:  # Any: columns of any type
    told = {name: row.pop(name) for name in Proposal.__dataclass_fields__}
    owners = {name: row.pop(name) for name in Across.__dataclass_fields__ if name in row}
    return Pair(
        **row | {"grounds": tuple(row["grounds"])},
        proposal=Proposal(**told | {"proposed_by": told["proposed_by"] or "Somebody"})
        if told["proposed_at"]
        else None,
        across=Across(**owners) if owners else None,
    )


def recognised_with(crn: str) -> list[str]:
    """The CRNs of the other records that are recognised as of the same person, and that the viewer may know of."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT o.crn FROM people_person p
            JOIN people_recognition r ON r.is_approved AND p.id IN (r.first_id, r.second_id)
            JOIN people_person o ON o.id = r.first_id + r.second_id - p.id
            WHERE p.crn = %s ORDER BY o.crn
            """,
            [crn],
        )
        return [row[0] for row in cursor.fetchall()]


def latest_comparison() -> Comparison | None:
    """When all people were last compared with one another."""
    return Comparison.objects.order_by("-id").first()


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many pairs are likely to be one person, and how many of them were settled, either way."""

    found: int
    as_two: int
    as_one: int
    waiting: int
    """Proposed as one person, and not answered yet."""

    @property
    def left(self) -> int:
        return self.found - self.as_two - self.as_one


def count_duplicates() -> Count:
    """The figures alone, for whoever reads the gates of a plan."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT found, settled, as_one, waiting FROM people_duplicates_counted()")
        found, settled, as_one, waiting = cursor.fetchone()
    return Count(found=found, as_two=settled, as_one=as_one, waiting=waiting)


def count_across(*, change_id: int) -> int:
    """How many pairs a reform brought together, settled or not; for whoever reads the gates of a plan."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_count_across(%s)", [change_id])
        row: tuple[int] = cursor.fetchone()
    return row[0]


def duplicates_gate(plan: Plan) -> restructure.Reading:  # noqa: ARG001  every gate is asked of a plan; people are of all
    """Whether anybody is likely to stand in the records twice. For those who see all of a plan."""
    made = latest_comparison()
    count = count_duplicates()
    light, fact = restructure.Light.AMBER, "People were not compared with one another yet."
    if made is not None:
        light = restructure.Light.AMBER if count.left else restructure.Light.GREEN
        fact = (
            f"{count.found:,} pairs of records are likely to be of one person; {count.as_two:,} were settled as two people,"
            f" {count.as_one:,} as one, {count.left:,} are left. Compared on {restructure.civil(made.made_at)}."
        )
    return restructure.Reading(
        asks="No person stands in the records twice",
        light=light,
        fact=fact,
        page="/people/duplicates",
        counts=(
            ("Likely duplicates", count.found),
            ("Settled as two people", count.as_two),
            ("Settled as one person", count.as_one),
        )
        if made
        else (),
    )
