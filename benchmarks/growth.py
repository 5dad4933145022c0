"""How a reform grows with the number of cases: a table, and a plot of it.

Reads what `bench restructure --json` printed, a file for each size, and asks nothing of a database.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from html import escape
from math import log10
from pathlib import Path
from typing import Final

PLOT: Final = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "growth.svg"
WORKS: Final = {
    "dry-run with reasons": ("Dry run", "#1d70b8"),
    "stage, with digests of all content": ("Stage", "#d4351c"),
    "reconcile, all content": ("Reconcile", "#00703c"),
    "switch": ("Switch", "#4c2c92"),
}
WIDE, HIGH, LEFT, RIGHT, TOP, FOOT = 720, 440, 70, 110, 30, 50
APART: Final = 18

Line = dict[str, str | float]
Measured = list[Line]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, help="one for each size")
    parser.add_argument("--plot", type=Path, default=PLOT, help="where to (%(default)s)")


def run(options: argparse.Namespace) -> Iterator[Line]:
    sizes = sorted((_read(path) for path in options.files), key=_cases)
    curves = {work: [(_cases(each), _seconds(each, work)) for each in sizes] for work in WORKS}
    for work, points in curves.items():
        line: Line = {"work": work}
        line |= {f"{cases:,} cases": seconds for cases, seconds in points}
        (fewest, first), (most, last) = points[0], points[-1]
        line["exponent"] = round(log10(last / first) / log10(most / fewest), 2)
        yield line
    options.plot.write_text(_plot(curves))
    yield {"plot": str(options.plot)}


def _read(path: Path) -> Measured:
    return [json.loads(line) for line in path.read_text().splitlines() if line.startswith("{")]


def _cases(measured: Measured) -> int:
    return int(next(line["cases"] for line in measured if "cases" in line))


def _seconds(measured: Measured, work: str) -> float:
    return float(next(line["seconds"] for line in measured if line["work"] == work))


def _plot(curves: dict[str, list[tuple[int, float]]]) -> str:
    """Seconds over cases, both by their logarithm: what grows with the cases has a slope of one."""
    every = [point for points in curves.values() for point in points]
    low, high = min(cases for cases, _ in every), max(cases for cases, _ in every)
    least, most = 10 ** int(log10(min(s for _, s in every)) - 1), max(s for _, s in every) * 1.5

    def x(cases: float) -> float:
        return LEFT + (WIDE - LEFT - RIGHT) * log10(cases / low) / log10(high / low)

    def y(seconds: float) -> float:
        return HIGH - FOOT - (HIGH - FOOT - TOP) * log10(seconds / least) / log10(most / least)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" font-family="sans-serif" font-size="14">',
        "<title>Seconds that each step of a reform takes, by the number of cases</title>",
        f'<rect width="{WIDE}" height="{HIGH}" fill="white"/>',
    ]
    tick = least
    while tick <= most:
        parts += [
            f'<line x1="{LEFT}" x2="{WIDE - RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}" stroke="#b1b4b6"/>',
            f'<text x="{LEFT - 8}" y="{y(tick) + 5:.1f}" text-anchor="end">{tick:g} s</text>',
        ]
        tick *= 10
    parts += [
        f'<text x="{x(cases):.1f}" y="{HIGH - 20}" text-anchor="middle">{cases:,}</text>'
        for cases in sorted({cases for cases, _ in every})
    ]
    parts.append(
        f'<text x="{(LEFT + WIDE - RIGHT) / 2}" y="{HIGH - 4}" text-anchor="middle">cases</text>'
    )
    above = 0.0
    for work, points in sorted(curves.items(), key=lambda curve: -curve[1][-1][1]):
        along = [(x(cases), y(seconds)) for cases, seconds in points]
        above = max(along[-1][1], above + APART)  # labels do not lie upon one another
        parts += _curve(*WORKS[work], along, label_at=above)
    return "\n".join([*parts, "</svg>", ""])


def _curve(
    label: str, colour: str, points: Sequence[tuple[float, float]], *, label_at: float
) -> list[str]:
    along = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    end_x, _ = points[-1]
    return [
        f'<polyline points="{along}" fill="none" stroke="{colour}" stroke-width="2"/>',
        *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in points),
        f'<text x="{end_x + 12:.1f}" y="{label_at + 5:.1f}" fill="{colour}">{escape(label)}</text>',
    ]
