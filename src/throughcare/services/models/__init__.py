"""The tables of services and programmes."""

from throughcare.services.models.contracts import Contract, ContractArea
from throughcare.services.models.programmes import (
    Attendance,
    GroupSession,
    ProgrammeGroup,
    ProgrammeMove,
    ProgrammeReferral,
    ProgrammeStanding,
    ProgrammeStatus,
)
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
    "Attendance",
    "Contract",
    "ContractArea",
    "ContractScope",
    "ContractType",
    "DesiredOutcome",
    "EndReason",
    "Finding",
    "GroupSession",
    "Move",
    "Plan",
    "ProgrammeGroup",
    "ProgrammeMove",
    "ProgrammeReferral",
    "ProgrammeStanding",
    "ProgrammeStatus",
    "Referral",
    "ReferralCategory",
    "ReferralOutcome",
    "Report",
    "ServiceCategory",
    "Session",
    "Step",
    "StepTaken",
]
