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
