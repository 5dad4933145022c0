"""What people announces."""

from dataclasses import dataclass

from throughcare.outbox.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonAdded(Event, name="people.person-added.v1", subject="crn"):
    """Somebody became known under a new CRN."""

    crn: str


@dataclass(frozen=True, kw_only=True)
class IdentityChanged(Event, name="people.identity-changed.v1", subject="crn"):
    """A name, number or address of somebody was added or ended."""

    crn: str
