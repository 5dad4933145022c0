"""What somebody has to do: one queue, by risk and time left."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import connection

from throughcare.probation.queries.diary import key_of


class Kind(StrEnum):
    TODAY = "today"
    OVERDUE = "overdue"
    REVIEW = "review"
    ENFORCEMENT = "enforcement"
    HEARING = "hearing"
    NOBODY_AHEAD = "no-appointment"


@dataclass(frozen=True, kw_only=True)
class Task:
    """Something to do about a case. `due_at` is when it is or was due; `key` names its appointment, or its hearing."""

    kind: Kind
    crn: str
    first: str
    last: str
    rosh: str | None
    due_at: datetime
    what: str
    key: str
    is_over: bool

    @property
    def name(self) -> str:
        return ", ".join(part for part in (self.last, self.first) if part)

    @property
    def risk_order(self) -> int:
        return {"very high": 0, "high": 1, "medium": 2, None: 3, "low": 4}[self.rosh]


@dataclass(frozen=True, kw_only=True)
class ReportDue:
    reference: str
    court: str
    crn: str
    name: str
    asked_on: date
    due_on: date


def tasks(
    *,
    post_ids: Collection[int],
    now: datetime,
    today: datetime,
    tomorrow: datetime,
    since: datetime,
    soon: date,
) -> tuple[Task, ...]:
    """The queue of some posts: appointments without an outcome, reviews and hearings until `soon`, enforcement, nobody ahead.

    `today` and `tomorrow` are the midnights about `now` where the officer is. Ranked by risk, and then by
    what was due first; one query.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM probation_tasks(%s::bigint[], %s, %s, %s, %s, %s)",
            [list(post_ids), now, today, tomorrow, since, soon],
        )
        found = [
            Task(
                kind=Kind(kind),
                crn=crn,
                first=first,
                last=last,
                rosh=rosh,
                due_at=due_at,
                what=what,
                key=key_of(starts_at) if starts_at else reference,
                is_over=is_over,
            )
            for kind, crn, first, last, rosh, due_at, what, starts_at, reference, is_over in cursor
        ]
    return tuple(
        sorted(found, key=lambda task: (task.risk_order, task.due_at, task.crn, task.what))
    )


def court_reports(*, owner_ids: Collection[int], now: datetime) -> tuple[ReportDue, ...]:
    """Reports that courts asked some providers for and that are not delivered, the first due first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT q.reference, q.court, m.crn, concat_ws(', ', n.last, n.first), q.asked_on, q.due_on
            FROM probation_courtreport q
            JOIN probation_courtreportassignment_at(%(now)s, tc_live(), 'infinity') a ON a.item_id = q.id
            JOIN probation_case c ON c.id = q.case_id
            JOIN people_person m ON m.id = c.person_id
            LEFT JOIN people_name n ON n.person_id = m.id AND n.kind = 'legal'
            WHERE q.state = 'asked' AND a.owner_id = ANY (%(owners)s)
            ORDER BY q.due_on, q.reference LIMIT 100
            """,
            {"now": now, "owners": list(owner_ids)},
        )
        return tuple(
            ReportDue(
                reference=reference, court=court, crn=crn, name=name, asked_on=asked_on, due_on=due
            )
            for reference, court, crn, name, asked_on, due in cursor.fetchall()
        )
