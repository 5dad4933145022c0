"""Parquet files: written from rows that stream in as CSV, read as CSV, counted, and hashed record by record."""

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb

from throughcare.handover.rules.digests import HALF, Asked, Digest, halves, summing
from throughcare.handover.rules.shapes import Column

MEMORY = "1GB"
BLOCK = 1 << 18
LONGEST_LINE = 1 << 24


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """One database in memory for the process, which reaches no network: to open one takes as long as a small file."""
    return duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "threads": min(4, os.cpu_count() or 1),
            "autoinstall_known_extensions": False,
            "TimeZone": "UTC",
            "temp_directory": "",  # nothing of a record is left on a disk that nobody named
        }
    )


@contextmanager
def opened() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of its own, with views of its own, for one thread."""
    with _database().cursor() as connection:
        yield connection


_EMPTY: dict[tuple[tuple[str, str], ...], bytes] = {}
"""Files without a row, as they were written, by the names and types of their columns. Of most tables, most bodies have nothing."""


def _types(columns: Sequence[Column]) -> tuple[tuple[str, str], ...]:
    return tuple((column.name, column.file_type) for column in columns)


def write(path: Path, columns: Sequence[Column], blocks: Iterable[bytes | memoryview]) -> None:
    """Write rows that come as CSV, as `sql.copy_out` gives them, to a new file.

    Raises:
        OSError: they cannot be written: the disk may be full.
    """
    blocks = iter(blocks)
    first = next(blocks, None)
    if first is not None:
        _write(path, columns, chain([first], blocks))
    elif (empty := _EMPTY.get(_types(columns))) is not None:
        path.write_bytes(empty)
    else:
        _write(path, columns, [])
        _EMPTY[_types(columns)] = path.read_bytes()


def _write(path: Path, columns: Sequence[Column], blocks: Iterable[bytes | memoryview]) -> None:
    types = ", ".join(f"'{name}': '{kind}'" for name, kind in _types(columns))

    def read(end: int) -> None:
        with opened() as connection:
            connection.execute(
                f"copy (select * from read_csv('/dev/fd/{end}', columns = {{{types}}}, header = false, auto_detect = false,"
                f" delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false,"
                f" max_line_size = {LONGEST_LINE}))"
                f" to {_text(str(path))} (format parquet, compression zstd)"
            )

    def fill(end: int) -> None:
        with open(end, "wb", closefd=False) as pipe:
            pipe.writelines(blocks)

    _piped(in_thread=read, here=fill)


def as_csv(path: Path, columns: Sequence[str]) -> Iterator[bytes]:
    """The rows of a file as CSV in blocks, as `sql.copy_in` takes them."""
    listed = ", ".join(f'"{name}"' for name in columns)
    return _csv_of(f"select {listed} from {source(path)}")


def leaves_as_csv(path: Path, columns: Sequence[Column], *, key: str, name: str) -> Iterator[bytes]:
    """A name, the key of each record and both halves of its leaf, as signed numbers, as CSV in blocks."""
    high, low = (
        f"({half} - case when {half} >= {HALF // 2}::hugeint then {HALF}::hugeint else 0::hugeint end)::bigint"
        for half in halves(columns, asked=Asked.FILE)
    )
    return _csv_of(f'select {_text(name)}, t."{key}", {high}, {low} from {source(path)} t')


def _csv_of(query: str) -> Iterator[bytes]:
    reading, writing = os.pipe()

    def write_rows() -> None:
        try:
            with opened() as connection:
                connection.execute(
                    f"copy ({query}) to '/dev/fd/{writing}' (format csv, header false, nullstr '\\N')"
                )
        finally:
            os.close(writing)

    with ThreadPoolExecutor(1) as pool:
        written = pool.submit(write_rows)
        try:
            while block := os.read(reading, BLOCK):
                yield block
        finally:
            os.close(reading)
        written.result()


def digest(path: Path, columns: Sequence[Column]) -> Digest:
    """How many records a file holds, and the sum of their leaves."""
    empty = _EMPTY.get(_types(columns))
    if empty is not None and path.stat().st_size == len(empty) and path.read_bytes() == empty:
        return Digest()
    with opened() as connection:
        found = connection.execute(
            summing(f"from {source(path)} t", columns, asked=Asked.FILE)
        ).fetchone()
    return Digest.summed(*(found or (0, None, None)))


def source(path: Path) -> str:
    """A file as a table of a query."""
    return f"read_parquet({_text(str(path))})"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _piped(*, in_thread: Callable[[int], None], here: Callable[[int], None]) -> None:
    """Let what one side writes be read by the other; whichever fails ends both, and is raised."""
    reading, writing = os.pipe()
    with ThreadPoolExecutor(1) as pool:
        read: Future[Any] = pool.submit(_and_close, in_thread, reading)
        try:
            with suppress(BrokenPipeError):  # then the reader has failed, and says why below
                here(writing)
        finally:
            os.close(writing)
        try:
            read.result()
        except duckdb.Error as fault:
            # Its words may quote a row.
            if "No space left on device" in str(fault):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from None
            raise OSError(f"A file cannot be written ({type(fault).__name__}).") from None


def _and_close(work: Callable[[int], None], end: int) -> None:
    try:
        work(end)
    finally:
        os.close(end)
