"""Making the nation, beside a bare COPY of the same rows with the same indexes.

Needs an empty database: point THROUGHCARE_HOME at a new directory.
"""

import argparse
import tempfile
from time import perf_counter
from typing import Any

BLOCK = 1 << 20


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--size", choices=("small", "medium", "quarter", "national", "million"), default="small"
    )
    parser.add_argument("--seed", type=int, default=2014)


def run(options: argparse.Namespace) -> list[dict[str, str | float]]:
    # Only now is Django set up.
    from throughcare.config import migrating  # noqa: PLC0415
    from throughcare.nation import commands  # noqa: PLC0415

    migrating.migrate()
    spent: dict[str, float] = {}
    last = ["", perf_counter()]

    def note(_done: int, _total: int, label: str) -> None:
        moment = perf_counter()
        spent[str(last[0])] = spent.get(str(last[0]), 0.0) + moment - float(last[1])
        last[:] = [label, moment]

    started = perf_counter()
    if not commands.generate(size=options.size, seed=options.seed, progress=note):
        raise SystemExit("This database holds the nation already; measure in an empty one.")
    whole = perf_counter() - started
    rows, copied, indexed = _bare_copy()
    steps: list[dict[str, str | float]] = [
        {"work": label, "seconds": round(seconds, 1)} for label, seconds in spent.items() if label
    ]
    return [
        *steps,
        {"work": f"the whole {options.size} nation", "seconds": round(whole, 1)},
        {"work": f"bare COPY of the same {rows:,} rows", "seconds": round(copied, 1)},
        {"work": "their indexes", "seconds": round(indexed, 1)},
        {"work": "times that floor", "ratio": round(whole / (copied + indexed), 2)},
    ]


def _bare_copy() -> tuple[int, float, float]:
    """Copy the large tables out; time copying them into bare ones and making the same indexes."""
    from django.db import connection, transaction  # noqa: PLC0415

    from throughcare.nation.loading import LARGE_TABLES  # noqa: PLC0415

    rows, copied, indexed = 0, 0.0, 0.0
    with transaction.atomic(), connection.cursor() as given:
        cursor: Any = given  # Any: Django's wrapper hides psycopg's copy
        cursor.execute("set local maintenance_work_mem = '256MB'")
        for table in LARGE_TABLES:
            with tempfile.TemporaryFile() as file:
                with cursor.copy(f"copy {table} to stdout (format binary)") as copy:
                    for block in copy:
                        file.write(block)
                file.seek(0)
                cursor.execute(f"create table bare_{table} (like {table})")
                started = perf_counter()
                with cursor.copy(f"copy bare_{table} from stdin (format binary)") as copy:
                    while block := file.read(BLOCK):
                        copy.write(block)
            copied += perf_counter() - started
            rows += cursor.rowcount
            started = perf_counter()
            for index in _indexes(cursor, table=table):
                cursor.execute(index)
            indexed += perf_counter() - started
        transaction.set_rollback(True)
    return rows, copied, indexed


def _indexes(cursor: Any, *, table: str) -> list[str]:  # Any: as above
    cursor.execute(
        "select regexp_replace(indexdef, 'INDEX .* ON \\S+', 'INDEX ON bare_' || tablename)"
        " from pg_indexes where tablename = %s",
        [table],
    )
    return [index for (index,) in cursor.fetchall()]
