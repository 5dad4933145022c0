"""What unpaid work keeps, and how its owner is found. A project is of a unit, and stays so when bodies change."""

from pathlib import Path
from typing import Final

from throughcare.organisation.holdings import (
    CodeList,
    Disclosed,
    InFlight,
    Inherited,
    InMinimumView,
    PointsAt,
    Promised,
    Quoted,
    Shared,
    declare,
)

declare(
    Shared(
        table="unpaidwork.Project",
        plain=("code", "name", "beneficiary", "places", "starts_on", "ends_on"),
    ),
    Shared(table="unpaidwork.Opening", plain=("weekday", "starts", "ends")),
    Shared(
        table="unpaidwork.Session",
        plain=("day", "places", "booked", "pick_up_place", "pick_up"),
    ),
    Inherited(
        table="unpaidwork.Order",
        through="case",
        personal=(
            *("ordered_minutes", "additional_minutes", "adjusted_minutes", "credited_minutes"),
            *("status", "is_intensive"),
        ),
        plain=("completed_on",),
    ),
    Inherited(
        table="unpaidwork.Allocation", through="case", plain=("weekday", "starts_on", "ends_on")
    ),
    Inherited(
        table="unpaidwork.Appointment",
        through="case",
        personal=(
            *("offered_minutes", "credited_minutes", "penalty_minutes"),
            *("wore_hi_vis", "work_quality", "behaviour"),
        ),
    ),
    Inherited(
        table="unpaidwork.Adjustment", through="case", personal=("minutes",), plain=("made_on",)
    ),
    Inherited(
        table="unpaidwork.Completion",
        through="case",
        personal=("course", "minutes", "reason"),
        plain=("completed_on",),
    ),
    # A person may work at a project that another body keeps.
    Quoted(
        table="unpaidwork.Project",
        by=("code",),
        along=(("unpaidwork.Opening", "project", "true"),),
    ),
    Quoted(
        table="unpaidwork.Session",
        by=("project_id", "day"),
        told_as=(("supervisor_post_id", "null::bigint"), ("booked", "0")),
    ),
    PointsAt(table="unpaidwork.Session", column="supervisor_post_id", to="access.Post"),
    PointsAt(table="unpaidwork.Adjustment", column="account_id", to="access.Account"),
    PointsAt(table="unpaidwork.Completion", column="resolved_by_id", to="access.Account"),
    Shared(table="unpaidwork.ProjectType", plain=("code", "description"), is_for_all=True),
    Shared(
        table="unpaidwork.AdjustmentReason",
        plain=("code", "description", "most_minutes"),
        is_for_all=True,
    ),
    Shared(table="unpaidwork.CreditScope", plain=("code", "description"), is_for_all=True),
)

declare(
    InFlight(
        table="unpaidwork.Completion",
        name="unpaid-work-completion",
        column="state",
        states=("waiting",),
        due="completed_on",
        through="case",
    ),
    # Work that was ordered and that nobody has given a project yet.
    InFlight(
        table="unpaidwork.Order",
        name="unpaid-work-order",
        column="status",
        states=("to-allocate",),
        due="recorded_at",
        through="case",
    ),
)

_REFERENCE: Final = Path(__file__).parent / "reference"

declare(
    CodeList(table="unpaidwork.ProjectType", file=_REFERENCE / "project_types.csv"),
    CodeList(table="unpaidwork.AdjustmentReason", file=_REFERENCE / "adjustment_reasons.csv"),
    CodeList(
        table="unpaidwork.CreditScope",
        file=_REFERENCE / "credit_scope.csv",
        key=("kind", "code"),
    ),
)

# As PostgreSQL prints the policy that `probation_ask_once` leaves.
_IN_ANY_VIEW: Final = (
    "(case_id = ANY (( SELECT probation_opened() AS probation_opened)::bigint[]))"
    " OR (probation_view_of(case_id) IS NOT NULL)"
)

declare(
    InMinimumView(table="unpaidwork.Order", opens=_IN_ANY_VIEW),
    InMinimumView(table="unpaidwork.Allocation", opens=_IN_ANY_VIEW),
    InMinimumView(table="unpaidwork.Appointment", opens=_IN_ANY_VIEW),
)

