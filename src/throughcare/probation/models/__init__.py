"""Tables of supervising a person in the community. One file for each subject."""

from throughcare.probation.models.cases import (
    Case,
    CaseAssignment,
    RiskProfile,
    Transfer,
    VictimContact,
    VictimContactAssignment,
)
from throughcare.probation.models.compliance import Compliance, FailureAction
from throughcare.probation.models.contacts import (
    Appointment,
    Contact,
    ContactDeletion,
    ContactNote,
    Document,
)
from throughcare.probation.models.drafts import Draft
from throughcare.probation.models.enforcement import (
    CourtReport,
    CourtReportAssignment,
    Enforcement,
    Registration,
)
from throughcare.probation.models.feeds import CalendarFeed
from throughcare.probation.models.hearings import Court, Hearing
from throughcare.probation.models.reference import (
    AllowedOutcome,
    ContactGroup,
    ContactType,
    ContactTypeGroup,
    EnforcementAction,
    FlagType,
    Offence,
    Outcome,
    RequirementType,
    SentenceType,
)
from throughcare.probation.models.referrals import Referral
from throughcare.probation.models.sentences import Requirement, Sentence
from throughcare.probation.models.ties import Tie

__all__ = [
    "AllowedOutcome",
    "Appointment",
    "CalendarFeed",
    "Case",
    "CaseAssignment",
    "Compliance",
    "Contact",
    "ContactDeletion",
    "ContactGroup",
    "ContactNote",
    "ContactType",
    "ContactTypeGroup",
    "Court",
    "CourtReport",
    "CourtReportAssignment",
    "Document",
    "Draft",
    "Enforcement",
    "EnforcementAction",
    "FailureAction",
    "FlagType",
    "Hearing",
    "Offence",
    "Outcome",
    "Referral",
    "Registration",
    "Requirement",
    "RequirementType",
    "RiskProfile",
    "Sentence",
    "SentenceType",
    "Tie",
    "Transfer",
    "VictimContact",
    "VictimContactAssignment",
]
