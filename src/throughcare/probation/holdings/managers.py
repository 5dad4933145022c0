"""Who manages what of a case: parts held apart from it, and managers in prison."""

from throughcare.organisation.holdings import Direct, Inherited, InMinimumView, PointsAt, declare
from throughcare.probation.holdings.records import IN_ANY_VIEW

declare(
    Direct(
        table="probation.HeldApart",
        kind="component",
        assignments="probation.HeldApartAssignment",
        facts="probation_component_facts",
        begins="starts_at",
        closed="t.ended_at <= {at}",
        plain=("number",),
    ),
    Inherited(table="probation.PrisonManager", through="case", personal=("name",)),
    PointsAt(table="probation.PrisonManager", column="recorded_by_id", to="access.Account"),
    InMinimumView(table="probation.HeldApart", opens=IN_ANY_VIEW),
)
