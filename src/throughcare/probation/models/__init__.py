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
from throughcare.probation.models.custody import (
    Custody,
    CustodyChange,
    CustodyDoubt,
    KeyDate,
    Recall,
    Release,
)
from throughcare.probation.models.drafts import Draft
from throughcare.probation.models.enforcement import (
    CourtReport,
    CourtReportAssignment,
    Enforcement,
)
from throughcare.probation.models.feeds import CalendarFeed
from throughcare.probation.models.hearings import Court, Hearing
from throughcare.probation.models.licences import (
    Licence,
    LicenceCondition,
    SupervisionRequirement,
)
from throughcare.probation.models.reference import (
    AllowedOutcome,
    Commencement,
    ConditionSubType,
    ConditionType,
    ContactGroup,
    ContactType,
    ContactTypeGroup,
    CourtOutcome,
    CourtType,
    EnforcementAction,
    Institution,
    Offence,
    Outcome,
    PolicyCondition,
    RequirementSubType,
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
from throughcare.probation.models.reminders import Reminder
from throughcare.probation.models.sentences import (
    AcceptedWarning,
    AdditionalOffence,
    AdditionalSentence,
    Appearance,
    Requirement,
    Sentence,
)
from throughcare.probation.models.ties import Tie

__all__ = [
    "AcceptedWarning",
    "AdditionalOffence",
    "AdditionalSentence",
    "AllowedOutcome",
    "Appearance",
    "Appointment",
    "CalendarFeed",
    "Case",
    "CaseAssignment",
    "Commencement",
    "Compliance",
    "ConditionSubType",
    "ConditionType",
    "Contact",
    "ContactDeletion",
    "ContactGroup",
    "ContactNote",
    "ContactType",
    "ContactTypeGroup",
    "Court",
    "CourtOutcome",
    "CourtReport",
    "CourtReportAssignment",
    "CourtType",
    "Custody",
    "CustodyChange",
    "CustodyDoubt",
    "Document",
    "Draft",
    "Enforcement",
    "EnforcementAction",
    "FailureAction",
    "FlagLevel",
    "FlagType",
    "Hearing",
    "Institution",
    "KeyDate",
    "Licence",
    "LicenceCondition",
    "Offence",
    "Outcome",
    "PolicyCondition",
    "Recall",
    "Referral",
    "Registration",
    "RegistrationStep",
    "Release",
    "Reminder",
    "Requirement",
    "RequirementSubType",
    "RequirementType",
    "RiskProfile",
    "Sentence",
    "SentenceType",
    "SupervisionRequirement",
    "Tie",
    "Transfer",
    "VictimContact",
    "VictimContactAssignment",
]
