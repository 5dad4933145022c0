"""Where the rows of a package lie while they are read: one table for each, with what becomes of each row.

Beside its own columns a row has its part, its fate once that is known, the number that it has here, and, where it is held,
why, in columns that begin with `in_`. All of it is gone with the transaction.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from throughcare.handover.queries import parquet, sql
from throughcare.handover.queries.shapes import shapes
from throughcare.handover.rules.manifest import Manifest
from throughcare.handover.rules.shapes import Link, Shape


@dataclass(frozen=True, kw_only=True)
class Mapped:
    """The rows of a table that arrived, with alias `s`, and their columns as they are to stand here."""

    tables: str
    columns: dict[str, str]


def name(shape: Shape) -> str:
    return f"handover_in_{shape.table}"


def take_in(shape: Shape, *, place: Path, manifest: Manifest) -> None:
    """Read the files of one table; an empty one where there are none."""
    columns = ", ".join(f"{column.name} {column.type}" for column in shape.columns)
    sql.write(f"drop table if exists {name(shape)}")
    sql.write(
        f"create temp table {name(shape)} ({columns}, in_part text, in_fate text, in_here bigint, in_why text) on commit drop"
    )
    for file in manifest.files:
        if file.table == shape.table:
            sql.write(f"alter table {name(shape)} alter in_part set default '{file.part}'")
            sql.copy_in(name(shape), shape.names, parquet.as_csv(place / file.path, shape.names))
    sql.write(f"create index on {name(shape)} ({shape.key})")
    sql.write(f"create index on {name(shape)} (in_here)")
    sql.analyze(name(shape))


def mapped(shape: Shape) -> Mapped:
    """Each number that leads to a row of the package becomes the one that the row has here; none where it is held."""
    columns = {column: f"s.{column}" for column in shape.names}
    if shape.is_numbered:
        columns[shape.key] = "s.in_here"
    tables = [f"{name(shape)} s"]
    for number, link in enumerate(numbered_links(shape)):
        columns[link.column] = f"l{number}.in_here"
        tables.append(
            f"left join {name(shapes()[link.to])} l{number}"
            f" on l{number}.{shapes()[link.to].key} = s.{link.column}"
        )
    return Mapped(tables=" ".join(tables), columns=columns)


def numbered_links(shape: Shape) -> tuple[Link, ...]:
    """The columns that name a row by a number, which may be another here."""
    return tuple(link for link in shape.links if shapes()[link.to].is_numbered)


def parents(shape: Shape) -> Iterator[Link]:
    """The columns that say with what a row comes and goes."""
    for link in shape.links:
        is_kept = shape.keeper is not None and (
            shape.keeper.column == link.column and shape.keeper.table == link.to
        )
        is_along = any(
            along.table == shape.label and along.column == link.column
            for quotable in shapes().quotable
            if quotable.label == link.to
            for along in quotable.told.along
        )
        if link.to != shape.label and (is_kept or is_along):
            yield link
