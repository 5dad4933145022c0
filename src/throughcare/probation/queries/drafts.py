"""What is being written about cases and is not recorded. Row security decides which of it is found."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

_DRAFTED = """
    SELECT d.reference, m.crn, coalesce(n.first, ''), coalesce(n.last, ''), d.author_id = %(account)s,
        coalesce(u.display_name, ''), d.type_code, d.outcome_code, d.day, d.start, d.minutes, d.notes, d.is_sensitive,
        d.begun_at, d.saved_at
    FROM probation_draft d
    JOIN probation_case c ON c.id = d.case_id
    JOIN people_person m ON m.id = c.person_id
    LEFT JOIN people_name n ON n.person_id = m.id AND n.kind = 'legal'
    LEFT JOIN access_account u ON u.id = d.begun_by_id
    WHERE d.state = 'open'
"""


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """A contact as far as it is typed. One that is not the viewer's own was left by who may no longer write to the case."""

    reference: UUID
    crn: str
    first: str
    last: str
    is_own: bool
    begun_by: str
    type_code: str
    outcome_code: str
    day: date | None
    start: str
    minutes: str
    notes: str
    is_sensitive: bool
    begun_at: datetime
    saved_at: datetime

    @property
    def name(self) -> str:
        return ", ".join(part for part in (self.last, self.first) if part)


def drafts_of_case(case_id: int, *, account_id: int) -> tuple[Drafted, ...]:
    """The viewer's own draft about a case first, then those that others left; one query."""
    return _found(
        f"{_DRAFTED} AND d.case_id = %(case)s ORDER BY d.author_id <> %(account)s, d.saved_at DESC, d.id",
        {"case": case_id, "account": account_id},
    )


def drafts_to_finish(
    *, account_id: int, post_ids: Collection[int], at: datetime, limit: int
) -> tuple[Drafted, ...]:
    """The viewer's own drafts, and those that others left about the cases of some posts, the last saved first; one query.

    Two questions, so that each is answered from an index before row security is asked of what is found.
    """
    held = (
        "SELECT h.case_id FROM probation_held(%(posts)s::bigint[], '{}', '{}', %(at)s, tc_live()) h"
    )
    own = f"{_DRAFTED} AND d.author_id = %(account)s"
    left = f"{_DRAFTED} AND d.author_id <> %(account)s AND d.case_id IN ({held})"
    return _found(
        f"{own} UNION ALL {left} ORDER BY saved_at DESC, reference LIMIT %(limit)s",
        {"account": account_id, "posts": list(post_ids), "at": at, "limit": limit},
    )


def _found(statement: str, values: dict[str, int | datetime | list[int]]) -> tuple[Drafted, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return tuple(
            Drafted(**dict(zip(Drafted.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )
