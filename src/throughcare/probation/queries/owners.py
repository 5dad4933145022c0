"""Who answers for somebody, whoever asks."""

from django.db import connection


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
