"""Counts of people by a trait and by what became of them, without numbers small enough to point at somebody.

A count under five is left out, and so is a second one in its row and in its column, since a single gap could be filled in
from the total.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

FEWEST: Final = 5
FOUR_FIFTHS: Final = Decimal("0.8")

Number = int | None  # None where it is left out


@dataclass(frozen=True, slots=True)
class Row:
    """People of one value: how many had each result, in the order of the table's results, and how many in all.

    `shares` are percentages of the row; `ratio` is the share of the first result over the largest such share of any row.
    """

    value: str
    counts: tuple[Number, ...]
    total: Number
    shares: tuple[Decimal | None, ...]
    ratio: Decimal | None

    @property
    def is_low(self) -> bool:
        """Whether the group has less than four fifths of the largest share, which asks for an explanation."""
        return self.ratio is not None and self.ratio < FOUR_FIFTHS


@dataclass(frozen=True, slots=True)
class Table:
    results: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[Number, ...]
    total: Number

    @property
    def is_whole(self) -> bool:
        """Whether no number had to be left out."""
        return self.total is not None and all(
            count is not None for row in self.rows for count in (*row.counts, row.total)
        )


def table(
    counted: Mapping[tuple[str, str], int], *, values: Sequence[str], results: Sequence[str]
) -> Table:
    """A table of people by value and result, small numbers left out.

    >>> made = table({("A", "NPS"): 30, ("A", "CRC"): 20, ("B", "NPS"): 3, ("B", "CRC"): 17},
    ...              values=["A", "B"], results=["NPS", "CRC"])
    >>> [row.counts for row in made.rows]
    [(None, None), (None, None)]
    >>> made.totals, [row.total for row in made.rows]
    ((33, 37), [50, 20])
    """
    grid = [[counted.get((value, result), 0) for result in results] for value in values]
    kept = suppressed(_with_totals(grid))
    first = [_share(row[0], row[-1]) for row in kept[:-1]] if results else []
    largest = max((share for share in first if share is not None), default=None)
    rows = tuple(
        Row(
            value=value,
            counts=tuple(row[:-1]),
            total=row[-1],
            shares=tuple(_percent(_share(count, row[-1])) for count in row[:-1]),
            ratio=_ratio(share, largest),
        )
        for value, row, share in zip(values, kept, first, strict=False)
    )
    return Table(results=tuple(results), rows=rows, totals=tuple(kept[-1][:-1]), total=kept[-1][-1])


def suppressed(grid: Sequence[Sequence[int]]) -> list[list[Number]]:
    """A grid whose last column and row are totals, without small numbers and without gaps that can be filled in.

    Every row and column has either no gap or two at least, until nothing more has to go.
    """
    numbers = [list(row) for row in grid]
    gaps = {
        (at, across)
        for at, row in enumerate(numbers)
        for across, count in enumerate(row)
        if count < FEWEST
    }
    lines = [[(at, across) for across in range(len(numbers[0]))] for at in range(len(numbers))]
    lines += [[(at, across) for at in range(len(numbers))] for across in range(len(numbers[0]))]
    while True:
        added = {_smallest(line, numbers, gaps) for line in lines if _is_single(line, gaps)}
        added.discard(None)
        if not added:
            break
        gaps |= {place for place in added if place is not None}
    return [
        [None if (at, across) in gaps else count for across, count in enumerate(row)]
        for at, row in enumerate(numbers)
    ]


def _is_single(line: Sequence[tuple[int, int]], gaps: set[tuple[int, int]]) -> bool:
    return sum(place in gaps for place in line) == 1


def _smallest(
    line: Sequence[tuple[int, int]], numbers: Sequence[Sequence[int]], gaps: set[tuple[int, int]]
) -> tuple[int, int] | None:
    """The place that goes next: the smallest number of a line that is still there, totals last."""
    left = [place for place in line if place not in gaps]
    last = (len(numbers) - 1, len(numbers[0]) - 1)

    def order(place: tuple[int, int]) -> tuple[bool, int, tuple[int, int]]:
        at, across = place
        return (at == last[0] or across == last[1], numbers[at][across], place)

    return min(left, key=order, default=None)


def _with_totals(grid: Sequence[Sequence[int]]) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in grid]
    width = len(rows[0]) if rows else 1
    return [*rows, [sum(row[across] for row in rows) for across in range(width)]]


def _share(count: Number, total: Number) -> Decimal | None:
    return None if count is None or not total else Decimal(count) / Decimal(total)


def _percent(share: Decimal | None) -> Decimal | None:
    return None if share is None else round(100 * share, 1)


def _ratio(share: Decimal | None, largest: Decimal | None) -> Decimal | None:
    return None if share is None or not largest else round(share / largest, 2)
