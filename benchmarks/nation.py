"""Making the nation, beside a bare COPY of the same contact rows with two indexes.

Needs an empty database: point THROUGHCARE_HOME at a new directory.
"""

import argparse
import tempfile
from time import perf_counter
from typing import Any

BLOCK = 1 << 20


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", choices=("small", "medium", "national"), default="small")
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
    rows, floor = _bare_copy()
    steps: list[dict[str, str | float]] = [
        {"work": label, "seconds": round(seconds, 1)} for label, seconds in spent.items() if label
    ]
    return [
        *steps,
        {"work": f"the whole {options.size} nation", "seconds": round(whole, 1)},
        {"work": f"floor: bare COPY of {rows} contacts, two indexes", "seconds": round(floor, 1)},
        {"work": "times the floor", "ratio": round(whole / floor, 2)},
    ]


def _bare_copy() -> tuple[int, float]:
    """Copy the contacts out, and time copying them into a bare table with the same two keys."""
    from django.db import connection, transaction  # noqa: PLC0415

    with tempfile.TemporaryFile() as file, transaction.atomic(), connection.cursor() as given:
        cursor: Any = given  # Any: Django's wrapper hides psycopg's copy
        with cursor.copy("copy probation_contact to stdout (format binary)") as copy:
            for block in copy:
                file.write(block)
        file.seek(0)
        cursor.execute("create table bare_contact (like probation_contact)")
        started = perf_counter()
        with cursor.copy("copy bare_contact from stdin (format binary)") as copy:
            while block := file.read(BLOCK):
                copy.write(block)
        rows: int = cursor.rowcount
        cursor.execute("create unique index on bare_contact (id)")
        cursor.execute("create unique index on bare_contact (case_id, number)")
        took = perf_counter() - started
        transaction.set_rollback(True)
    return rows, took
