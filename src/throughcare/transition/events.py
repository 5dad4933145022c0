"""Facts that a transition announces. References only."""

from dataclasses import dataclass
from uuid import UUID

from throughcare.outbox.events import Event


@dataclass(frozen=True, kw_only=True)
class ChallengeDecided(Event, name="transition.challenge-decided.v1", subject="challenge"):
    """Somebody other than its maker decided a challenge, and the account was told."""

    challenge: UUID
    plan: str
    is_upheld: bool
