"""What the work of an officer comes to, and how much of it there is room for.

Points are data (`workload.yaml`). Source: the national caseload weighting (probation rules, section 20).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from throughcare.allocation.weighting import Weighting

WHOLE: Final = Decimal(100)
FULL: Final = Decimal(100)


class Kind(StrEnum):
    COMMUNITY = "community"
    CUSTODY = "custody"
    LICENCE = "licence"


class ReductionState(StrEnum):
    SCHEDULED = "scheduled"
    ACTIVE = "active"
    ARCHIVED = "archived"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentenced:
    """A live sentence: `type` is its kind (SC, NC, SP), `ends_on` the latest of its ends, None for one without."""

    type: str
    ends_on: date | None
    custody_status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A case as its points are counted. Without a tier it has none."""

    kind: Kind
    tier: str | None
    is_t2a: bool = False
    is_overdue: bool = False
    has_warrant: bool = False
    is_unpaid_work_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Work beside cases: reports by kind, assessments of sexual offenders by kind of case, support by code of contact."""

    reports: Mapping[str, int] = field(default_factory=dict)
    arms: Mapping[str, int] = field(default_factory=dict)
    support_for_others: Collection[str] = ()
    support_by_others: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """`percent` has one decimal place; None where there are no hours to work in."""

    points: Decimal
    available: Decimal
    percent: Decimal | None

    @property
    def is_over(self) -> bool:
        return (self.percent is None and self.points > 0) or (self.percent or 0) > FULL


def kind_of(sentences: Collection[Sentenced], *, rules: Weighting) -> Kind:
    """The kind of a case: that of the sentence that ends last, one without an end last of all."""
    if not sentences:
        return Kind.COMMUNITY
    last = max(sentences, key=lambda each: each.ends_on or date.max)
    if last.type == "SP":
        return Kind.COMMUNITY
    is_inside = last.custody_status in rules.custody_statuses
    return Kind.CUSTODY if is_inside or last.type == "NC" else Kind.LICENCE


def points_of_case(case: Weighed, *, rules: Weighting) -> Decimal:
    """The points of a case, by its tier without a suffix; less where little of the work is left."""
    if case.tier is None or case.tier[:2] not in rules.case_points:
        return Decimal(0)
    column = "t2a" if case.is_t2a else case.kind.value
    points = rules.case_points[case.tier[:2]][column]
    for name, applies in (
        ("overdue", case.is_overdue),
        ("warrant", case.has_warrant),
        ("unpaid_work_only", case.is_unpaid_work_only),
    ):
        if applies:
            return points * rules.weight_percent[name] / WHOLE
    return points


def points_of_other(other: Other, *, rules: Weighting) -> Decimal:
    """The points of work beside cases; what others did for one is taken off.

    Raises:
        KeyError: there is no such kind of report, case or contact.
    """
    return (
        sum((rules.report_points[kind] * n for kind, n in other.reports.items()), Decimal(0))
        + sum((rules.arms_points[kind] * n for kind, n in other.arms.items()), Decimal(0))
        + sum((rules.support_points[code] for code in other.support_for_others), Decimal(0))
        - sum((rules.support_points[code] for code in other.support_by_others), Decimal(0))
    )


def available_points(
    *, hours: Decimal, reduced_by: Collection[Decimal], rules: Weighting
) -> Decimal:
    """The points that the hours of a person leave room for, in whole points; never below none."""
    left = max(hours - sum(reduced_by, Decimal(0)), Decimal(0))
    return (rules.target_points * left / rules.contracted_hours).to_integral_value(ROUND_FLOOR)


def capacity(points: Decimal, *, available: Decimal) -> Capacity:
    """How much of the room is taken, to three places of the quotient, halves upwards."""
    if available == 0:
        return Capacity(points=points, available=available, percent=None)
    share = (points / available).quantize(Decimal("0.001"), ROUND_HALF_UP)
    return Capacity(
        points=points, available=available, percent=(share * WHOLE).quantize(Decimal("0.1"))
    )


def state_of_reduction(
    *, starts_on: date, ends_on: date | None, is_deleted: bool, on: date
) -> ReductionState:
    """Where a reduction of `[starts_on, ends_on)` stands on a day."""
    if is_deleted:
        return ReductionState.DELETED
    if on < starts_on:
        return ReductionState.SCHEDULED
    if ends_on is not None and on >= ends_on:
        return ReductionState.ARCHIVED
    return ReductionState.ACTIVE
