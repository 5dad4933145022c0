"""The records of all packages of a set, beside the database: where the sums do not agree, each that is amiss is named."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from throughcare.handover.queries import parquet, sql
from throughcare.handover.rules.shapes import Shape

MOST_NAMED: Final = 20


def gather(shape: Shape, *, paths: Mapping[str, Path]) -> None:
    """Read the keys and leaves of one table from the file of each body, into `handover_packed`, until the end of the transaction."""
    sql.write("drop table if exists handover_packed")
    sql.write(
        f"create temp table handover_packed (body text, key {shape.column(shape.key).type}, high bigint, low bigint)"
        " on commit drop"
    )
    for code, path in paths.items():
        sql.copy_in(
            "handover_packed",
            ("body", "key", "high", "low"),
            parquet.leaves_as_csv(path, shape.columns, key=shape.key, name=code),
        )
    sql.write("create index on handover_packed (key)")
    sql.analyze("handover_packed")


def lines(statement: str, sentence: str) -> list[str]:
    """A sentence for each row that a query gives; of many, the first."""
    found = sql.rows(f"{statement} order by 1 limit {MOST_NAMED + 1}")
    named = [sentence.format(*row) for row in found[:MOST_NAMED]]
    return named + (["and more"] if len(found) > MOST_NAMED else [])
