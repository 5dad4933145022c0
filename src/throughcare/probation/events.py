"""What probation announces. Cases are told by CRN and contacts by their number in the case."""

from dataclasses import dataclass
from datetime import datetime

from throughcare.outbox.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Event, name="probation.case-opened.v1", subject="crn"):
    crn: str
    case_id: int


@dataclass(frozen=True, kw_only=True)
class CaseAllocated(Event, name="probation.case-allocated.v1", subject="crn"):
    """A case was given to a post of the provider that answers for it."""

    crn: str
    case_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class ComponentAllocated(Event, name="probation.component-allocated.v1", subject="crn"):
    """A part of a case was given to a post, or put back to the case; `component` names it within the case."""

    crn: str
    case_id: int
    component: str
    post_id: int | None


@dataclass(frozen=True, kw_only=True)
class TransferAsked(Event, name="probation.transfer-asked.v1", subject="crn"):
    """A case waits for the answer of another provider; `unit` is the code of the unit that is asked."""

    crn: str
    case_id: int
    unit: str


@dataclass(frozen=True, kw_only=True)
class TransferAnswered(Event, name="probation.transfer-answered.v1", subject="crn"):
    """What was asked for was accepted, rejected or withdrawn: `about` says whether that is the person, or parts of the case alone."""

    crn: str
    case_id: int
    state: str
    about: str = "person"


@dataclass(frozen=True, kw_only=True)
class ContactRecorded(Event, name="probation.contact-recorded.v1", subject="crn"):
    crn: str
    case_id: int
    number: int
    type: str
    outcome: str | None


@dataclass(frozen=True, kw_only=True)
class ContactChanged(Event, name="probation.contact-changed.v1", subject="crn"):
    """An entry of the log has another outcome, or more notes."""

    crn: str
    case_id: int
    number: int
    outcome: str | None


@dataclass(frozen=True, kw_only=True)
class ContactRemoved(Event, name="probation.contact-removed.v1", subject="crn"):
    """An entry was taken out of the log: by its author within a minute, or by a manager."""

    crn: str
    case_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class FailuresCounted(Event, name="probation.failures-counted.v1", subject="crn"):
    """The count of failures of a sentence is another; `sentence` is its number in the case."""

    crn: str
    case_id: int
    sentence: int


@dataclass(frozen=True, kw_only=True)
class FailureActedOn(Event, name="probation.failure-acted-on.v1", subject="crn"):
    """Something was done about a failure; `number` is the entry of the log that it is, `action` the code of what was done."""

    crn: str
    case_id: int
    number: int
    action: str


@dataclass(frozen=True, kw_only=True)
class FailureAnswered(Event, name="probation.failure-answered.v1", subject="crn"):
    """What was done about a failure was answered, or its time ran out without an answer."""

    crn: str
    case_id: int
    number: int
    response: str


@dataclass(frozen=True, kw_only=True)
class AppointmentMade(Event, name="probation.appointment-made.v1", subject="crn"):
    crn: str
    case_id: int
    starts_at: datetime


@dataclass(frozen=True, kw_only=True)
class AppointmentMoved(Event, name="probation.appointment-moved.v1", subject="crn"):
    crn: str
    case_id: int
    from_: datetime
    starts_at: datetime


@dataclass(frozen=True, kw_only=True)
class AppointmentCancelled(Event, name="probation.appointment-cancelled.v1", subject="crn"):
    crn: str
    case_id: int
    starts_at: datetime


@dataclass(frozen=True, kw_only=True)
class FlagChanged(Event, name="probation.flag-changed.v1", subject="crn"):
    """A flag was registered, given another level, reviewed or ended: `change` is the step (`probation.choices.FlagStep`)."""

    crn: str
    case_id: int
    type: str
    change: str = ""


@dataclass(frozen=True, kw_only=True)
class MappaChanged(Event, name="probation.mappa-changed.v1", subject="crn"):
    crn: str
    case_id: int
    change: str


@dataclass(frozen=True, kw_only=True)
class RiskChanged(Event, name="probation.risk-changed.v1", subject="crn"):
    crn: str
    case_id: int


@dataclass(frozen=True, kw_only=True)
class EnforcementOpened(Event, name="probation.enforcement-opened.v1", subject="crn"):
    crn: str
    case_id: int
    reference: str


@dataclass(frozen=True, kw_only=True)
class EnforcementChanged(Event, name="probation.enforcement-changed.v1", subject="crn"):
    """It came to another step, by the code of which it is told."""

    crn: str
    case_id: int
    reference: str
    state: str
    kind: str = ""
    step: str = ""


@dataclass(frozen=True, kw_only=True)
class CourtReportAsked(Event, name="probation.court-report-asked.v1", subject="crn"):
    """A court adjourned for a report; `unit` is the code of the unit that writes it."""

    crn: str
    case_id: int
    reference: str
    unit: str


@dataclass(frozen=True, kw_only=True)
class CourtReportEnded(Event, name="probation.court-report-ended.v1", subject="crn"):
    """A report that a court asked for was delivered, or is needed no longer."""

    crn: str
    case_id: int
    reference: str
    state: str


