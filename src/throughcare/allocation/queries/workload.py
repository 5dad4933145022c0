"""The work of posts: points of their cases, the room that their hours leave, and what another case would make of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection

from throughcare.allocation.models import Reduction, Tier, WorkingHours, WorkloadOfDay
from throughcare.allocation.rules import workload
from throughcare.allocation.rules.workload import Capacity, Kind, ReductionState, Weighed
from throughcare.allocation.weighting import Weighting, weighting
from throughcare.probation import queries as probation


@dataclass(frozen=True, kw_only=True)
class Load:
    """The work of a post at a moment."""

    post_id: int
    cases: int
    hours: Decimal
    reduced_by: Decimal
    capacity: Capacity

    def with_points(self, more: Decimal) -> Capacity:
        """What a case of so many points more would make of it."""
        return workload.capacity(self.capacity.points + more, available=self.capacity.available)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A reduction of the hours of a post, and where it stands on a day."""

    reduction: Reduction
    words: str
    state: ReductionState


@dataclass(frozen=True, kw_only=True)
class Pointed:
    """A case of a post with its tier and points."""

    card: probation.Card
    tier: str
    kind: Kind
    points: Decimal


def loads(
    *, holder_ids: Collection[int], post_ids: Collection[int], at: datetime, on: date
) -> dict[int, Load]:
    """The work of some posts in units where the viewer gives cases to officers; three queries.

    Cases are counted where a unit has them, or one of the posts.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM allocation_cases_counted(%s::bigint[], %s::bigint[], %s)",
            [list(holder_ids), list(post_ids), at],
        )
        counted = cursor.fetchall()
    return _loads(counted, post_ids=post_ids, on=on)


def loads_of_all(*, at: datetime, on: date) -> dict[int, Load]:
    """The work of every post that has a case, as the engine; three queries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM allocation_all_cases_counted(%s)", [at])
        counted = cursor.fetchall()
    return _loads(counted, post_ids={row[0] for row in counted}, on=on)


def _loads(
    counted: Iterable[tuple[int, str, str | None, int]],
    *,
    post_ids: Collection[int],
    on: date,
) -> dict[int, Load]:
    rules = weighting(on=on)
    cases: dict[int, int] = {}
    points: dict[int, Decimal] = {}
    for post_id, kind, tier, count in counted:
        each = workload.points_of_case(Weighed(kind=Kind(kind), tier=tier), rules=rules)
        cases[post_id] = cases.get(post_id, 0) + count
        points[post_id] = points.get(post_id, Decimal(0)) + each * count
    hours, reduced_by = _hours(post_ids, on=on, rules=rules)
    return {
        post_id: Load(
            post_id=post_id,
            cases=cases.get(post_id, 0),
            hours=hours[post_id],
            reduced_by=reduced_by[post_id],
            capacity=workload.capacity(
                points.get(post_id, Decimal(0)),
                available=workload.available_points(
                    hours=hours[post_id], reduced_by=[reduced_by[post_id]], rules=rules
                ),
            ),
        )
        for post_id in post_ids
    }


def points_of(case_id: int, *, is_custodial: bool, on: date) -> Decimal:
    """The points that a case would bring; one query."""
    tier = Tier.objects.filter(case_id=case_id, framework="two-axis", superseded_at=None).first()
    return workload.points_of_case(
        Weighed(
            kind=Kind.CUSTODY if is_custodial else Kind.COMMUNITY,
            tier=None if tier is None else tier.level,
        ),
        rules=weighting(on=on),
    )


def pointed(cards: Collection[probation.Card], *, on: date) -> list[Pointed]:
    """Cases with their points, those with most first; two queries."""
    ids = [card.case_id for card in cards]
    tiers = dict(
        Tier.objects.filter(case_id__in=ids, framework="two-axis", superseded_at=None).values_list(
            "case_id", "level"
        )
    )
    custodial = probation.in_custodial_sentence(ids)
    rules = weighting(on=on)
    found = []
    for card in cards:
        kind = Kind.CUSTODY if card.case_id in custodial else Kind.COMMUNITY
        tier = tiers.get(card.case_id)
        points = workload.points_of_case(Weighed(kind=kind, tier=tier), rules=rules)
        found.append(Pointed(card=card, tier=tier or "", kind=kind, points=points))
    return sorted(found, key=lambda each: (-each.points, each.card.crn))


def reductions(post_id: int, *, on: date) -> list[Taken]:
    """What is taken off the hours of a post, latest first, but what was deleted; one query."""
    words = {each.code: each.words for each in weighting(on=on).reductions}
    found = Reduction.objects.filter(post_id=post_id, deleted_at=None).order_by("-starts_on", "-id")
    return [
        Taken(
            reduction=each,
            words=words.get(each.reason, each.reason),
            state=workload.state_of_reduction(
                starts_on=each.starts_on, ends_on=each.ends_on, is_deleted=False, on=on
            ),
        )
        for each in found[:100]
    ]


def days_before(post_id: int, *, on: date, days: int) -> list[WorkloadOfDay]:
    """What the work of a post came to on each of some days until one, where it was kept, latest first; one query."""
    kept = WorkloadOfDay.objects.filter(post_id=post_id, day__range=(on - timedelta(days=days), on))
    return list(kept.order_by("-day"))


def reasons_of_reductions(*, on: date) -> list[tuple[str, str]]:
    """Why hours may be taken off, by code, in words."""
    return [(each.code, each.words) for each in weighting(on=on).reductions]


def _hours(
    post_ids: Collection[int], *, on: date, rules: Weighting
) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
    hours = dict.fromkeys(post_ids, rules.contracted_hours)
    known = WorkingHours.objects.filter(post_id__in=post_ids, starts_on__lte=on)
    hours |= dict(
        known.order_by("post_id", "-starts_on").distinct("post_id").values_list("post_id", "hours")
    )
    reduced_by = dict.fromkeys(post_ids, Decimal(0))
    active = Reduction.objects.filter(
        post_id__in=post_ids, deleted_at=None, starts_on__lte=on
    ).exclude(ends_on__lte=on)
    for post_id, taken in active.values_list("post_id", "hours"):
        reduced_by[post_id] += taken
    return hours, reduced_by
