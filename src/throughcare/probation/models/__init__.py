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
    Registration,
)
from throughcare.probation.models.feeds import CalendarFeed
from throughcare.probation.models.hearings import Court, Hearing
from throughcare.probation.models.nsis import (
    Nsi,
    NsiAppointment,
    NsiManager,
    NsiOutcome,
    NsiStanding,
    NsiStatus,
    NsiSubtype,
    NsiType,
)
from throughcare.probation.models.papers import (
    DocumentLock,
    DocumentOrigin,
    DocumentTemplate,
    DocumentText,
    TemplateSection,
)
from throughcare.probation.models.processes import (
    BreachOutcome,
    BreachReason,
    EnforcementFailure,
    EnforcementStep,
    ProcessMove,
    ProcessStep,
)
from throughcare.probation.models.recalls import RecallAnswer, RecallOption
from throughcare.probation.models.reference import (
    ContactType,
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
    "Appointment",
    "BreachOutcome",
    "BreachReason",
    "CalendarFeed",
    "Case",
    "CaseAssignment",
    "Contact",
    "ContactType",
    "Court",
    "CourtReport",
    "CourtReportAssignment",
    "Document",
    "DocumentLock",
    "DocumentOrigin",
    "DocumentTemplate",
    "DocumentText",
    "Draft",
    "Enforcement",
    "EnforcementFailure",
    "EnforcementStep",
    "FlagType",
    "Hearing",
    "Nsi",
    "NsiAppointment",
    "NsiManager",
    "NsiOutcome",
    "NsiStanding",
    "NsiStatus",
    "NsiSubtype",
    "NsiType",
    "Offence",
    "Outcome",
    "ProcessMove",
    "ProcessStep",
    "RecallAnswer",
    "RecallOption",
    "Referral",
    "Registration",
    "Requirement",
    "RequirementType",
    "RiskProfile",
    "Sentence",
    "SentenceType",
    "TemplateSection",
    "Tie",
    "Transfer",
    "VictimContact",
    "VictimContactAssignment",
]
