"""What unpaid work announces. Cases are told by CRN, projects by their code."""

from dataclasses import dataclass
from datetime import date

from throughcare.outbox.events import Event


@dataclass(frozen=True, kw_only=True)
class SessionRecorded(Event, name="unpaidwork.session-recorded.v1", subject="project"):
    """What came of a session was recorded, for some or all who were booked."""

    project: str
    held_on: date
    people: int


@dataclass(frozen=True, kw_only=True)
class AppointmentCredited(Event, name="unpaidwork.appointment-credited.v1", subject="crn"):
    """An appointment was given an outcome and its minutes, or other minutes than before."""

    crn: str
    case_id: int
    project: str
    held_on: date
    outcome: str


@dataclass(frozen=True, kw_only=True)
class FailureRecorded(Event, name="unpaidwork.failure-recorded.v1", subject="crn"):
    """Somebody failed to comply: the officer has to decide on enforcement. `number` is the entry of the log."""

    crn: str
    case_id: int
    number: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class OrderChanged(Event, name="unpaidwork.order-changed.v1", subject="crn"):
    """The unpaid work of a sentence was taken on, given to a project, adjusted, suspended or completed."""

    crn: str
    case_id: int
    sentence: int
    state: str
