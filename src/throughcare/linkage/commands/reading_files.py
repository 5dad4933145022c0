"""Files of records, any CSV with a header, by names of ours or by a map."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from throughcare.linkage.rules.records import COLUMNS

_NEEDED: Final = "record_id"
_LARGEST_CELL: Final = 1_000_000


class BadFile(Exception):  # noqa: N818 its text is for whoever has the file
    """A file as a whole cannot be read as records; says where, and quotes nobody."""


def read_map(pairs: Sequence[str]) -> dict[str, str]:
    """Which column of a file is which of ours, from words such as `last_name=surname`; several of theirs are joined by `+`.

    Raises:
        BadFile: a word is no pair, or the first part of one is no column of ours.
    """
    found = {}
    for pair in pairs:
        ours, is_pair, theirs = pair.partition("=")
        if not is_pair or not theirs or ours not in COLUMNS:
            raise BadFile(
                f"--map {pair}: write it as OURS=THEIRS, where OURS is one of {', '.join(COLUMNS)}."
            )
        found[ours] = theirs
    return found


def rows(paths: Sequence[Path], *, mapped: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Every row of some files by our names. Without a column `record_id`, a row is known by its file and line.

    Raises:
        BadFile: a file cannot be read, is not UTF-8, lacks a column that is mapped, or has a row that does not fit its header.
    """
    csv.field_size_limit(_LARGEST_CELL)
    seen: set[str] = set()
    for path in paths:
        for at, row in _rows_of(path, mapped=mapped):
            if row[_NEEDED] in seen:
                raise BadFile(
                    f"{path}, row {at}, column {_NEEDED}: the same id stands there twice."
                )
            seen.add(row[_NEEDED])
            yield row


def _rows_of(path: Path, *, mapped: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            header = [name.strip() for name in next(reader, [])]
            places = _places(path, header, mapped=mapped)
            for at, cells in enumerate(reader, start=2):
                if not cells:
                    continue
                if len(cells) != len(header):
                    raise BadFile(
                        f"{path}, row {at}: {len(cells)} cells, and {len(header)} columns in the header."
                    )
                row = {
                    ours: text for ours, where in places.items() if (text := _joined(cells, where))
                }
                row.setdefault("source_system", path.stem)
                if not row.get(_NEEDED) and _NEEDED in places:
                    raise BadFile(f"{path}, row {at}, column {_NEEDED}: it is empty.")
                row.setdefault(_NEEDED, f"{path.stem}:{at}")
                yield at, row
    except UnicodeDecodeError as error:
        raise BadFile(f"{path} is not written in UTF-8.") from error
    except csv.Error as error:
        raise BadFile(f"{path}: a row cannot be read as CSV ({error}).") from error
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}.") from error


def _joined(cells: Sequence[str], places: Sequence[int]) -> str:
    return " ".join(text for place in places if (text := cells[place].strip()))


def _places(
    path: Path, header: Sequence[str], *, mapped: Mapping[str, str]
) -> dict[str, tuple[int, ...]]:
    """Where in a row each column of ours stands."""
    if not header:
        raise BadFile(f"{path} is empty: its first line names the columns.")
    places = {}
    for ours in COLUMNS:
        theirs = mapped.get(ours, ours)
        parts = [theirs] if theirs in header else theirs.split("+")
        if all(part in header for part in parts):
            places[ours] = tuple(header.index(part) for part in parts)
        elif ours in mapped:
            lacking = next(part for part in parts if part not in header)
            raise BadFile(f"{path} has no column {lacking}, which {ours} is mapped to.")
    if not places.keys() & {"last_name", "first_name", "date_of_birth", "pncs", "cros"}:
        raise BadFile(
            f"{path} has no column of a name, a date of birth or a number; --map says which is which."
        )
    return places
