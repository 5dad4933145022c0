"""The tables of services and programmes."""

from throughcare.services.models.contracts import Contract, ContractArea
from throughcare.services.models.reference import (
    ContractScope,
    ContractType,
    DesiredOutcome,
    EndReason,
    Move,
    ServiceCategory,
    Step,
)
from throughcare.services.models.referrals import (
    Activity,
    Finding,
    Plan,
    Referral,
    ReferralCategory,
    ReferralOutcome,
    Report,
    StepTaken,
)
from throughcare.services.models.sessions import Session

__all__ = [
    "Activity",
    "Contract",
    "ContractArea",
    "ContractScope",
    "ContractType",
    "DesiredOutcome",
    "EndReason",
    "Finding",
    "Move",
    "Plan",
    "Referral",
    "ReferralCategory",
    "ReferralOutcome",
    "Report",
    "ServiceCategory",
    "Session",
    "Step",
    "StepTaken",
]
