"""Rows into standard records, on as many cores as there are where it is worth it."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date
from functools import partial
from itertools import chain, islice
from multiprocessing import get_context
from os import cpu_count
from typing import Final

from throughcare.linkage import reading
from throughcare.linkage.rules.records import Raw, Standard
from throughcare.linkage.rules.standardising import standardise

WORTH_IT: Final = 20_000
AT_ONCE: Final = 5_000


def standard_form(rows: Iterable[Raw], *, today: date) -> list[Standard]:
    """Standard records in the order of their ids, so that the order of rows leaves no trace."""
    coming = iter(rows)
    first = list(islice(coming, WORTH_IT))
    made = (
        list(_by_several(chain(first, coming), today=today))
        if len(first) == WORTH_IT
        else _some(first, today=today)
    )
    made.sort(key=lambda each: each.record_id)
    return made


def _some(rows: Sequence[Raw], *, today: date) -> list[Standard]:
    tables = reading.tables()
    return [standardise(row, tables=tables, today=today) for row in rows]


def _by_several(rows: Iterator[Raw], *, today: date) -> Iterator[Standard]:
    """A few chunks are on their way at a time, so that not all rows are in memory twice."""
    cores = cpu_count() or 1
    reading.tables()  # once, before the processes part
    with ProcessPoolExecutor(cores, mp_context=get_context("fork")) as pool:
        waiting: deque[Future[list[Standard]]] = deque()
        while chunk := list(islice(rows, AT_ONCE)):
            waiting.append(pool.submit(partial(_some, chunk, today=today)))
            if len(waiting) > 2 * cores:
                yield from waiting.popleft().result()
        for future in waiting:
            yield from future.result()
