"""Which check-ins an officer looks at first. A comparison only changes the order: a person decides."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

SUBMITTED: Final = "submitted"
_BAD: Final = frozenset({"not-great", "struggling"})
_UNLIKE: Final = frozenset({"no-match", "no-face"})


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A check-in that waits for an officer; `since` is when it began to wait."""

    state: str
    comparison: str
    asks_for_help: bool
    wants_contact: bool
    wellbeing: str
    since: datetime


def rank(waiting: Waiting) -> tuple[int, datetime]:
    """What is looked at first has the least rank: nobody known to be them, then who asks for help, then all others by age.

    >>> from datetime import UTC
    >>> one = Waiting(state="submitted", comparison="match", asks_for_help=True, wants_contact=False, wellbeing="well",
    ...               since=datetime(2014, 6, 2, tzinfo=UTC))
    >>> rank(one)[0]
    2
    """
    return _class(waiting), waiting.since


def _class(waiting: Waiting) -> int:
    if waiting.state == SUBMITTED:
        if waiting.comparison in _UNLIKE:
            return 0
        if waiting.wellbeing in _BAD:
            return 1
        return 2 if waiting.asks_for_help or waiting.wants_contact else 3
    return 4
