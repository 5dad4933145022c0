"""How many blocks a search for somebody touches, beside the search as it was before each name was read once.

Blocks, in memory or on the disk, do not depend on what else the machine does: with nothing in memory each is a read. Needs a database with
the nation. The search before is made for this session alone, and looks at a thousand as it did.
"""

import argparse
import random
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from statistics import median
from typing import Any, Final

SEED: Final = 2014
MOST_BEFORE: Final = 1_000
BEFORE: Final = {
    "people_search(": "pg_temp.people_search_before(",
    "people_alike(": "pg_temp.people_alike_before(",
    "people_named_and_born(": "pg_temp.people_named_and_born_before(",
}

Line = dict[str, str | float]
Known = tuple[str, str, str, Any]  # Any: a date or nothing


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=60, help="whom to search for (%(default)s)")


def run(options: argparse.Namespace) -> Iterator[Line]:
    """A line for each way of searching: the median and the 95th percentile of blocks, now and before."""
    from throughcare.access import commands as access  # noqa: PLC0415
    from throughcare.clock import queries as clock  # noqa: PLC0415
    from throughcare.people import queries as people  # noqa: PLC0415

    now = clock.now()
    chance = random.Random(SEED)  # noqa: S311  not a secret
    known: list[Known] = _rows(
        "select p.crn, n.first, n.last, p.born_on from people_person p tablesample system (20) repeatable (7)"
        " join people_name n on n.person_id = p.id and n.kind = 'legal' where p.born_on is not null limit 2000"
    )
    ((account,),) = _rows(
        "select p.account_id from access_post p join access_account a on a.id = p.account_id"
        " where p.role = 'officer' and a.is_active order by p.id limit 1"
    )
    _as_it_was()
    for way, text in _ways().items():
        now_read, before_read = [], []
        for each in chance.sample(known, options.people):
            with access.acting_as(account_id=account, now=now), _as_owner():
                said = text(*each)
                now_read.append(_blocks("people_search", said, people.MOST, now))
                before_read.append(_blocks("pg_temp.people_search_before", said, MOST_BEFORE, now))
        yield {
            "search by": way,
            "blocks, median": median(now_read),
            "blocks, 95th": _percentile(now_read),
            "before, median": median(before_read),
            "before, 95th": _percentile(before_read),
        }


def _ways() -> dict[str, Any]:  # Any: a way to say whom one looks for
    return {
        "first and last name": lambda _crn, first, last, _born: f"{first} {last}",
        "last name": lambda _crn, _first, last, _born: last,
        "name and date of birth": lambda _crn, first, last, born: f"{first} {last} {born:%d/%m/%Y}",
        "number": lambda crn, _first, _last, _born: crn,
    }


def _as_it_was() -> None:
    nearest = import_module("throughcare.people.migrations.0021_nearest_first")
    found = import_module("throughcare.people.migrations.0200_read_once")
    text = nearest.ALIKE.partition("revoke")[0] + nearest.BORN + found.BEFORE
    text = text.replace("create or replace function", "create function")
    for name, there in BEFORE.items():
        text = text.replace(name, there)
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(text)


def _blocks(function: str, text: str, most: int, now: Any) -> int:  # Any: a moment
    from throughcare.kernel.days import local_day  # noqa: PLC0415
    from throughcare.people import rules  # noqa: PLC0415

    wanted = rules.wanted(text, today=local_day(now))
    ((plans,),) = _rows(
        "explain (analyze, buffers, timing off, format json)"
        f" select * from {function}(%(keys)s::text[], %(words)s::text[], %(born)s::date, %(postcode)s, %(most)s, 25, 0)",
        keys=list(wanted.keys),
        words=list(wanted.words),
        born=wanted.born_on,
        postcode=wanted.postcode,
        most=most,
    )
    read = plans[0]["Plan"]
    return int(read["Shared Hit Blocks"]) + int(read["Shared Read Blocks"])


@contextmanager
def _as_owner() -> Iterator[None]:
    """Within a block that acts for somebody, ask as the owner, whose session has the search as it was."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("reset role")
        yield
        cursor.execute("set local role throughcare_app")


def _percentile(values: list[int]) -> int:
    return sorted(values)[max(len(values) * 95 // 100 - 1, 0)]


def _rows(statement: str, **values: Any) -> list[tuple[Any, ...]]:  # Any: rows of the database
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
