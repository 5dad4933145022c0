"""What rooms promise of their tables, held against a whole database."""

from dataclasses import dataclass

from django.db import connection

from throughcare.kernel.holdings import REGISTER
from throughcare.organisation.holdings import Promised


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A promise that does not hold for a row; `table` and `row_id` name it, and `says` what is wrong, in codes and numbers alone."""

    rule: str
    table: str
    row_id: int
    says: str


def promises() -> tuple[Promised, ...]:
    """What every room promises, in the order in which it was declared."""
    return tuple(each for each in REGISTER.holdings if isinstance(each, Promised))


def broken(*, room: str) -> list[Broken]:
    """Every row for which a promise of a room does not hold, by rule and row; to be asked as the engine or the owner."""
    found = []
    with connection.cursor() as cursor:
        for each in promises():
            if each.table.startswith(f"{room}."):
                cursor.execute(f"{each.failing} order by 1")
                found += [
                    Broken(rule=each.name, table=each.table, row_id=row_id, says=says)
                    for row_id, says in cursor.fetchall()
                ]
    return found
