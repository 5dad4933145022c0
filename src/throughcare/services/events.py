"""What services announce, by CRN."""

from dataclasses import dataclass

from throughcare.outbox.events import Event


@dataclass(frozen=True, kw_only=True)
class ReferralChanged(Event, name="services.referral-changed.v1", subject="crn"):
    """A referral to a supplier came to another step; `state` is its code."""

    crn: str
    case_id: int
    reference: str
    state: str


@dataclass(frozen=True, kw_only=True)
class SessionTold(Event, name="services.session-told.v1", subject="crn"):
    """A supplier said what came of a session. `outcome` is that of the log; the officer has to look where it is told as a failure."""

    crn: str
    case_id: int
    reference: str
    session: int
    outcome: str
    alerts_officer: bool


@dataclass(frozen=True, kw_only=True)
class ProgrammeStatusChanged(Event, name="services.programme-status-changed.v1", subject="crn"):
    """Somebody who is referred to an accredited programme came to stand elsewhere; `state` is its code."""

    crn: str
    case_id: int
    reference: str
    state: str
