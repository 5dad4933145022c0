"""Digests of records that a database and a file give alike, and that add up in any order.

A record is written as text: its columns in order, each as a length in bytes and the text, numbers, days and truths as
they are, moments as microseconds since 1970 in UTC, what is empty as a dash. Its leaf is the first 128 bits of the SHA-256 of that.
The digest of many is the sum of their leaves, of each 64-bit half modulo 2 to the 64: the sum of parts is that of the
whole exactly if each record is in one part (or somebody found a way to make sums meet; files are under SHA-256 besides).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Self

from throughcare.handover.rules.shapes import Column

HALF = 1 << 64
HALF_DIGITS = 16


class Asked(Enum):
    """Whose SQL a record is written in."""

    DATABASE = "PostgreSQL"
    FILE = "DuckDB"


@dataclass(frozen=True, kw_only=True)
class Digest:
    """How many records, and the sum of their leaves.

    >>> Digest(rows=1, high=1, low=HALF - 1) + Digest(rows=2, high=0, low=2)
    Digest(rows=3, high=1, low=1)
    """

    rows: int = 0
    high: int = 0
    low: int = 0

    def __add__(self, other: "Digest") -> "Digest":
        return Digest(
            rows=self.rows + other.rows,
            high=(self.high + other.high) % HALF,
            low=(self.low + other.low) % HALF,
        )

    @property
    def text(self) -> str:
        return f"{self.high:016x}{self.low:016x}"

    @classmethod
    def read(cls, *, rows: int, text: str) -> Self:
        """Give the digest that `text` gave.

        >>> Digest.read(rows=2, text=Digest(rows=2, high=7, low=9).text)
        Digest(rows=2, high=7, low=9)
        """
        return cls(rows=rows, high=int(text[:HALF_DIGITS], 16), low=int(text[HALF_DIGITS:], 16))

    @classmethod
    def summed(cls, rows: int, high: int | None, low: int | None) -> Self:
        """Of what a query gave: sums of halves, which may be signed, or nothing where there was no record."""
        return cls(rows=rows, high=int(high or 0) % HALF, low=int(low or 0) % HALF)


def total(parts: Iterable[Digest]) -> Digest:
    return sum(parts, Digest())


def halves(
    columns: Iterable[Column], *, asked: Asked, instead: Mapping[str, str] | None = None
) -> tuple[str, str]:
    """SQL for both halves of the leaf of a row with alias `t`; `instead` has other SQL for some of its columns."""
    return _halves(_leaf(columns, asked=asked, instead=instead or {}), asked=asked)


def summing(
    rows: str,
    columns: Iterable[Column],
    *,
    asked: Asked,
    instead: Mapping[str, str] | None = None,
) -> str:
    """The query that gives what `Digest.summed` takes; `rows` is SQL from `from` on.

    Each record is hashed once: `offset 0` keeps PostgreSQL from writing the hash out where it is used.
    """
    leaf = _leaf(columns, asked=asked, instead=instead or {})
    high, low = _halves("leaf", asked=asked)
    return f"select count(*), sum({high}), sum({low}) from (select {leaf} as leaf {rows} offset 0) leaves"


def _leaf(columns: Iterable[Column], *, asked: Asked, instead: Mapping[str, str]) -> str:
    """SQL for the SHA-256 of a record, in hexadecimal."""
    written = "||'|'||".join(
        _written(column, instead.get(column.name, f't."{column.name}"'), asked=asked)
        for column in columns
    )
    if asked is Asked.DATABASE:
        return f"encode(sha256(convert_to({written}, 'UTF8')), 'hex')"
    return f"sha256({written})"


def _halves(leaf: str, *, asked: Asked) -> tuple[str, str]:
    parts = (f"substr({leaf}, 1, {HALF_DIGITS})", f"substr({leaf}, 17, {HALF_DIGITS})")
    high, low = (
        f"('x' || {part})::bit(64)::bigint"
        if asked is Asked.DATABASE
        else f"('0x' || {part})::ubigint::hugeint"
        for part in parts
    )
    return high, low


def _written(column: Column, value: str, *, asked: Asked) -> str:
    length = "octet_length" if asked is Asked.DATABASE else "strlen"
    match column.file_type:
        case "VARCHAR":
            text = f"{value}::text" if asked is Asked.DATABASE else value
            return f"coalesce({length}({text})||':'||{text}, '-')"
        case "TIMESTAMPTZ":
            moment = (
                f"(extract(epoch from {value}) * 1000000)::bigint"
                if asked is Asked.DATABASE
                else f"epoch_us({value})"
            )
            return f"coalesce({moment}::text, '-')"
        case _:
            return f"coalesce({value}::text, '-')"
