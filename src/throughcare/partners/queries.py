"""What programs read of the order of facts. All reads are by the account and moment that are pinned."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from throughcare.partners.models import Webhook

WINDOW: Final = 2000
"""How many positions are looked through for one page: a program reads few of what a nation tells."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact as it is told outside: identifiers, and no personal data."""

    position: int
    crn: str
    name: str
    details: dict[str, Any]  # Any: JSON
    occurred_at: datetime
    has_case: bool = True


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some facts in order. `next_after` is where the next part begins, even where this one is empty; `is_last` says that none is left."""

    facts: tuple[Fact, ...]
    next_after: int
    is_last: bool


def last_position() -> int:
    """How far the order goes at this moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT partners_last_position()")
        (position,) = cursor.fetchone()
    return int(position)


def feed(*, after: int, limit: int, names: tuple[str, ...] = ()) -> Part:
    """The facts after a position that the account may read, at most `limit`; two queries.

    Positions are given in the order of commits, so a program that asks again from `next_after` misses none.
    """
    last = last_position()
    until = min(after + WINDOW, last)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM partners_feed(%s, %s, %s, %s::text[])",
            [after, until, limit, list(names)],
        )
        facts = tuple(_fact(row) for row in cursor.fetchall())
    next_after = facts[-1].position if len(facts) == limit else max(after, until)
    return Part(facts=facts, next_after=next_after, is_last=next_after >= last)


def _fact(row: tuple[Any, ...]) -> Fact:  # Any: columns of any type
    position, crn, name, details, occurred_at, has_case = row
    return Fact(
        position=position,
        crn=crn,
        name=name,
        details=json.loads(details),
        occurred_at=occurred_at,
        has_case=has_case,
    )


def webhooks(*, account_id: int) -> list[Webhook]:
    """The webhooks of an account that go on, oldest first; one query."""
    return list(Webhook.objects.filter(account_id=account_id, ended_at=None).order_by("id"))


def due_webhooks(*, now: datetime) -> list[UUID]:
    """Webhooks that may be told something now, for the engine: neither paused nor waiting for a next try."""
    return list(
        Webhook.objects.filter(ended_at=None, paused_at=None)
        .exclude(next_try_at__gt=now)
        .filter(position__lt=last_position())
        .order_by("id")
        .values_list("reference", flat=True)
    )
