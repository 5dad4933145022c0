"""A case in a line of a list, as much of it as its viewer may see."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from throughcare.organisation import queries as organisation
from throughcare.probation.queries.diary import key_of

RISKS = ("very high", "high", "medium", "low")


@dataclass(frozen=True, kw_only=True)
class Card:
    """`view` is `full`, `minimum` or None. Where `is_refused`, nothing but the CRN is given.

    Owner, holder and officer are those of the moment asked about; rights are those of now.
    """

    case_id: int
    person_id: int
    crn: str
    is_refused: bool
    view: str | None
    is_writable: bool
    first: str | None
    last: str | None
    born_on: date | None
    opened_at: datetime | None
    closed_at: datetime | None
    owner_id: int | None
    owner: str | None
    holder_id: int | None
    holder: str | None
    post_id: int | None
    officer: str | None
    since: datetime | None
    rosh: str | None
    mappa: str | None
    rsr: Decimal | None
    flags: int | None
    sentence: str | None
    sentence_ends_on: date | None
    next_at: datetime | None
    next_type: str | None
    last_at: datetime | None
    keeper: str | None = None
    """Of a case that is closed and still owned by a body that has ended: the one that keeps it."""

    @property
    def owner_in_words(self) -> str:
        """The owner, and who keeps the case where that has ended; empty without one."""
        if self.owner and self.keeper:
            return f"{self.owner}, whose closed cases {self.keeper} keeps"
        return self.owner or ""

    @property
    def name(self) -> str:
        return ", ".join(part for part in (self.last, self.first) if part)

    @property
    def spoken_name(self) -> str:
        return " ".join(part for part in (self.first, self.last) if part)

    @property
    def next_key(self) -> str:
        """What names the next appointment, beside the CRN; empty where nothing is booked."""
        return key_of(self.next_at) if self.next_at else ""

    @property
    def is_open(self) -> bool:
        """Whether the viewer may read all of it."""
        return self.view == "full"

    @property
    def risk_order(self) -> int:
        """0 for the highest risk; not assessed stands between medium and low."""
        order = {"very high": 0, "high": 1, "medium": 2, None: 3, "low": 4}
        return order[self.rosh]


@dataclass(frozen=True, kw_only=True)
class Caseload:
    """Cases by risk and name; those now elsewhere or closed to the viewer come last."""

    cards: tuple[Card, ...]

    @property
    def total(self) -> int:
        return len(self.cards)


@dataclass(frozen=True, kw_only=True)
class OfficerLoad:
    """One line of a team's board. `post_code` is empty for cases that nobody holds."""

    post_code: str
    officer: str
    grade: str
    cases: int
    very_high: int
    high: int
    overdue: int
    no_appointment: int


def cards(case_ids: Collection[int], *, at: datetime) -> dict[int, Card]:
    """A card for each case that exists; one query, and two about who keeps those that are closed."""
    if not case_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM probation_cards(%s::bigint[], %s)", [list(case_ids), at])
        made = [_card(row) for row in cursor.fetchall()]
    keepers = _keepers(made, at=at)
    return {
        card.case_id: replace(card, keeper=keepers[card.owner_id])
        if card.closed_at and card.owner_id in keepers
        else card
        for card in made
    }


def _keepers(made: Collection[Card], *, at: datetime) -> dict[int | None, str]:
    """By owner, the name of who keeps its closed cases."""
    owners = {card.owner_id for card in made if card.closed_at and card.owner_id is not None}
    if not owners:
        return {}
    moment = replace(organisation.pinned(), at=at)
    return {
        unit_id: keeper.name
        for unit_id, keeper in organisation.keepers(owners, moment=moment).items()
    }


def cards_of_people(person_ids: Collection[int], *, at: datetime) -> dict[int, Card]:
    """The card of the open (or else the last) case of each person, by person; two queries."""
    return {card.person_id: card for card in cards(_case_ids(person_ids), at=at).values()}


