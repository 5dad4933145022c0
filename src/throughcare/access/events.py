"""What access announces."""

from dataclasses import dataclass

from throughcare.outbox.events import Event


@dataclass(frozen=True, kw_only=True)
class RestrictionChanged(Event, name="access.restriction-changed.v1", subject="person_id"):
    """An account is kept from somebody's record, or is one of the only ones let in, or is so no longer; whose account is not told."""

    person_id: int
    kind: str
    change: str


@dataclass(frozen=True, kw_only=True)
class StaffChanged(Event, name="access.staff-changed.v1", subject="post"):
    """Somebody was given a post, or it has ended, or whoever had it has no account any more; whose it is is asked for."""

    post: str
    change: str
