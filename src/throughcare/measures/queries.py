"""Figures of a unit and a month by each service level, with the cases behind them, and the statistics of a quarter.

The database finds the facts, set by set, for those units alone whose figures the viewer may see; `rules` judge them.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.measures.definitions import definitions_for
from throughcare.measures.rules.service_levels import (
    Clock,
    Definition,
    Facts,
    Judged,
    Outcome,
    Tally,
    judge,
    tally,
)
from throughcare.organisation import queries as organisation
from throughcare.probation import queries as probation

__all__ = [
    "Clock",
    "Counted",
    "Definition",
    "Figure",
    "Judged",
    "Outcome",
    "Scope",
    "Statistics",
    "Tally",
    "figure",
    "figures",
    "may_see",
    "scope",
    "statistics",
]

_ONE_CLOCK: Final = "SELECT * FROM measures_by_:clock(%s::bigint[], %s, %s, %s::text[], %s)"
_BY_CLOCK: Final = {
    clock: _ONE_CLOCK.replace(":clock", clock.value.replace("-", "_")) for clock in Clock
}
CASELOAD_TOTALS: Final = {
    "all-custody": frozenset({"before-release", "after-release", "recalled"}),
    "all-orders": frozenset({"community", "suspended", "youth", "other-community"}),
}
EVERYBODY: Final = "all"


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Whose figures they are: a provider, or a unit under one with all that is under it; and of what kind the provider is."""

    unit: organisation.Named
    unit_ids: tuple[int, ...]
    provider_kind: str


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`recorded_at` is when the latest of the records that were counted was written; None where there are none."""

    definition: Definition
    judged: tuple[Judged, ...]
    tally: Tally
    recorded_at: datetime | None

    def of(self, outcome: str) -> list[Judged]:
        """Those that came to an outcome, or all; by the day on which the clock started."""
        return [each for each in self.judged if outcome in {"", each.outcome}]


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One figure of the statistics and the cases behind it: of the caseload each person once, of what happened each time."""

    heading: str
    code: str
    number: int
    case_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Statistics:
    counted: tuple[Counted, ...]

    def under(self, heading: str) -> list[Counted]:
        return [each for each in self.counted if each.heading == heading]

    def find(self, *, heading: str, code: str) -> Counted | None:
        return next(
            (each for each in self.counted if (each.heading, each.code) == (heading, code)), None
        )


def may_see(unit_id: int) -> bool:
    """Whether the figures of a unit are shown to the viewer: to whoever sees those of a provider, or gives cases to officers there."""
    return access.may(action=Action.SEE_PLAN, unit_id=unit_id) or access.may(
        action=Action.ALLOCATE, unit_id=unit_id
    )


def scope(unit: organisation.Named, *, at: datetime) -> Scope:
    """What is counted under a unit at a moment; at most four queries."""
    moment = organisation.pinned()
    providers = {each.code for each in organisation.kinds().values() if each.is_provider}
    if unit.kind in providers:
        return Scope(unit=unit, unit_ids=(unit.unit_id,), provider_kind=unit.kind)
    above = organisation.chain_above(unit.unit_id, hierarchy="line", moment=moment)
    return Scope(
        unit=unit,
        unit_ids=tuple(probation.units_under(unit.unit_id, at=at)),
        provider_kind=next((each.kind for each in above if each.kind in providers), ""),
    )


def figures(*, of: Scope, since: date, until: date, today: date) -> tuple[Figure, ...]:
    """Every service level that is asked of the provider by clocks that start from `since` to `until`; one query for each."""
    return tuple(
        _figure(definition, of=of, since=since, until=until, today=today)
        for definition in definitions_for(of.provider_kind, on=since)
    )


def figure(code: str, *, of: Scope, since: date, until: date, today: date) -> Figure | None:
    """One service level, with the cases behind it; None where it is not asked of the provider. One query."""
    for definition in definitions_for(of.provider_kind, on=since):
        if definition.code == code:
            return _figure(definition, of=of, since=since, until=until, today=today)
    return None


def _figure(definition: Definition, *, of: Scope, since: date, until: date, today: date) -> Figure:
    found: list[tuple[Facts, datetime]] = []
    if definition.clock is not None:
        with connection.cursor() as cursor:
            cursor.execute(
                _BY_CLOCK[definition.clock],
                [list(of.unit_ids), since, until, list(definition.types), definition.months],
            )
            found = [(_facts(row), row[-1]) for row in cursor.fetchall()]
    judged = sorted(
        (judge(facts, definition, today=today) for facts, _ in found),
        key=lambda each: (each.facts.started_on, each.facts.case_id),
    )
    return Figure(
        definition=definition,
        judged=tuple(judged),
        tally=tally(judged),
        recorded_at=max((recorded_at for _, recorded_at in found), default=None),
    )


# A row of the shape that every clock has: the facts in order, and when they were recorded.
_Row = tuple[int, date, date | None, date | None, bool, bool, date, date, date, date, datetime]


def _facts(row: _Row) -> Facts:
    return Facts(**dict(zip(Facts.__dataclass_fields__, row[:-1], strict=True)))  # type: ignore[arg-type]  # in this order


def statistics(*, of: Scope, since: date, until: date) -> Statistics:
    """The caseload on the last day of a period, and what started, ended and was recalled in it; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT heading, code, case_id, person_id FROM measures_statistics(%s::bigint[], %s, %s)",
            [list(of.unit_ids), since, until],
        )
        rows: list[tuple[str, str, int, int]] = cursor.fetchall()
    people: dict[str, dict[int, int]] = {}
    happened: dict[tuple[str, str], Counter[int]] = {}
    for heading, code, case_id, person_id in rows:
        if heading != "caseload":
            happened.setdefault((heading, code), Counter())[case_id] += 1
            continue
        for line in (code, *_totals_of(code)):
            people.setdefault(line, {})[person_id] = case_id
    counted = [
        Counted(heading="caseload", code=code, number=len(of_type), case_ids=_ids(of_type.values()))
        for code, of_type in people.items()
    ]
    counted += [
        Counted(heading=heading, code=code, number=times.total(), case_ids=_ids(times))
        for (heading, code), times in happened.items()
    ]
    return Statistics(
        counted=tuple(sorted(counted, key=lambda each: (each.heading, -each.number, each.code)))
    )


def _totals_of(code: str) -> list[str]:
    return [name for name, types in CASELOAD_TOTALS.items() if code in types] + [EVERYBODY]


def _ids(case_ids: Collection[int]) -> tuple[int, ...]:
    return tuple(sorted(set(case_ids)))