def card_of(crn: str, *, at: datetime) -> Card | None:
    """The card of the open (or else the last) case under a CRN, or None without one; two queries.

    Whether the viewer may read all of it is worked out here once, and known to row security until the transaction ends.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, probation_open(case_id) FROM probation_cases_of(ARRAY[%s], '{}')",
            [crn],
        )
        found = cards([case_id for case_id, _ in cursor.fetchall()], at=at)
    return next(iter(found.values()), None)


def caseload(
    *,
    at: datetime,
    post_ids: Collection[int] = (),
    holder_ids: Collection[int] = (),
) -> Caseload:
    """The live cases that posts or units held at a moment; two queries."""
    return _live(HELD, [list(post_ids), list(holder_ids), at], at=at)


def unallocated(*, at: datetime, holder_ids: Collection[int]) -> Caseload:
    """The live cases of units that were with no post at a moment; two queries."""
    return _live(f"{HELD} WHERE post_id IS NULL", [[], list(holder_ids), at], at=at)


HELD = "SELECT case_id FROM probation_held(%s::bigint[], %s::bigint[], '{}', %s, tc_live())"


def _live(statement: str, values: list[Any], *, at: datetime) -> Caseload:  # Any: kinds differ
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        ids = [row[0] for row in cursor.fetchall()]
    live = [
        card for card in cards(ids, at=at).values() if card.closed_at is None or card.closed_at > at
    ]
    order = sorted(live, key=lambda card: (not card.is_open, card.risk_order, card.name, card.crn))
    return Caseload(cards=tuple(order))


def team_board(*, holder_ids: Collection[int], at: datetime) -> tuple[OfficerLoad, ...]:
    """How much each officer of some units holds, by risk and what is late; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(BOARD, {"holders": list(holder_ids), "at": at})
        return tuple(OfficerLoad(**_named(cursor.description, row)) for row in cursor.fetchall())


BOARD = """
SELECT coalesce(q.code, '') AS post_code, coalesce(u.display_name, '') AS officer,
    coalesce(u.grade, '') AS grade, count(*) AS cases,
    count(*) FILTER (WHERE r.rosh = 'very high') AS very_high,
    count(*) FILTER (WHERE r.rosh = 'high') AS high,
    coalesce(sum(late.number), 0)::integer AS overdue,
    count(*) FILTER (WHERE ahead.id IS NULL) AS no_appointment
FROM probation_held('{}', %(holders)s::bigint[], '{}', %(at)s, tc_live()) h
JOIN probation_case c ON c.id = h.case_id AND (c.closed_at IS NULL OR c.closed_at > %(at)s)
LEFT JOIN access_post q ON q.id = h.post_id
LEFT JOIN access_account u ON u.id = q.account_id
LEFT JOIN probation_riskprofile r ON r.case_id = c.id AND r.superseded_at IS NULL
LEFT JOIN LATERAL (
    SELECT count(*) AS number FROM probation_appointment p
    WHERE p.case_id = c.id AND p.outcome = '' AND NOT p.is_cancelled AND p.ends_at < %(at)s
) late ON true
LEFT JOIN LATERAL (
    SELECT p.id FROM probation_appointment p
    WHERE p.case_id = c.id AND p.starts_at >= %(at)s AND NOT p.is_cancelled LIMIT 1
) ahead ON true
GROUP BY q.code, u.display_name, u.grade
ORDER BY q.code IS NOT NULL, u.display_name, q.code
"""


def _case_ids(person_ids: Collection[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id FROM probation_cases_of('{}', %s::bigint[])", [list(person_ids)]
        )
        return [row[0] for row in cursor.fetchall()]


# Any: a row of the database, and the driver's description of it.
def _card(row: tuple[Any, ...]) -> Card:
    return Card(**dict(zip(list(Card.__dataclass_fields__)[: len(row)], row, strict=True)))


def _named(description: Any, row: tuple[Any, ...]) -> dict[str, Any]:
    return {column.name: value for column, value in zip(description, row, strict=True)}
