"""Who answers for somebody, whoever asks, and who has had a case."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection


@dataclass(frozen=True, kw_only=True)
class Owned:
    """How long a provider had a case: from `starts_at` until `ends_at`, which is None while it has it.

    The provider is called as it was when the case came to it. `is_by_reform` where a restructure gave it the case.
    """

    code: str
    name: str
    starts_at: datetime
    ends_at: datetime | None
    is_by_reform: bool


# Of rows that begin together the one counts that everybody reads by. One that only changes team or officer begins nothing.
_OWNERS = """
WITH counted AS (
    SELECT DISTINCT ON (x.starts_at) x.starts_at, x.owner_id, x.change_id
    FROM probation_caseassignment x
    WHERE x.item_id = %(case)s AND x.starts_at <= %(at)s AND x.superseded_at IS NULL
      AND (x.change_id IS NULL OR x.change_id = ANY (tc_live()))
    ORDER BY x.starts_at, x.change_id DESC NULLS LAST, x.id DESC
), begun AS (
    SELECT *, lag(owner_id) OVER (ORDER BY starts_at) IS DISTINCT FROM owner_id AS is_another FROM counted
)
SELECT coalesce(organisation_code(owner_id, starts_at, tc_live(), 'infinity'), '') AS code,
       coalesce(organisation_fact(owner_id, 'name', starts_at, tc_live()), '') AS name,
       starts_at, lead(starts_at) OVER (ORDER BY starts_at) AS ends_at, change_id IS NOT NULL AS is_by_reform
FROM begun WHERE is_another ORDER BY starts_at
"""


def owners_of(case_id: int, *, at: datetime) -> tuple[Owned, ...]:
    """Every provider that has had a case up to a moment, the first before the next, as is known now; one query.

    One that has it again after a reversal is told again. For whoever may open the case: nobody is asked whether they may.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OWNERS, {"case": case_id, "at": at})
        return tuple(
            Owned(**dict(zip(Owned.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )


def owner_of(crn: str) -> int | None:
    """The provider that has the case of a person at the pinned moment, the open one first; None where there is none.

    For work that no account does: it tells nothing but the provider, and is not asked on behalf of anybody.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT a.owner_id
            FROM people_person p
            JOIN probation_case c ON c.person_id = p.id
            CROSS JOIN LATERAL (
                SELECT x.owner_id FROM probation_caseassignment x
                WHERE x.item_id = c.id AND x.starts_at <= tc_now() AND x.superseded_at IS NULL
                  AND (x.change_id IS NULL OR x.change_id = ANY (tc_live()))
                ORDER BY x.starts_at DESC, x.change_id DESC NULLS LAST, x.id DESC LIMIT 1
            ) a
            WHERE p.crn = %s
            ORDER BY c.closed_at IS NULL DESC, c.opened_at DESC, c.id DESC LIMIT 1
            """,
            [crn],
        )
        row = cursor.fetchone()
    return row[0] if row else None
