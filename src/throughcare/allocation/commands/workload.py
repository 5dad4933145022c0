"""Hours of posts and what is taken off them; and keeping what the work came to on a day."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Max

from throughcare.allocation import queries
from throughcare.allocation.models import Reduction, WorkingHours
from throughcare.allocation.weighting import weighting
from throughcare.audit import commands as audit
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.probation import commands as change_probation

MOST_HOURS = 60


@transaction.atomic
def set_hours(
    *, account_id: int, post_id: int, hours: Decimal, starts_on: date, now: datetime
) -> WorkingHours:
    """Say how many hours a week somebody works in a post from a day on.

    Raises:
        PermissionDenied: the account does not give cases to officers in the unit of the post.
        Refused: nobody works so many hours.
    """
    code = managed(post_id)
    if not 0 <= hours <= MOST_HOURS:
        raise Refused.because("no-hours", "Hours of a week are from 0 to 60.")
    (made,) = WorkingHours.objects.bulk_create(
        [
            WorkingHours(
                post_id=post_id,
                hours=hours,
                starts_on=starts_on,
                recorded_by_id=account_id,
                recorded_at=now,
            )
        ],
        update_conflicts=True,
        unique_fields=["post", "starts_on"],
        update_fields=["hours"],
    )
    trail_of_post(code, account_id=account_id, action="hours.set", now=now)
    return made


@transaction.atomic
def reduce_hours(
    *,
    account_id: int,
    post_id: int,
    reason: str,
    hours: Decimal,
    starts_on: date,
    ends_on: date | None,
    now: datetime,
) -> Reduction:
    """Take hours off a post for a while; without an end, that of its reason where it has one.

    Raises:
        PermissionDenied: the account does not give cases to officers in the unit of the post.
        Refused: the rules do not allow it; carries every reason.
    """
    code = managed(post_id)
    rules = weighting(on=local_day(now))
    kind = next((each for each in rules.reductions if each.code == reason), None)
    reasons = []
    if kind is None:
        reasons.append(Reason("no-such-reason", "Select why hours are taken off."))
    elif kind.most_percent and hours * 100 > rules.contracted_hours * kind.most_percent:
        reasons.append(
            Reason(
                "too-many", f"For this reason {kind.most_percent} percent at most are taken off."
            )
        )
    if not 0 < hours <= MOST_HOURS:
        reasons.append(Reason("no-hours", "Hours of a week are more than 0 and at most 60."))
    if ends_on is not None and ends_on <= starts_on:
        reasons.append(Reason("ends-before-start", "The end must be after the start."))
    if reasons or kind is None:
        raise Refused(reasons)
    if ends_on is None and kind.months:
        ends_on = change_probation.months_later(starts_on, months=kind.months)
    last = Reduction.objects.filter(post_id=post_id).aggregate(Max("number"))["number__max"] or 0
    made = Reduction.objects.create(
        post_id=post_id,
        number=last + 1,
        reason=reason,
        hours=hours,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_by_id=account_id,
        recorded_at=now,
    )
    trail_of_post(code, account_id=account_id, action="reduction.made", now=now)
    return made


@transaction.atomic
def delete_reduction(*, account_id: int, post_id: int, number: int, now: datetime) -> None:
    """Take a reduction back, as if it had not been.

    Raises:
        PermissionDenied: the account does not give cases to officers in the unit of the post.
        Refused: there is no such reduction.
    """
    code = managed(post_id)
    found = Reduction.objects.filter(post_id=post_id, number=number, deleted_at=None)
    if not found.update(deleted_at=now):
        raise Refused.because("no-reduction", "There is no such reduction.")
    trail_of_post(code, account_id=account_id, action="reduction.deleted", now=now)


_KEEP = """
SELECT allocation_keep_day(%(posts)s::bigint[], %(day)s, %(cases)s::integer[], %(points)s::numeric[], %(available)s::numeric[],
    %(capacity)s::numeric[])
"""


@transaction.atomic
def keep_workload(*, now: datetime) -> int:
    """Keep what the work of every post comes to on the day, as the engine; how many posts have some. Safe to repeat."""
    on = local_day(now)
    found = list(queries.loads_of_all(at=now, on=on).values())
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP,
            {
                "posts": [each.post_id for each in found],
                "day": on,
                "cases": [each.cases for each in found],
                "points": [each.capacity.points for each in found],
                "available": [each.capacity.available for each in found],
                "capacity": [each.capacity.percent for each in found],
            },
        )
    return len(found)


def managed(post_id: int) -> str:
    """The code of a post in whose unit the account gives cases to officers.

    Raises:
        PermissionDenied: it does not.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code FROM access_post WHERE id = %s AND allocation_manages_post(id)", [post_id]
        )
        found = cursor.fetchone()
    if found is None:
        raise PermissionDenied
    return str(found[0])


def trail_of_post(code: str, *, account_id: int, action: str, now: datetime) -> None:
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="post",
        subject_reference=code,
        now=now,
    )
