"""What must always be true of unpaid work, asked of any database."""

from dataclasses import dataclass

from django.db import connection

from throughcare.unpaidwork.terms import agreed


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A promise that does not hold for a row; `table` and `row_id` name it, and `says` what is wrong, in numbers alone."""

    rule: str
    table: str
    row_id: int
    says: str


_CHECKS = {
    "credited-within-required": (
        "unpaidwork.Order",
        """SELECT o.id, format('%s minutes credited of %s', o.credited_minutes,
                              o.ordered_minutes + o.additional_minutes + o.adjusted_minutes)
           FROM unpaidwork_order o
           WHERE o.credited_minutes > o.ordered_minutes + o.additional_minutes + o.adjusted_minutes""",
    ),
    "credited-is-the-sum": (
        "unpaidwork.Order",
        """SELECT o.id, format('%s minutes kept, %s in its appointments', o.credited_minutes, coalesce(a.minutes, 0))
           FROM unpaidwork_order o
           LEFT JOIN (SELECT order_id, sum(credited_minutes) AS minutes FROM unpaidwork_appointment GROUP BY order_id) a
               ON a.order_id = o.id
           WHERE o.credited_minutes <> coalesce(a.minutes, 0)""",
    ),
    "adjusted-is-the-sum": (
        "unpaidwork.Order",
        """SELECT o.id, format('%s minutes kept, %s in its adjustments', o.adjusted_minutes, coalesce(a.minutes, 0))
           FROM unpaidwork_order o
           LEFT JOIN (SELECT order_id, sum(minutes) AS minutes FROM unpaidwork_adjustment GROUP BY order_id) a
               ON a.order_id = o.id
           WHERE o.adjusted_minutes <> coalesce(a.minutes, 0)""",
    ),
    "booked-is-the-count": (
        "unpaidwork.Session",
        """SELECT s.id, format('%s booked, %s appointments', s.booked, coalesce(a.people, 0))
           FROM unpaidwork_session s
           LEFT JOIN (SELECT session_id, count(*) AS people FROM unpaidwork_appointment WHERE NOT is_released
                      GROUP BY session_id) a ON a.session_id = s.id
           WHERE s.booked <> coalesce(a.people, 0)""",
    ),
    "credit-needs-attendance": (
        "unpaidwork.Appointment",
        """SELECT a.id, format('%s minutes credited for outcome %s', a.credited_minutes, b.outcome)
           FROM unpaidwork_appointment a
           JOIN probation_appointment b ON b.id = a.slot_id
           LEFT JOIN probation_outcome o ON o.code = b.outcome
           WHERE a.credited_minutes > 0 AND o.is_attended IS NOT TRUE""",
    ),
    "appointment-is-of-its-case": (
        "unpaidwork.Appointment",
        """SELECT a.id, format('slot %s and order %s', a.slot_id, a.order_id)
           FROM unpaidwork_appointment a
           JOIN probation_appointment b ON b.id = a.slot_id
           JOIN unpaidwork_order o ON o.id = a.order_id
           WHERE b.case_id <> a.case_id OR o.case_id <> a.case_id""",
    ),
    "counted-in-the-requirement": (
        "unpaidwork.Order",
        """SELECT o.id, format('%s minutes credited, %s done in its requirements', o.credited_minutes, q.done)
           FROM unpaidwork_order o
           JOIN (SELECT sentence_id, sum(done) AS done, sum(length) AS length FROM probation_requirement
                 WHERE type_id = :requirement AND ended_on IS NULL GROUP BY sentence_id) q ON q.sentence_id = o.sentence_id
           WHERE q.done <> least(o.credited_minutes, q.length)""",
    ),
}


def broken() -> list[Broken]:
    """Every row for which a promise of this room does not hold, by rule and row; to be asked as the engine or the owner."""
    found = []
    with connection.cursor() as cursor:
        for rule, (table, statement) in _CHECKS.items():
            asked = statement.replace("%", "%%").replace(":requirement", "%(requirement)s")
            cursor.execute(f"{asked} ORDER BY 1", {"requirement": agreed().requirement_type})
            found += [
                Broken(rule=rule, table=table, row_id=row_id, says=says)
                for row_id, says in cursor.fetchall()
            ]
    return found
