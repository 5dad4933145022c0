"""Who opened a record, as the trail has it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from throughcare.access import queries as access

Place = tuple[datetime, int, int]


@dataclass(frozen=True, kw_only=True)
class Look:
    """That somebody opened a record or did something with it; nobody's name where the house did. `part` is what of it."""

    place: Place
    name: str
    action: str
    part: str
    view: str

    @property
    def at(self) -> datetime:
        return self.place[0]


def may_ask_who_looked(person_id: int) -> bool:
    """Whether the account has the case, or manages or discloses it."""
    with connection.cursor() as cursor:
        cursor.execute("select disclosure_may_ask(%s)", [person_id])
        row: tuple[bool] = cursor.fetchone()
    return row[0]


def looks(
    person_id: int,
    *,
    limit: int,
    since: datetime | None = None,
    until: datetime | None = None,
    after: Place | None = None,
) -> list[Look]:
    """Who opened a record, the latest first, between two moments; `after` is the place of the last one seen. Two queries."""
    at, chain, number = after or (None, None, None)
    with connection.cursor() as cursor:
        cursor.execute(
            "select at, chain, number, account_id, action, detail ->> 'part', detail ->> 'view'"
            " from disclosure_looked(%s, %s, %s, %s, %s::smallint, %s, %s)",
            [person_id, since, until, at, chain, number, limit],
        )
        rows = cursor.fetchall()
    names = access.display_names({row[3] for row in rows if row[3] is not None})
    return [
        Look(
            place=(at, chain, number),
            name="" if account_id is None else names.get(account_id, f"Account {account_id}"),
            action=action,
            part=part or "",
            view=view or "",
        )
        for at, chain, number, account_id, action, part, view in rows
    ]
