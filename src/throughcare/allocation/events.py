"""What allocation announces. Cases are told by CRN; the tier itself is asked for."""

from dataclasses import dataclass

from throughcare.outbox.events import Event


@dataclass(frozen=True, kw_only=True)
class TierCalculated(Event, name="allocation.tier-calculated.v1", subject="crn"):
    """A tier was worked out, whether or not it differs."""

    crn: str
    case_id: int
    framework: str


@dataclass(frozen=True, kw_only=True)
class TierChanged(Event, name="allocation.tier-changed.v1", subject="crn"):
    """A tier is another than before."""

    crn: str
    case_id: int
    framework: str


@dataclass(frozen=True, kw_only=True)
class CaseDecided(Event, name="allocation.case-decided.v1", subject="crn"):
    """The rules were asked who manages a person; what they said is asked for by its number."""

    crn: str
    case_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class PublicInterestAnswered(Event, name="allocation.public-interest-answered.v1", subject="crn"):
    """A request in the public interest was answered."""

    crn: str
    case_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class EscalationReferred(Event, name="allocation.escalation-referred.v1", subject="crn"):
    """Somebody was referred because risk has risen, or a second opinion was asked for."""

    crn: str
    case_id: int
    number: int
    is_imminent: bool


@dataclass(frozen=True, kw_only=True)
class EscalationAnswered(Event, name="allocation.escalation-answered.v1", subject="crn"):
    """A referral because risk has risen was answered; accepted, the case is with the body that was asked from then on."""

    crn: str
    case_id: int
    number: int
    state: str
