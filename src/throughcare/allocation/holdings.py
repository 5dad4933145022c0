"""What allocation declares: a decision that plans may call, the tiers of cases, and the work of posts."""

from throughcare.allocation.decisions import NPS_OR_CRC, in_force
from throughcare.kernel.holdings import NotInFlight
from throughcare.organisation.holdings import (
    Decides,
    Disclosed,
    Inherited,
    PointsAt,
    declare,
)

declare(
    Decides(name=NPS_OR_CRC, in_force=lambda on: in_force(NPS_OR_CRC, on=on)),
    Inherited(
        table="allocation.Tier",
        through="case",
        personal=("level", "protect_points", "change_points", "inputs"),
    ),
    Inherited(
        table="allocation.WorkingHours",
        through="post",
        personal=("hours",),
        plain=("starts_on",),
    ),
    Inherited(
        table="allocation.Reduction",
        through="post",
        personal=("hours", "reason"),
        plain=("number", "starts_on", "ends_on"),
    ),
    Inherited(
        table="allocation.WorkloadOfDay",
        through="post",
        personal=("capacity",),
        plain=("day", "cases", "points", "available"),
    ),
    PointsAt(table="allocation.WorkingHours", column="recorded_by_id", to="access.Account"),
    PointsAt(table="allocation.Reduction", column="recorded_by_id", to="access.Account"),
    PointsAt(table="allocation.Tier", column="calculated_by_id", to="access.Account"),
)

declare(
    Disclosed(
        table="allocation.Tier",
        called="Tiers",
        columns=(
            ("framework", "By"),
            ("level", "Tier"),
            ("calculated_at", "Worked out"),
            ("superseded_at", "Until"),
        ),
        day="calculated_at",
    )
)

declare(
    NotInFlight(
        table="allocation.Reduction",
        because="In force from a day until another; it waits for nobody.",
    ),
)
