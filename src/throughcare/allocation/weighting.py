"""The weighting of work as data with dates, read from `workload.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from throughcare.allocation.frameworks import Dated, in_force, read_versions


@dataclass(frozen=True, slots=True, kw_only=True)
class ReductionReason:
    """Why hours are taken off: the share that is usual, the most that is allowed, and after how many months it ends."""

    code: str
    group: str
    words: str
    percent: int | None
    most_percent: int | None
    months: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighting(Dated):
    """`case_points` is by tier, and then by kind of case."""

    target_points: Decimal
    contracted_hours: Decimal
    report_points: Mapping[str, Decimal]
    arms_points: Mapping[str, Decimal]
    weight_percent: Mapping[str, Decimal]
    custody_statuses: frozenset[str]
    case_points: Mapping[str, Mapping[str, Decimal]]
    support_points: Mapping[str, Decimal]
    reductions: tuple[ReductionReason, ...]


def weighting(*, on: date) -> Weighting:
    return in_force(_versions(), on=on, name="the weighting of work")


@cache
def _versions() -> tuple[Weighting, ...]:
    return tuple(_read(each) for each in read_versions("workload.yaml"))


def _read(written: Mapping[str, Any]) -> Weighting:  # Any: YAML
    return Weighting(
        starts_on=written["starts_on"],
        ends_on=written["ends_on"],
        source=written["source"],
        target_points=Decimal(written["target_points"]),
        contracted_hours=Decimal(written["contracted_hours"]),
        report_points=_exact(written["report_points"]),
        arms_points=_exact(written["arms_points"]),
        weight_percent=_exact(written["weight_percent"]),
        custody_statuses=frozenset(written["custody_statuses"]),
        case_points={tier: _exact(of) for tier, of in written["case_points"].items()},
        support_points=_exact(written["support_points"]),
        reductions=tuple(ReductionReason(**each) for each in written["reductions"]),
    )


def _exact(written: Mapping[str, str]) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in written.items()}
