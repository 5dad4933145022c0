"""What unpaid work keeps, and how its owner is found. A project is of a unit, and stays so when bodies change."""

from pathlib import Path
from typing import Final

from throughcare.organisation.holdings import (
    CodeList,
    Disclosed,
    Inherited,
    InMinimumView,
    PointsAt,
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
