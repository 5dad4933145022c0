"""What a manager is shown of cases that nobody has been given, beside the card of each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

INITIAL: Final = ("COAI", "COVI", "CODI", "COHV")
"""Types of an initial appointment (11, point 1)."""


@dataclass(frozen=True, kw_only=True)
class Awaiting:
    """`status` is new, currently or previously; `officer` had the case last, `ended_on` is when the last sentence before ended.

    `initial_at` is None where no initial appointment was found. `came_from` is the provider it was transferred from, if it was.
    """

    case_id: int
    sentence: str
    imposed_on: date | None
    status: str
    officer: str
    grade: str
    ended_on: date | None
    requirements: tuple[str, ...]
    initial_at: datetime | None
    initial_type: str
    came_from: str

    def days_since_sentence(self, today: date) -> int | None:
        return None if self.imposed_on is None else (today - self.imposed_on).days


_AWAITING = """
SELECT c.id, coalesce(y.description, ''), s.imposed_on,
    CASE WHEN n.live > 1 THEN 'currently' WHEN n.ended_on IS NOT NULL THEN 'previously' ELSE 'new' END,
    coalesce(o.display_name, ''), coalesce(o.grade, ''), n.ended_on,
    ARRAY(SELECT t.description FROM probation_requirement q JOIN probation_requirementtype t ON t.code = q.type_id
          WHERE q.sentence_id = s.id AND q.ended_on IS NULL ORDER BY q.number),
    i.starts_at, coalesce(i.description, ''),
    coalesce((SELECT organisation_fact(t.from_unit_id, 'name', t.asked_at, tc_live()) FROM probation_transfer t
              WHERE t.case_id = c.id AND t.state IN ('accepted', 'partly') ORDER BY t.number DESC LIMIT 1), '')
FROM probation_case c
LEFT JOIN LATERAL (
    SELECT x.id, x.type_id, x.imposed_on FROM probation_sentence x
    WHERE x.case_id = c.id AND x.terminated_on IS NULL AND x.imposed_on <= %(at)s ORDER BY x.imposed_on DESC, x.number DESC LIMIT 1
) s ON true
LEFT JOIN probation_sentencetype y ON y.code = s.type_id
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE x.terminated_on IS NULL AND x.case_id = c.id AND x.type_id IS NOT NULL) AS live,
        max(x.terminated_on) AS ended_on
    FROM probation_sentence x JOIN probation_case k ON k.id = x.case_id WHERE k.person_id = c.person_id
) n
LEFT JOIN LATERAL (
    SELECT u.display_name, u.grade FROM probation_caseassignment a
    JOIN access_post q ON q.id = a.post_id JOIN access_account u ON u.id = q.account_id
    WHERE a.item_id = c.id AND a.starts_at <= %(at)s AND a.superseded_at IS NULL
      AND (a.change_id IS NULL OR a.change_id = ANY (tc_live()))
    ORDER BY a.starts_at DESC, a.id DESC LIMIT 1
) o ON true
LEFT JOIN LATERAL (
    SELECT p.starts_at, t.description FROM probation_appointment p JOIN probation_contacttype t ON t.code = p.type_id
    WHERE p.case_id = c.id AND p.type_id = ANY (%(initial)s) AND NOT p.is_cancelled
      AND (s.imposed_on IS NULL OR p.starts_at >= s.imposed_on)
    ORDER BY p.starts_at LIMIT 1
) i ON true
WHERE c.id = ANY (%(cases)s)
"""


_REQUIREMENTS: Final = list(Awaiting.__dataclass_fields__).index("requirements")


def awaiting(case_ids: Collection[int], *, at: datetime) -> dict[int, Awaiting]:
    """By case, what is known of the person and the sentence for whoever gives it to an officer; one query."""
    values: dict[str, Any] = {
        "cases": list(case_ids),
        "at": at,
        "initial": list(INITIAL),
    }  # Any: kinds differ
    with connection.cursor() as cursor:
        cursor.execute(_AWAITING, values)
        found = [
            Awaiting(
                **dict(zip(Awaiting.__dataclass_fields__, row, strict=True))
                | {"requirements": tuple(row[_REQUIREMENTS])}
            )
            for row in cursor.fetchall()
        ]
    return {each.case_id: each for each in found}
