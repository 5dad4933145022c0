"""What check-ins announce, by CRN."""

from dataclasses import dataclass

from throughcare.outbox.events import Event


@dataclass(frozen=True, kw_only=True)
class RegistrationChanged(Event, name="checkins.registration-changed.v1", subject="crn"):
    """Somebody is asked to check in from now on, or for now no more, or no more; `state` says which."""

    crn: str
    case_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class CheckInSubmitted(Event, name="checkins.check-in-submitted.v1", subject="crn"):
    """Somebody answered a check-in; `checkin` is its number in the case, `number` that of the entry of the log."""

    crn: str
    case_id: int
    checkin: int
    number: int


@dataclass(frozen=True, kw_only=True)
class CheckInMissed(Event, name="checkins.check-in-missed.v1", subject="crn"):
    """Nobody answered a check-in in time. It is a failure only if the officer says so."""

    crn: str
    case_id: int
    checkin: int
    number: int


@dataclass(frozen=True, kw_only=True)
class CheckInReviewed(Event, name="checkins.check-in-reviewed.v1", subject="crn"):
    """An officer said what is to be made of a check-in; `outcome` is that of the log, and None where nothing was to be recorded."""

    crn: str
    case_id: int
    checkin: int
    outcome: str | None
