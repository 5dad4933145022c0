"""A file of people, one to a row, scored into another.

What is done stands in `OUTPUT.part`, and how far it is in `OUTPUT.part.json`: the same command goes on from there, as long as input,
predictors and coefficients are the same. The output itself is there whole or not at all.
"""

import csv
import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from difflib import get_close_matches
from hashlib import sha256
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import duckdb

from throughcare.risk import reading
from throughcare.risk.queries.caseload import AT_ONCE, Counted, Scorer, Tell
from throughcare.risk.rules.predictors import in_force, names
from throughcare.risk.rules.scoring import needed_of_all
from throughcare.risk.rules.sheets import Sheet, quoted, variants_of

REFERENCE: Final = "reference"
BY_DEFAULT: Final = ("OGRS3", "RSR", "OVP", "OGP")


class BadFile(Exception):  # noqa: N818 its text is for whoever has the file
    """The file as a whole cannot be scored; no row of it is quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is scored. `left_out` gives for each predictor that is not the columns that it lacks."""

    path: Path
    columns: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    left_out: Mapping[str, tuple[str, ...]]

    @property
    def header(self) -> list[str]:
        of_row = ["row", *([REFERENCE] if REFERENCE in self.columns else [])]
        return [*of_row, *(column for sheet in self.sheets for column in sheet.columns)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a file. `went_on_from` are the rows that had been done before."""

    rows: int
    went_on_from: int
    counted: Mapping[str, Counted]


def ask(path: Path, *, tools: Sequence[str], on: date) -> Asked:
    """Which predictors a file can be scored by, in the versions of a day.

    Without names, those of `BY_DEFAULT` for which it has the columns. A predictor that is named has to find all of them. A name
    may end in a variant: `RSR:brief`.

    Raises:
        BadFile: it cannot be read, a column is no input, or it lacks what a named predictor needs.
    """
    columns = _columns(path)
    sheets, left_out = [], {}
    for name in tools or BY_DEFAULT:
        sheet = _sheet(name, on=on)
        lacking = needed_of_all(sheet.tool, variant=sheet.variants[-1], known=columns)
        if not lacking:
            sheets.append(sheet)
        elif tools:
            raise BadFile(f"{sheet.tool.name} needs these columns as well: {', '.join(lacking)}.")
        else:
            left_out[sheet.tool.name] = lacking
    if not sheets:
        raise BadFile(
            "The file has the columns of no predictor. "
            + " ".join(f"{name} lacks {', '.join(lacks)}." for name, lacks in left_out.items())
        )
    if len({sheet.prefix for sheet in sheets}) < len(sheets):
        raise BadFile("A predictor is named twice.")
    return Asked(path=path, columns=columns, sheets=tuple(sheets), left_out=left_out)


def score_file(asked: Asked, *, output: Path, tell: Tell) -> Outcome:
    """Score all rows, in the order of the file.

    Raises:
        BadFile: a line does not fit the header, or the output would take the place of what is read.
        OSError: the output cannot be written.
    """
    if output.exists() and output.samefile(asked.path):
        raise BadFile("The output cannot take the place of the file that is scored.")
    part = _Part(output, asked)
    with duckdb.connect() as connection, TemporaryDirectory() as place:
        rows = take_in(connection, asked)
        went_on_from = part.open()
        scorers = [
            Scorer(connection=connection, sheet=sheet, columns=asked.columns)
            for sheet in asked.sheets
        ]
        for first in range(part.rows + 1, rows + 1, AT_ONCE):
            last = min(first + AT_ONCE - 1, rows)
            counted = {scorer.tool.name: scorer.score(first=first, last=last) for scorer in scorers}
            chunk = Path(place) / "chunk.csv"
            connection.execute(
                f"copy ({_joined(asked, scorers, first, last)}) to {quoted(str(chunk))} (format csv, header false)"
            )
            part.add(chunk, rows=last, counted=counted)
            tell(last, rows)
    part.finish()
    return Outcome(rows=rows, went_on_from=went_on_from, counted=part.counted)


def _sheet(name: str, *, on: date) -> Sheet:
    name, _, variant = name.partition(":")
    try:
        tool = in_force(reading.tools(), name=name, on=on)
    except LookupError as error:
        known = ", ".join(names(reading.tools()))
        raise BadFile(f"{error} Predictors are {known}.") from error
    if variant and variant not in tool.variants:
        raise BadFile(f"{name} has no variant {variant}: it has {', '.join(tool.variants)}.")
    return Sheet(tool=tool, variants=variants_of(tool, named=[variant] if variant else []))


def _columns(path: Path) -> tuple[str, ...]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            columns = tuple(next(csv.reader(lines), ()))
    except UnicodeDecodeError as error:
        raise BadFile(f"{path} is not written in UTF-8.") from error
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}.") from error
    known = [*reading.catalogue().inputs, REFERENCE]
    for column in columns:
        if column not in known:
            raise BadFile(f"There is no input {column!r}.{_perhaps(column, known)}")
    if len(set(columns)) < len(columns):
        raise BadFile("A column stands twice in the header.")
    if not columns:
        raise BadFile(f"{path} is empty: its first line names the columns.")
    return columns


def _perhaps(column: str, known: Sequence[str]) -> str:
    near = get_close_matches(column, known, n=1)
    return f" Is it {near[0]}?" if near else " `./throughcare risk inputs` lists them."


def take_in(connection: duckdb.DuckDBPyConnection, asked: Asked) -> int:
    """Read the file as text, row for row; the number of rows."""
    named = ", ".join(f"{quoted(column)}: 'VARCHAR'" for column in asked.columns)
    try:
        connection.execute(
            f"""create temp table raw as select row_number() over () as n, * from read_csv(
            {quoted(str(asked.path))}, columns = {{{named}}}, header = true, auto_detect = false,
            delim = ',', quote = '"', escape = '"', nullstr = '')"""
        )
    except duckdb.Error as error:
        if "unicode" in str(error).lower():
            raise BadFile(f"{asked.path} is not written in UTF-8.") from None
        line = re.search(r"Line: (\d+)", str(error))
        where = f"Line {line[1]} of {asked.path}" if line else f"A line of {asked.path}"
        raise BadFile(f"{where} does not fit the header of {len(asked.columns)} columns.") from None
    found = connection.execute("select count(*) from raw").fetchone()
    return int(found[0]) if found else 0


def _joined(asked: Asked, scorers: Sequence[Scorer], first: int, last: int) -> str:
    of_row = ["n", *([REFERENCE] if REFERENCE in asked.columns else [])]
    cells = [f"nullif({column}, '')" for scorer in scorers for column in scorer.sheet.columns]
    joins = " ".join(f"join {scorer.table} using (n)" for scorer in scorers)
    return (
        f"select {', '.join([*of_row, *cells])} from raw {joins}"
        f" where n between {first} and {last} order by n"
    )


class _Part:
    """The output while it is made."""

    def __init__(self, output: Path, asked: Asked) -> None:
        self.output = output
        self.path = output.with_name(f"{output.name}.part")
        self.state = output.with_name(f"{output.name}.part.json")
        self.header = asked.header
        self.digest = _digest(asked)
        self.rows = 0
        self.counted: dict[str, Counted] = {sheet.tool.name: Counted() for sheet in asked.sheets}

    def open(self) -> int:
        """Go on with what is there, if it was made of the same; the number of rows that it has."""
        found = self._found()
        if found is None:
            with self.path.open("w", encoding="utf-8", newline="") as out:
                csv.writer(out, lineterminator="\n").writerow(self.header)
            self._say(size=self.path.stat().st_size)
            return 0
        os.truncate(self.path, found["bytes"])
        self.rows = found["rows"]
        self.counted = {name: Counted(**each) for name, each in found["counted"].items()}
        return self.rows

    def add(self, chunk: Path, *, rows: int, counted: Mapping[str, Counted]) -> None:
        """Add rows, and say how far it is only once they are on the disk."""
        with chunk.open("rb") as lines, self.path.open("ab") as out:
            shutil.copyfileobj(lines, out)
            out.flush()
            os.fsync(out.fileno())
            size = out.tell()
        self.rows = rows
        self.counted = {name: self.counted[name].plus(each) for name, each in counted.items()}
        self._say(size=size)

    def finish(self) -> None:
        self.path.replace(self.output)
        self.state.unlink()

    def _say(self, *, size: int) -> None:
        said = {
            "made_of": self.digest,
            "rows": self.rows,
            "bytes": size,
            "counted": {name: asdict(each) for name, each in self.counted.items()},
        }
        beside = self.state.with_name(f"{self.state.name}.new")
        beside.write_text(json.dumps(said))
        beside.replace(self.state)

    def _found(self) -> dict[str, Any] | None:  # Any: JSON
        try:
            said: dict[str, Any] = json.loads(self.state.read_text())  # Any: JSON
            is_whole = self.path.stat().st_size >= said["bytes"]
        except (OSError, ValueError, KeyError):
            return None
        return said if is_whole and said.get("made_of") == self.digest else None


def _digest(asked: Asked) -> str:
    """Of everything that the output follows from."""
    digest = sha256("\n".join(asked.header).encode())
    for sheet in asked.sheets:
        digest.update(f"{sheet.tool.label} {sheet.variants}".encode())
    place = resources.files("throughcare.risk") / "reference"
    for file in sorted(place.iterdir(), key=lambda each: each.name):
        digest.update(file.read_bytes())
    with asked.path.open("rb") as content:
        while block := content.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
