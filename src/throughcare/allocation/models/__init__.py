"""What this room keeps: decisions on who manages a person, tiers with what they were made from, and the work of posts."""

from throughcare.allocation.models.deciding import (
    CaseDecision,
    Escalation,
    PublicInterestRequest,
)
from throughcare.allocation.models.tiers import (
    PostSkill,
    Reduction,
    Tier,
    WorkingHours,
    WorkloadOfDay,
)
from throughcare.allocation.models.trials import Trial, TrialAnswer, TrialScore

__all__ = [
    "CaseDecision",
    "Escalation",
    "PostSkill",
    "PublicInterestRequest",
    "Reduction",
    "Tier",
    "Trial",
    "TrialAnswer",
    "TrialScore",
    "WorkingHours",
    "WorkloadOfDay",
]
