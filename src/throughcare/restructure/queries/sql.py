"""Running set-based SQL: one place that opens cursors."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection

from throughcare.kernel.conditions.syntax import Fact

Params = Sequence[Any] | Mapping[str, Any]  # Any: values of any type that PostgreSQL knows

AMPLE_MEMORY = "set local work_mem = '1GB'"
"""For the digests of a nation, for the rest of a transaction. They take a quarter of it in each process; the planner expects more."""


ROOMY_MEMORY = "set local work_mem = '128MB'"
"""For sorting and joining all items of a kind at once, for the rest of a transaction."""


def write(statement: str, params: Params = ()) -> int:
    """Run a statement and say how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return max(int(cursor.rowcount), 0)


def analyze(*tables: str) -> None:
    """Let the planner know what a bulk of rows written in this transaction looks like, before it is read."""
    with connection.cursor() as cursor:
        cursor.execute(f"analyze {', '.join(tables)}")


def analyze_if_grown(table: str, *, by: int) -> None:
    """Do as `analyze` does where the rows just written are a tenth of the table or more."""
    known = value("select reltuples from pg_class where oid = %s::regclass", [table])
    if 10 * by >= known:
        analyze(table)


def rows(statement: str, params: Params = ()) -> list[tuple[Any, ...]]:  # Any: columns of any type
    """Run a query and return all its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())


def value(statement: str, params: Params = ()) -> Any:  # Any: a column of any type
    """Run a query that answers one row, and return its first column."""
    return rows(statement, params)[0][0]


def as_json(value: object) -> str:
    """A value for a parameter that is cast to JSON."""
    return json.dumps(value, sort_keys=True)


def jsonable(facts: Mapping[str, Fact]) -> dict[str, Any]:  # Any: what JSON holds
    """Facts as PostgreSQL writes them in JSON, to be compared with those that rules looked at."""
    found: dict[str, Any] = json.loads(json.dumps(dict(facts), default=_written))
    return found


def _written(fact: Fact) -> float | str | list[str]:
    match fact:
        case Decimal():
            return float(fact)
        case frozenset():
            return sorted(fact)
        case _:
            return str(fact)


def named_rows(statement: str, params: Params = ()) -> list[dict[str, Any]]:  # Any: as in `rows`
    """Run a query and return its rows by the names of their columns."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