@dataclass(frozen=True, kw_only=True)
class ReferralSent(Event, name="probation.referral-sent.v1", subject="crn"):
    """A referral waits for whoever has the case; `unit` is the code of the unit that it led to."""

    crn: str
    case_id: int
    reference: str
    unit: str


@dataclass(frozen=True, kw_only=True)
class ReferralAnswered(Event, name="probation.referral-answered.v1", subject="crn"):
    crn: str
    case_id: int
    reference: str
    state: str


@dataclass(frozen=True, kw_only=True)
class HearingListed(Event, name="probation.hearing-listed.v1", subject="crn"):
    """A court listed a hearing; `court_code` is the court's."""

    crn: str
    case_id: int
    reference: str
    court_code: str
    starts_at: datetime


@dataclass(frozen=True, kw_only=True)
class HearingChanged(Event, name="probation.hearing-changed.v1", subject="crn"):
    """A hearing was held, adjourned or vacated."""

    crn: str
    case_id: int
    reference: str
    state: str


@dataclass(frozen=True, kw_only=True)
class EventOpened(Event, name="probation.event-opened.v1", subject="crn"):
    """Somebody is before a court, or was sentenced; `number` is the event's within the case, here and below."""

    crn: str
    case_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class SentenceRecorded(Event, name="probation.sentence-recorded.v1", subject="crn"):
    crn: str
    case_id: int
    number: int
    type: str


@dataclass(frozen=True, kw_only=True)
class SentenceAmended(Event, name="probation.sentence-amended.v1", subject="crn"):
    """Its length or its end were changed, or those of one that it runs on from."""

    crn: str
    case_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class SentenceEnded(Event, name="probation.sentence-ended.v1", subject="crn"):
    crn: str
    case_id: int
    number: int
    ended_for: str


@dataclass(frozen=True, kw_only=True)
class SentenceResumed(Event, name="probation.sentence-resumed.v1", subject="crn"):
    """The end of a sentence was taken back."""

    crn: str
    case_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class RequirementAdded(Event, name="probation.requirement-added.v1", subject="crn"):
    """`requirement` is its number within the sentence, here and below."""

    crn: str
    case_id: int
    number: int
    requirement: int
    type: str


@dataclass(frozen=True, kw_only=True)
class RequirementAmended(Event, name="probation.requirement-amended.v1", subject="crn"):
    """A court ordered a requirement otherwise: another length, other hours, another kind or other days."""

    crn: str
    case_id: int
    number: int
    requirement: int


@dataclass(frozen=True, kw_only=True)
class RequirementEnded(Event, name="probation.requirement-ended.v1", subject="crn"):
    crn: str
    case_id: int
    number: int
    requirement: int
    ended_for: str


@dataclass(frozen=True, kw_only=True)
class RequirementResumed(Event, name="probation.requirement-resumed.v1", subject="crn"):
    crn: str
    case_id: int
    number: int
    requirement: int


@dataclass(frozen=True, kw_only=True)
class CustodyChanged(Event, name="probation.custody-changed.v1", subject="crn"):
    """Somebody was admitted, moved, released, recalled or let go; `custody_status` is the one after it."""

    crn: str
    case_id: int
    number: int
    kind: str
    custody_status: str


@dataclass(frozen=True, kw_only=True)
class KeyDatesChanged(Event, name="probation.key-dates-changed.v1", subject="crn"):
    crn: str
    case_id: int
    number: int
    types: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LicenceChanged(Event, name="probation.licence-changed.v1", subject="crn"):
    """A licence went on to another state, or its conditions changed: `about` says which of them."""

    crn: str
    case_id: int
    number: int
    state: str
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class ConditionAdded(Event, name="probation.condition-added.v1", subject="crn"):
    """A condition of a licence began; `type` is its category."""

    crn: str
    case_id: int
    number: int
    type: str


@dataclass(frozen=True, kw_only=True)
class NsiChanged(Event, name="probation.nsi-changed.v1", subject="crn"):
    """An intervention outside the sentence was referred, begun, given to somebody or ended, or stands elsewhere: `change` says which."""

    crn: str
    case_id: int
    number: int
    type: str
    change: str


@dataclass(frozen=True, kw_only=True)
class BreachRaised(Event, name="probation.breach-raised.v1", subject="crn"):
    """A breach was requested: the order is in breach until it is concluded or withdrawn."""

    crn: str
    case_id: int
    reference: str


@dataclass(frozen=True, kw_only=True)
class BreachConcluded(Event, name="probation.breach-concluded.v1", subject="crn"):
    """The court decided on a breach: failures count anew from that day."""

    crn: str
    case_id: int
    reference: str


@dataclass(frozen=True, kw_only=True)
class RecallRaised(Event, name="probation.recall-raised.v1", subject="crn"):
    """A recall began to be considered."""

    crn: str
    case_id: int
    reference: str


@dataclass(frozen=True, kw_only=True)
class RecallConcluded(Event, name="probation.recall-concluded.v1", subject="crn"):
    """Somebody was returned to custody, or it was decided not to recall."""

    crn: str
    case_id: int
    reference: str
