"""OGRS3 and RSR for a file of people, with no more than what decides: for a caseload that comes from a database and goes back there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import duckdb

from throughcare.risk.queries.caseload import AT_ONCE, Scorer
from throughcare.risk.queries.files import REFERENCE, ask, take_in

TOOLS: Final = ("OGRS3", "RSR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Rows of a part of a caseload, a list for each column; texts are as `score_file` writes them."""

    references: Sequence[str]
    ogrs3: Sequence[str | None]
    rsr: Sequence[str | None]
    variants: Sequence[str]
    lacking: Sequence[str]
    refused: Sequence[str]


def scored_rows(path: Path, *, on: date) -> Iterator[Scored]:
    """Score a file as `score_file` does, in parts.

    Raises:
        BadFile: as `score_file`.
    """
    asked = ask(path, tools=TOOLS, on=on)
    with duckdb.connect() as connection:
        rows = take_in(connection, asked)
        scorers = [
            Scorer(connection=connection, sheet=sheet, columns=asked.columns)
            for sheet in asked.sheets
        ]
        for first in range(1, rows + 1, AT_ONCE):
            last = min(first + AT_ONCE - 1, rows)
            for scorer in scorers:
                scorer.score(first=first, last=last)
            yield _part(connection, scorers, first=first, last=last)


def _part(
    connection: duckdb.DuckDBPyConnection, scorers: Sequence[Scorer], *, first: int, last: int
) -> Scored:
    joins = " ".join(f"join {scorer.table} using (n)" for scorer in scorers)
    found = connection.execute(
        f"""select {REFERENCE}, nullif(ogrs3_percent, ''), nullif(rsr_percent, ''), coalesce(rsr_variant, ''),
        coalesce(rsr_lacking, ''), concat_ws(' ', nullif(ogrs3_refused, ''), nullif(rsr_refused, ''))
        from raw {joins} where n between {first} and {last} order by n"""
    ).fetchall()
    columns = [list(column) for column in zip(*found, strict=True)]
    return Scored(
        references=columns[0],
        ogrs3=columns[1],
        rsr=columns[2],
        variants=columns[3],
        lacking=columns[4],
        refused=columns[5],
    )
