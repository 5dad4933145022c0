"""What a supplier knows: what was referred to it, and whom it is about. Of the case it knows nothing else."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection

from throughcare.services.models import Contract
from throughcare.services.queries.referrals import _LINE, Line


@dataclass(frozen=True, kw_only=True)
class Person:
    """Whom a referral is about, how to ring them, and who answers for the case."""

    crn: str
    first: str
    last: str
    born_on: date | None
    telephone: str
    officer: str
    provider: str

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.first, self.last) if part)


@dataclass(frozen=True, kw_only=True)
class Supplied:
    """A referral as a line of its supplier's list."""

    line: Line
    person: Person


@dataclass(frozen=True, kw_only=True)
class After:
    """Where a page of a list begins: after this moment and number."""

    at: datetime
    referral_id: int


_HELD: Final = """
    WHERE r.contract_id = ANY (%(contracts)s) AND r.sent_at IS NOT NULL AND r.ended_at IS NULL
      AND (%(at)s::timestamptz IS NULL OR (r.sent_at, r.id) > (%(at)s, %(id)s))
    ORDER BY r.sent_at, r.id LIMIT %(limit)s
"""
_OVER: Final = """
    WHERE r.contract_id = ANY (%(contracts)s) AND r.ended_at IS NOT NULL AND r.sent_at IS NOT NULL
      AND (%(at)s::timestamptz IS NULL OR (r.ended_at, r.id) < (%(at)s, %(id)s))
    ORDER BY r.ended_at DESC, r.id DESC LIMIT %(limit)s
"""


def supplied(*, limit: int, ended: bool, after: After | None = None) -> tuple[Supplied, ...]:
    """What the viewer's suppliers hold, the oldest first, or what they had, the latest first; three queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_LINE} {_OVER if ended else _HELD}",
            {
                "contracts": _contracts(),
                "at": after.at if after else None,
                "id": after.referral_id if after else None,
                "limit": limit,
            },
        )
        lines = [
            Line(**dict(zip(Line.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        ]
    found = people([line.referral_id for line in lines])
    return tuple(
        Supplied(line=line, person=found[line.referral_id])
        for line in lines
        if line.referral_id in found
    )


def people(referral_ids: Collection[int]) -> dict[int, Person]:
    """Whom some referrals to the viewer's suppliers are about; one query. Nothing of others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM services_people(%s::bigint[])", [list(referral_ids)])
        return {
            row[0]: Person(**dict(zip(Person.__dataclass_fields__, row[1:], strict=True)))
            for row in cursor.fetchall()
        }


def _contracts() -> list[int]:
    """The contracts of the suppliers that the viewer works for; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT k.id FROM {Contract._meta.db_table} k WHERE access_may('referral.supply', k.supplier_id)"  # noqa: S608  our own name
        )
        return [contract_id for (contract_id,) in cursor.fetchall()]
