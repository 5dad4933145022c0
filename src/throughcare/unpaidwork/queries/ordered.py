"""What courts ordered of unpaid work, by the live requirements of each sentence (rule 2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

from throughcare.unpaidwork.models import Appointment
from throughcare.unpaidwork.terms import agreed

_ORDERED = """
SELECT s.id, s.number, y.description, s.imposed_on,
    coalesce(sum(q.length) FILTER (WHERE NOT q.is_later), 0)::integer,
    coalesce(sum(q.length) FILTER (WHERE q.is_later), 0)::integer,
    EXISTS (SELECT FROM unpaidwork_order o WHERE o.sentence_id = s.id)
FROM probation_sentence s
JOIN probation_sentencetype y ON y.code = s.type_id
LEFT JOIN (
    SELECT r.sentence_id, r.length, r.ended_on, r.starts_on > min(r.starts_on) OVER (PARTITION BY r.sentence_id) AS is_later
    FROM probation_requirement r
    WHERE r.case_id = %(case)s AND r.type_id = %(type)s AND r.starts_on <= %(day)s
) q ON q.sentence_id = s.id AND q.ended_on IS NULL
WHERE s.case_id = %(case)s AND s.terminated_on IS NULL AND s.imposed_on <= %(day)s
GROUP BY s.id, y.description
ORDER BY s.number DESC
"""


@dataclass(frozen=True, kw_only=True)
class Ordered:
    """The unpaid work of a live sentence in minutes: what began with its first requirement, and what was added after that day."""

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


def apart_of(order_ids: Collection[int]) -> frozenset[int]:
    """Those of some orders that the account records as whoever has their requirement, and not the case; one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM unpaidwork_apart_of(%s::bigint[])", [list(order_ids)])
        return frozenset(order_id for (order_id,) in cursor.fetchall())


def apart_in(case_id: int) -> frozenset[int]:
    """The sentences of a case, by number, whose unpaid work the account has, and not the case; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.number FROM unpaidwork_apart_of(ARRAY(SELECT o.id FROM unpaidwork_order o WHERE o.case_id = %s)) a"
            " JOIN unpaidwork_order o ON o.id = a JOIN probation_sentence s ON s.id = o.sentence_id",
            [case_id],
        )
        return frozenset(number for (number,) in cursor.fetchall())


def recorded_apart(session_id: int) -> frozenset[int]:
    """The appointments of a session of people of whom the account has the unpaid work, and not the case; two queries."""
    orders = dict(Appointment.objects.filter(session_id=session_id).values_list("id", "order_id"))
    apart = apart_of(orders.values())
    return frozenset(each for each, order_id in orders.items() if order_id in apart)
