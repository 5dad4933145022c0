"""Tables of supervising a person in the community. One file for each subject."""

from throughcare.probation.models.cases import (
    Case,
    CaseAssignment,
    RiskProfile,
    Transfer,
    VictimContact,
    VictimContactAssignment,
)
from throughcare.probation.models.contacts import Appointment, Contact, Document
from throughcare.probation.models.drafts import Draft
from throughcare.probation.models.enforcement import (
    CourtReport,
    CourtReportAssignment,
    Enforcement,
)
from throughcare.probation.models.feeds import CalendarFeed
from throughcare.probation.models.hearings import Court, Hearing
from throughcare.probation.models.reference import (
    ContactType,
    Offence,
    Outcome,
    RequirementType,
    SentenceType,
)
from throughcare.probation.models.referrals import Referral
from throughcare.probation.models.registrations import (
    FlagLevel,
    FlagType,
    Registration,
    RegistrationStep,
)
from throughcare.probation.models.sentences import Requirement, Sentence
from throughcare.probation.models.ties import Tie

__all__ = [
    "Appointment",
    "CalendarFeed",
    "Case",
    "CaseAssignment",
    "Contact",
    "ContactType",
    "Court",
    "CourtReport",
    "CourtReportAssignment",
    "Document",
    "Draft",
    "Enforcement",
    "FlagLevel",
    "FlagType",
    "Hearing",
    "Offence",
    "Outcome",
    "Referral",
    "Registration",
    "RegistrationStep",
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