declare(
    Disclosed(
        table="unpaidwork.Order",
        called="Unpaid work that was ordered",
        columns=(
            ("ordered_minutes", "Minutes ordered"),
            ("additional_minutes", "Minutes added"),
            ("adjusted_minutes", "Minutes adjusted"),
            ("credited_minutes", "Minutes credited"),
            ("status", "Status"),
            ("completed_on", "Completed"),
        ),
    ),
    Disclosed(
        table="unpaidwork.Allocation",
        called="Projects of unpaid work",
        columns=(
            ("project__name", "Project"),
            ("weekday", "Day of the week"),
            ("starts_on", "From"),
            ("ends_on", "Until"),
        ),
        day="starts_on",
    ),
    Disclosed(
        table="unpaidwork.Appointment",
        called="Days of unpaid work",
        columns=(
            ("slot__starts_at", "Time"),
            ("offered_minutes", "Minutes offered"),
            ("credited_minutes", "Minutes credited"),
            ("penalty_minutes", "Minutes taken off"),
            ("wore_hi_vis", "Wore high visibility clothing"),
            ("work_quality", "Quality of the work"),
            ("behaviour", "Behaviour"),
        ),
        day="slot__starts_at",
    ),
    Disclosed(
        table="unpaidwork.Adjustment",
        called="Adjustments of unpaid work",
        columns=(
            ("made_on", "Day"),
            ("minutes", "Minutes"),
            ("reason__description", "Reason"),
        ),
        day="made_on",
    ),
    Disclosed(
        table="unpaidwork.Completion",
        called="Courses completed",
        columns=(
            ("completed_on", "Day"),
            ("course", "Course"),
            ("minutes", "Minutes"),
            ("state", "State"),
            ("reason", "Reason"),
        ),
        day="completed_on",
    ),
)

declare(
    Promised(
        table="unpaidwork.Order",
        name="credited-within-required",
        words="No more minutes of unpaid work are credited than are required",
        failing="""SELECT o.id, format('%s minutes credited of %s', o.credited_minutes,
                              o.ordered_minutes + o.additional_minutes + o.adjusted_minutes)
           FROM unpaidwork_order o
           WHERE o.credited_minutes > o.ordered_minutes + o.additional_minutes + o.adjusted_minutes""",
    ),
    Promised(
        table="unpaidwork.Order",
        name="credited-is-the-sum",
        words="The minutes credited to an order are the sum of its appointments",
        failing="""SELECT o.id, format('%s minutes kept, %s in its appointments', o.credited_minutes, coalesce(a.minutes, 0))
           FROM unpaidwork_order o
           LEFT JOIN (SELECT order_id, sum(credited_minutes) AS minutes FROM unpaidwork_appointment GROUP BY order_id) a
               ON a.order_id = o.id
           WHERE o.credited_minutes <> coalesce(a.minutes, 0)""",
    ),
    Promised(
        table="unpaidwork.Order",
        name="adjusted-is-the-sum",
        words="The minutes adjusted of an order are the sum of its adjustments",
        failing="""SELECT o.id, format('%s minutes kept, %s in its adjustments', o.adjusted_minutes, coalesce(a.minutes, 0))
           FROM unpaidwork_order o
           LEFT JOIN (SELECT order_id, sum(minutes) AS minutes FROM unpaidwork_adjustment GROUP BY order_id) a
               ON a.order_id = o.id
           WHERE o.adjusted_minutes <> coalesce(a.minutes, 0)""",
    ),
    Promised(
        table="unpaidwork.Session",
        name="booked-is-the-count",
        words="As many are booked on a session of unpaid work as have a time there",
        failing="""SELECT s.id, format('%s booked, %s appointments', s.booked, coalesce(a.people, 0))
           FROM unpaidwork_session s
           LEFT JOIN (SELECT session_id, count(*) AS people FROM unpaidwork_appointment WHERE NOT is_released
                      GROUP BY session_id) a ON a.session_id = s.id
           WHERE s.booked <> coalesce(a.people, 0)""",
    ),
    Promised(
        table="unpaidwork.Appointment",
        name="credit-needs-attendance",
        words="Minutes of unpaid work are credited only to somebody who came",
        failing="""SELECT a.id, format('%s minutes credited for outcome %s', a.credited_minutes, b.outcome)
           FROM unpaidwork_appointment a
           JOIN probation_appointment b ON b.id = a.slot_id
           LEFT JOIN probation_outcome o ON o.code = b.outcome
           WHERE a.credited_minutes > 0 AND o.is_attended IS NOT TRUE""",
    ),
    Promised(
        table="unpaidwork.Appointment",
        name="appointment-is-of-its-case",
        words="An appointment of unpaid work is of the case of its order",
        failing="""SELECT a.id, format('slot %s and order %s', a.slot_id, a.order_id)
           FROM unpaidwork_appointment a
           JOIN probation_appointment b ON b.id = a.slot_id
           JOIN unpaidwork_order o ON o.id = a.order_id
           WHERE b.case_id <> a.case_id OR o.case_id <> a.case_id""",
    ),
    Promised(
        table="unpaidwork.Order",
        name="counted-in-the-requirement",
        words="The minutes credited to an order are counted in its requirement",
        failing="""SELECT o.id, format('%s minutes credited, %s done in its requirements', o.credited_minutes, q.done)
           FROM unpaidwork_order o
           JOIN (SELECT r.sentence_id, sum(r.done) AS done, sum(r.length) AS length FROM probation_requirement r
                 JOIN probation_requirementtype y ON y.code = r.type_id AND y.unit = 'minutes'
                 WHERE r.ended_on IS NULL GROUP BY r.sentence_id) q ON q.sentence_id = o.sentence_id
           WHERE q.done <> least(o.credited_minutes, q.length)""",
    ),
)
