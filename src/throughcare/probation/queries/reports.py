"""Figures of a period for each provider, in the shape that it began with and the one it ended with, and the bridge between."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import connection

from throughcare.organisation import queries as organisation

BRIDGED: Final = ("start", "opened", "closed", "end", "contacts")
"""What is counted in both shapes at once, so that a bridge leads from one to the other."""

NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""When a shape ends that no reform ends."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What one provider had in a period: cases at its start, opened, come, gone, closed, at its end; contacts written."""

    code: str
    name: str
    start: int = 0
    opened: int = 0
    came: int = 0
    went: int = 0
    closed: int = 0
    end: int = 0
    contacts: int = 0

    @property
    def adds_up(self) -> bool:
        return self.start + self.opened + self.came - self.went - self.closed == self.end


@dataclass(frozen=True, kw_only=True)
class Span:
    """How much of one provider of the old shape is of one of the new."""

    old_code: str
    old_name: str
    new_code: str
    new_name: str
    start: int = 0
    opened: int = 0
    closed: int = 0
    end: int = 0
    contacts: int = 0


@dataclass(frozen=True, kw_only=True)
class Report:
    """Both shapes with the bridge, for [starts_at, ends_at). Without `reforms` in the period the shapes are one.

    Figures under no code are those of cases that had no provider in that shape: opened after it ended, or given to nobody yet.
    """

    starts_at: datetime
    ends_at: datetime
    reforms: tuple[organisation.Reform, ...]
    old: tuple[Figures, ...]
    new: tuple[Figures, ...]
    bridge: tuple[Span, ...]


Cell = tuple[str, int | None, int | None, int]
Units = dict[int, organisation.Named]


def period_report(*, starts_at: datetime, ends_at: datetime) -> Report:
    """Count the cases of a period, one by one; four queries. Whoever sees one provider alone is given its own in the new shape.

    Raises:
        ValueError: the period is empty.
    """
    return _report(starts_at, ends_at, counting=(_CASES,))


def period_report_with_contacts(*, starts_at: datetime, ends_at: datetime) -> Report:
    """As `period_report`, with the contacts that were recorded; five queries, and as long as it takes to read all contacts.

    Raises:
        ValueError: the period is empty.
    """
    return _report(starts_at, ends_at, counting=(_CASES, _CONTACTS))


_CASES: Final = "SELECT * FROM probation_period_figures(%s, %s, %s, %s)"
_CONTACTS: Final = "SELECT 'contacts', * FROM probation_period_contacts(%s, %s, %s, %s)"


def _report(starts_at: datetime, ends_at: datetime, *, counting: Iterable[str]) -> Report:
    if starts_at >= ends_at:
        raise ValueError("A period ends after it starts.")
    pinned = organisation.pinned()
    last = organisation.Moment(at=ends_at - timedelta(microseconds=1), live=pinned.live)
    reforms = tuple(
        each for each in organisation.reforms(moment=last) if each.effective_at > starts_at
    )
    changes = [each.effective_at for each in reforms]
    period = [starts_at, ends_at, min(changes, default=NEVER), max(changes, default=starts_at)]
    cells: list[Cell] = []
    with connection.cursor() as cursor:
        for statement in counting:
            cursor.execute(statement, period)
            cells += cursor.fetchall()
    units = {
        each.unit_id: each
        for each in organisation.named(
            sorted({unit_id for cell in cells for unit_id in cell[1:3] if unit_id is not None}),
            moment=last,
        )
    }
    return Report(
        starts_at=starts_at,
        ends_at=ends_at,
        reforms=reforms,
        old=_shape(cells, units, side=0, came="in-old", went="out-old"),
        new=_shape(cells, units, side=1, came="in-new", went="out-new"),
        bridge=_bridge(cells, units),
    )


def _shape(
    cells: Iterable[Cell], units: Units, *, side: int, came: str, went: str
) -> tuple[Figures, ...]:
    """`side` is where a cell has the unit of the shape."""
    names = {came: "came", went: "went"} | {each: each for each in BRIDGED}
    found: dict[int | None, Counter[str]] = {}
    for measure, *pair, number in cells:
        if measure in names:
            found.setdefault(pair[side], Counter())[names[measure]] += number
    shown = [
        Figures(code=_code(units, unit_id), name=_name(units, unit_id), **figures)
        for unit_id, figures in found.items()
    ]
    return tuple(sorted(shown, key=lambda each: (not each.code, each.code)))


def _bridge(cells: Iterable[Cell], units: Units) -> tuple[Span, ...]:
    found: dict[tuple[int | None, int | None], Counter[str]] = {}
    for measure, old, new, number in cells:
        if measure in BRIDGED:
            found.setdefault((old, new), Counter())[measure] += number
    spans = [
        Span(
            old_code=_code(units, old),
            old_name=_name(units, old),
            new_code=_code(units, new),
            new_name=_name(units, new),
            **figures,
        )
        for (old, new), figures in found.items()
    ]
    return tuple(
        sorted(
            spans,
            key=lambda each: (not each.old_code, each.old_code, not each.new_code, each.new_code),
        )
    )


def _code(units: Units, unit_id: int | None) -> str:
    return units[unit_id].code if unit_id is not None else ""


def _name(units: Units, unit_id: int | None) -> str:
    return units[unit_id].name if unit_id is not None else "No provider in this shape"
