"""What may be asked of unpaid work. All reads are by the account and moment that the request pinned."""

from throughcare.unpaidwork.models import (
    AdjustmentReason,
    Completion,
    Opening,
    Order,
    Project,
    ProjectType,
    Session,
)
from throughcare.unpaidwork.queries.accounts import (
    Done,
    Standing,
    account_of,
    appointments,
    appointments_ahead,
    education_minutes,
    standings,
)
from throughcare.unpaidwork.queries.checks import broken
from throughcare.unpaidwork.queries.completions import completion, completions
from throughcare.unpaidwork.queries.ordered import (
    Ordered,
    apart_in,
    apart_of,
    ordered,
    recorded_apart,
)
from throughcare.unpaidwork.queries.projects import (
    Person,
    adjustment_reasons,
    full_days,
    may_keep,
    openings,
    people_of,
    project,
    project_types,
    projects,
    session,
    sessions,
    taken_places,
)
from throughcare.unpaidwork.rules.wording import spoken

__all__ = [
    "AdjustmentReason",
    "Completion",
    "Done",
    "Opening",
    "Order",
    "Ordered",
    "Person",
    "Project",
    "ProjectType",
    "Session",
    "Standing",
    "account_of",
    "adjustment_reasons",
    "apart_in",
    "apart_of",
    "appointments",
    "appointments_ahead",
    "broken",
    "completion",
    "completions",
    "education_minutes",
    "full_days",
    "may_keep",
    "openings",
    "ordered",
    "people_of",
    "project",
    "project_types",
    "projects",
    "recorded_apart",
    "session",
    "sessions",
    "spoken",
    "standings",
    "taken_places",
]
