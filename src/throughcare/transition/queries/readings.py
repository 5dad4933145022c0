"""Transition access: what was asked for and given, and who reads a case on. Row-level security says who is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from throughcare.transition.models import Reading
from throughcare.transition.queries import sql

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from throughcare.restructure.models import Plan

# With the body that each account is of now, and that which gave the case up.
_SHOWN: Final = """
select r.reference, r.item_reference, r.days, r.reason, r.asked_at, r.asked_by_id, r.account_id, r.decided_at, r.decided_by_id,
       u.display_name as reader, coalesce(b.name, '') as body, coalesce(m.display_name, '') as asked_by,
       coalesce(d.display_name, '') as decided_by, g.ends_at, r.case_id,
       coalesce(organisation_fact(r.to_owner_id, 'name', tc_now(), tc_live()), '') as owner,
       case when r.decided_at is null then 'waiting' when r.grant_id is null then 'refused'
            when g.ends_at > tc_now() then 'open' else 'ended' end as standing
from transition_reading r
join access_account u on u.id = r.account_id
left join access_account m on m.id = r.asked_by_id
left join access_account d on d.id = r.decided_by_id
left join access_grant g on g.id = r.grant_id
left join lateral (
    select organisation_fact(s.owner_id, 'name', tc_now(), tc_live()) as name
    from access_seats(r.account_id, tc_now(), tc_live()) s order by s.post_id limit 1
) b on true
"""

# Whoever reads a case on now, by the exceptions that are in force.
_READERS: Final = """
select u.display_name as name, coalesce(b.name, '') as body, g.ends_at, r.reference
from access_grant g
join access_account u on u.id = g.account_id
left join transition_reading r on r.grant_id = g.id
left join lateral (
    select organisation_fact(s.owner_id, 'name', tc_now(), tc_live()) as name
    from access_seats(g.account_id, tc_now(), tc_live()) s order by s.post_id limit 1
) b on true
where g.case_id = %(case)s and g.kind = 'transition' and g.starts_at <= tc_now() and g.ends_at > tc_now()
order by g.ends_at, g.id
"""


@dataclass(frozen=True, kw_only=True)
class HandedOver:
    """A case that a plan took from the body of an account; closed to the account by a restriction, or open to it anyway."""

    case_id: int
    reference: str
    from_owner_id: int
    to_owner_id: int
    is_closed: bool
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One case that was asked for. `standing` is waiting, refused, open or ended; `ends_at` is None before anything was given."""

    reference: UUID
    item_reference: str
    days: int
    reason: str
    asked_at: datetime
    asked_by_id: int
    asked_by: str
    account_id: int
    reader: str
    body: str
    owner: str
    case_id: int
    decided_at: datetime | None
    decided_by_id: int | None
    decided_by: str
    ends_at: datetime | None
    standing: str


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Somebody who reads a case on, the body that they are of, and until when; `reference` where the asking may be seen."""

    name: str
    body: str
    ends_at: datetime
    reference: UUID | None


def handed_over(plan: Plan, *, account_id: int, references: Sequence[str]) -> dict[str, HandedOver]:
    """By reference the cases of some that a live plan took from the body of an account; for a manager of that account."""
    found = sql.rows(
        "select * from transition_handed_over(%s, %s, null, %s)",
        [plan.pk, account_id, list(references)],
    )
    return {row["reference"]: HandedOver(**row) for row in found}


def waiting(*, account_id: int) -> set[str]:
    """The cases that were asked for an account and are not decided, by reference."""
    asked = Reading.objects.filter(account_id=account_id, decided_at=None)
    return set(asked.values_list("item_reference", flat=True))


def may_let_read(made: Reading, *, now: datetime) -> bool:
    """Whether what was asked for may be given by the pinned account as things stand now."""
    (row,) = sql.rows(
        "select access_may_let_read(%s, %s, %s) as may",
        [made.account_id, made.case_id, now + timedelta(days=made.days)],
    )
    return bool(row["may"])


def count_readings(plan: Plan) -> int:
    """How many were asked for under a plan, of those that may be seen."""
    return Reading.objects.filter(plan=plan).count()


def readings_asked(plan: Plan, *, part: slice) -> list[Asked]:
    """A part of what was asked for under a plan: what waits first, then the latest."""
    rows = sql.rows(
        f"{_SHOWN} where r.plan_id = %(plan)s order by r.decided_at is not null, r.id desc"
        " limit %(most)s offset %(skipped)s",
        {"plan": plan.pk, "most": part.stop - part.start, "skipped": part.start},
    )
    return [Asked(**row) for row in rows]


def reading(reference: UUID) -> Asked | None:
    """One of them; None where there is none that may be seen."""
    rows: list[dict[str, Any]] = sql.rows(  # Any: columns of any type
        f"{_SHOWN} where r.reference = %(reference)s", {"reference": reference}
    )
    return Asked(**rows[0]) if rows else None


def plan_of(reference: UUID) -> Plan:
    """The plan under which one was asked for."""
    return Reading.objects.select_related("plan").get(reference=reference).plan


def readers_of(case_id: int) -> list[Reader]:
    """Whoever reads a case on after a plan handed it over, the first to end first; for whoever has the case, and who reads."""
    return [Reader(**row) for row in sql.rows(_READERS, {"case": case_id})]
