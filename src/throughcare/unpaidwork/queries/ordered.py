"""What courts ordered of unpaid work, by the live requirements of each sentence (rule 2)."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from throughcare.unpaidwork.terms import agreed

_ORDERED = """
SELECT s.id, s.number, y.description, s.imposed_on,
    coalesce(sum(q.length) FILTER (WHERE q.starts_on <= s.imposed_on), 0)::integer,
    coalesce(sum(q.length) FILTER (WHERE q.starts_on > s.imposed_on), 0)::integer,
    EXISTS (SELECT FROM unpaidwork_order o WHERE o.sentence_id = s.id)
FROM probation_sentence s
JOIN probation_sentencetype y ON y.code = s.type_id
LEFT JOIN probation_requirement q
    ON q.sentence_id = s.id AND q.type_id = %(type)s AND q.ended_on IS NULL AND q.starts_on <= %(day)s
WHERE s.case_id = %(case)s AND s.terminated_on IS NULL AND s.imposed_on <= %(day)s
GROUP BY s.id, y.description
ORDER BY s.number DESC
"""


@dataclass(frozen=True, kw_only=True)
class Ordered:
    """The unpaid work of a live sentence in minutes: ordered with it, and added to it later."""

    sentence_id: int
    number: int
    sentence: str
    imposed_on: date
    minutes: int
    additional_minutes: int
    is_taken_on: bool


def ordered(case_id: int, *, on: date) -> tuple[Ordered, ...]:
    """What each live sentence of a case orders on a day, latest first; those that order none with no minutes. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_ORDERED, {"case": case_id, "day": on, "type": agreed().requirement_type})
        return tuple(
            Ordered(**dict(zip(Ordered.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )
