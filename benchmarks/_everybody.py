"""Everybody in custody worked out again from the database, and the floors of it; what `recalculate` measures."""

import argparse
import os
import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection, connections

from throughcare.access import commands as change_access
from throughcare.clock import queries as clock
from throughcare.kernel.days import local_day
from throughcare.sentences import commands as change_sentences
from throughcare.sentences import queries as sentences

CHUNK: Final = 500
TABLES: Final = ("courtorder", "sentence", "recall", "adjustment", "movement")
BARE: Final = (
    "SELECT * FROM sentences_{table} WHERE booking_id BETWEEN %s AND %s AND superseded_at IS NULL"
)
WITHOUT: Final = """
SELECT p.id, p.born_on FROM people_person p
WHERE p.born_on IS NOT NULL AND NOT EXISTS (SELECT FROM sentences_booking b WHERE b.person_id = p.id)
ORDER BY p.id LIMIT %s
"""

Line = dict[str, str | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Of one part: how many people, how many with other dates, and the seconds of each kind of work."""

    people: int
    changed: int
    reading: float
    calculating: float
    bare: float
    in_memory: float


def lines(options: argparse.Namespace) -> Iterator[Line]:
    now = clock.now()
    if options.fill:
        yield from _fill(options.fill, seed=options.seed, now=now)
    with change_access.as_engine(now=now):
        span = sentences.span()
    if span is None:
        yield {"nobody in custody": "make some with --fill"}
        return
    parts = [
        (first, min(first + CHUNK - 1, span[1]), options.law, now)
        for first in range(span[0], span[1] + 1, CHUNK)
    ]
    connections.close_all()
    walls = {}
    for name, work in (("all", _review), ("bare", _bare), ("read", _read), ("memory", _memory)):
        began = time.perf_counter()
        with ProcessPoolExecutor(options.jobs) as pool:
            walls[name] = (list(pool.map(work, parts)), time.perf_counter() - began)
    found, wall = walls["all"]
    yield {
        "work": f"{sum(each.people for each in found):,} people, {options.jobs} processes",
        "seconds": round(wall, 1),
        "of which reading, seconds of all processes": round(sum(e.reading for e in found), 1),
        "and calculating": round(sum(e.calculating for e in found), 1),
        "people whose dates change": sum(each.changed for each in found),
        "load average": round(os.getloadavg()[0], 1),
    }
    memory = sum(each.in_memory for each in walls["memory"][0]) / options.jobs
    for words, seconds in (
        ("floor: bare rows", walls["bare"][1]),
        ("floor: rows made into records", walls["read"][1]),
        ("floor: records in memory calculated", memory),
    ):
        yield {"work": words, "seconds": round(seconds, 1), "times": round(wall / seconds, 2)}


def _review(part: tuple[int, int, str, datetime]) -> Measured:
    first, last, law, now = part
    with change_access.as_engine(now=now):
        found = sentences.review(first, last, law=law, today=local_day(now))
    return Measured(
        people=found.bookings,
        changed=len(found.reviewed),
        reading=found.seconds_reading,
        calculating=found.seconds_calculating,
        bare=0.0,
        in_memory=0.0,
    )


def _bare(part: tuple[int, int, str, datetime]) -> None:
    first, last, _, now = part
    with change_access.as_engine(now=now), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(BARE.format(table=table), [first, last])
            cursor.fetchall()


def _read(part: tuple[int, int, str, datetime]) -> None:
    first, last, _, now = part
    with change_access.as_engine(now=now):
        sentences.records_between(first, last)


def _memory(part: tuple[int, int, str, datetime]) -> Measured:
    first, last, law, now = part
    with change_access.as_engine(now=now):
        _, records = sentences.records_between(first, last)
    began = time.perf_counter()
    for record in records.values():
        sentences.dates_alone(record, today=local_day(now), law=law)
    seconds = time.perf_counter() - began
    return Measured(
        people=len(records), changed=0, reading=0.0, calculating=0.0, bare=0.0, in_memory=seconds
    )


def _fill(count: int, *, seed: int, now: datetime) -> Iterator[Line]:
    with change_access.as_engine(now=now):
        span = sentences.span()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(max(id), 0) FROM sentences_booking")
        there, highest = cursor.fetchone()
        cursor.execute(WITHOUT, [max(count - there, 0)])
        people = cursor.fetchall()
    chance = random.Random(seed)  # noqa: S311  the same people each time, and no secret
    began = time.perf_counter()
    for place in range(0, len(people), CHUNK):
        chunk = people[place : place + CHUNK]
        change_sentences.fill_bookings(
            [
                _made(highest + place + n, person_id, born_on, chance=chance, today=local_day(now))
                for n, (person_id, born_on) in enumerate(chunk, start=1)
            ],
            now=now,
        )
    yield {
        "made": len(people),
        "seconds": round(time.perf_counter() - began, 1),
        "there before": 0 if span is None else there,
    }


def _made(
    number: int, person_id: int, born_on: date, *, chance: random.Random, today: date
) -> change_sentences.Made:
    imposed_on = today - timedelta(days=chance.randrange(20, 900))
    return change_sentences.Made(
        id=number,
        person_id=person_id,
        born_on=born_on,
        book_number="",
        court="Crown Court",
        imposed_on=imposed_on,
        offence_on=imposed_on - timedelta(days=200),
        months=chance.choice(LENGTHS),
        remand=chance.choice((0, 0, 20, 45, 120)),
        recalled_on=None,
        returned_on=None,
        made_by_id=None,
        approved_by_id=None,
    )


LENGTHS: Final[Sequence[int]] = (4, 6, 9, 12, 16, 20, 24, 30, 36, 48, 60, 84)
