"""What allocation declares: a decision that plans may call, and the tiers of cases."""

from throughcare.allocation.decisions import NPS_OR_CRC, in_force
from throughcare.organisation.holdings import Decides, Inherited, PointsAt, declare

declare(
    Decides(name=NPS_OR_CRC, in_force=lambda on: in_force(NPS_OR_CRC, on=on)),
    Inherited(
        table="allocation.Tier",
        through="case",
        personal=("level", "protect_points", "change_points", "inputs"),
    ),
    PointsAt(table="allocation.Tier", column="calculated_by_id", to="access.Account"),
)
