"""How pages grow with the nation: a table of what `bench pages --json` printed for several sizes.

Asks nothing of a database. Each line is a kind of page: its 95th percentile in each nation, how many times the largest takes what
the smallest does, and the exponent by which it grows with the cases: 0 is not at all, 1 as they do.
"""

import argparse
import json
from collections.abc import Iterator
from math import log
from pathlib import Path
from typing import Final

PERCENTILES: Final = ("50th, ms", "95th, ms", "99th, ms")
CASES: Final = "open cases"

Line = dict[str, str | float]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, help="one for each size, two or more")
    parser.add_argument(
        "--of", choices=PERCENTILES, default="95th, ms", help="which time (%(default)s)"
    )


def run(options: argparse.Namespace) -> Iterator[Line]:
    """The table, first the pages in the order of the smallest nation and then what access rules cost."""
    measured = sorted((_read(path) for path in options.files), key=_cases)
    if len(measured) < 2:  # noqa: PLR2004  growth is between two
        raise SystemExit("Give the output of two sizes at least.")
    for what, unit in (("page", options.of), ("query", "times")):
        for name in _names(measured[0], what=what, unit=unit):
            points = [
                (_cases(lines), value)
                for lines in measured
                if (value := _value(lines, what=what, name=name, unit=unit)) is not None
            ]
            yield {what: name} | _growth(points)


def _growth(points: list[tuple[int, float]]) -> Line:
    line: Line = {f"{cases:,} cases": value for cases, value in points}
    (fewest, first), (most, last) = points[0], points[-1]
    if len(points) > 1 and first > 0 and last > 0 and most > fewest:
        line["times"] = round(last / first, 2)
        line["exponent"] = round(log(last / first) / log(most / fewest), 2)
    return line


def _read(path: Path) -> list[Line]:
    return [json.loads(line) for line in path.read_text().splitlines() if line.startswith("{")]


def _cases(lines: list[Line]) -> int:
    found = next((line[CASES] for line in lines if CASES in line), None)
    if found is None:
        raise SystemExit("One of the files is no output of `bench pages --json`.")
    return int(found)


def _names(lines: list[Line], *, what: str, unit: str) -> list[str]:
    return [str(line[what]) for line in lines if what in line and unit in line]


def _value(lines: list[Line], *, what: str, name: str, unit: str) -> float | None:
    found = next((line for line in lines if line.get(what) == name and unit in line), None)
    return None if found is None else float(found[unit])
