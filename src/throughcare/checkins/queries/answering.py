"""What a link shows to whoever knows it: how it stands, and what they answered so far."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from throughcare.checkins import terms
from throughcare.checkins.rules.links import digest_of
from throughcare.kernel.days import HERE


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What was answered so far for a check-in; `videos` is how many were sent."""

    wellbeing: str
    wellbeing_words: str
    helps: tuple[str, ...]
    help_words: str
    wants_contact: bool | None
    contact_words: str
    is_answered: bool
    videos: int

    @property
    def is_whole(self) -> bool:
        return self.is_answered and self.videos > 0


def link_state(token: str, *, proof: str, now: datetime) -> str:
    """`gone`, `locked`, `open`, or `proven` for whoever said who they are; one query."""
    agreed = terms.in_force(now.astimezone(HERE).date())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT checkins_link(%s, %s, %s, %s)",
            [digest_of(token), _held(proof), agreed.minutes_proven, agreed.tries],
        )
        (state,) = cursor.fetchone()
    return str(state)


def draft_of(token: str, *, proof: str, now: datetime) -> Draft | None:
    """What was answered so far; None where the link opens nothing to whoever asks. One query."""
    agreed = terms.in_force(now.astimezone(HERE).date())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM checkins_draft(%s, %s, %s)",
            [digest_of(token), _held(proof), agreed.minutes_proven],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    said = dict(zip(Draft.__dataclass_fields__, row, strict=True))
    return Draft(**said | {"helps": tuple(said["helps"])})


def _held(proof: str) -> str:
    return digest_of(proof) if proof else ""
