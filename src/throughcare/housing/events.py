"""What housing announces, by CRN. `partners` tells them outside under the names of the field."""

from dataclasses import dataclass

from throughcare.outbox.events import Event


@dataclass(frozen=True, kw_only=True)
class ApplicationChanged(Event, name="housing.application-changed.v1", subject="crn"):
    """An application came to another step; `state` is its code, and `kind` what is applied for."""

    crn: str
    case_id: int
    reference: str
    kind: str
    state: str


@dataclass(frozen=True, kw_only=True)
class BookingMade(Event, name="housing.booking-made.v1", subject="crn"):
    crn: str
    case_id: int
    reference: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class BookingChanged(Event, name="housing.booking-changed.v1", subject="crn"):
    """A stay ends on another day, or has another keyworker."""

    crn: str
    case_id: int
    reference: str
    kind: str
    change: str


@dataclass(frozen=True, kw_only=True)
class BookingCancelled(Event, name="housing.booking-cancelled.v1", subject="crn"):
    crn: str
    case_id: int
    reference: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class PersonArrived(Event, name="housing.person-arrived.v1", subject="crn"):
    crn: str
    case_id: int
    reference: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class PersonNotArrived(Event, name="housing.person-not-arrived.v1", subject="crn"):
    crn: str
    case_id: int
    reference: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class PersonDeparted(Event, name="housing.person-departed.v1", subject="crn"):
    crn: str
    case_id: int
    reference: str
    kind: str
