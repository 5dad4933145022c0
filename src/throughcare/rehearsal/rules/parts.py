"""The parts of a rehearsal, in order, how long each may take, and how bad a defect is."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def weight(self) -> int:
        return list(Severity).index(self)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part: its name in figures, and what it is for people. `limit` is in seconds."""

    name: str
    label: str
    limit: float


PARTS: Final = (
    Part(name="copy", label="Copy the database", limit=3600),
    Part(name="check", label="Check the plan", limit=60),
    Part(name="plan", label="Answer every item", limit=60),
    Part(name="sign_plan", label="Sign the plan", limit=10),
    Part(name="stage", label="Write the answers ahead", limit=60),
    Part(name="work_before", label="A day's work on the eve", limit=3600),
    Part(name="keep_up", label="Answer again what changed since", limit=10),
    Part(name="sign_go", label="Sign the go decision", limit=10),
    Part(name="switch", label="Switch", limit=1),
    Part(name="first_checks", label="First checks after the switch", limit=300),
    Part(name="smoke", label="First look after the switch", limit=300),
    Part(name="work_after", label="A day's work on the first day", limit=3600),
    Part(name="reconcile", label="Close the books", limit=60),
    Part(name="verify", label="Ask for all that must always hold", limit=300),
    Part(name="evidence", label="Seal the evidence", limit=60),
    Part(name="reverse_plan", label="Prepare, check and answer the reversal", limit=120),
    Part(name="reverse_stage", label="Sign and write the reversal ahead", limit=60),
    Part(name="reverse_switch", label="Switch back", limit=1),
    Part(name="reverse_reconcile", label="Close the books of the reversal", limit=60),
    Part(name="reverse_verify", label="Ask once more for all that must always hold", limit=300),
    Part(name="restore", label="Restore from the backup", limit=3600),
)
"""Restructure rules, sections 6 and 14: what is asked of one ordinary server with a whole nation."""

WHOLE: Final = "whole"
PAGE: Final = "page"
LIMITS: Final[dict[str, float]] = {part.name: part.limit for part in PARTS} | {
    WHOLE: 4 * 3600,
    PAGE: 2,
}
LABELS: Final = {part.name: part.label for part in PARTS}


def steps(*, done: int, is_begun: bool) -> list[dict[str, str]]:
    """Every part in order, with what has become of it once so many are done.

    >>> [step["state"] for step in steps(done=1, is_begun=True)][:3]
    ['done', 'running', 'waiting']
    """
    return [
        {"title": part.label, "state": _state(place, done=done, is_begun=is_begun)}
        for place, part in enumerate(PARTS)
    ]


def _state(place: int, *, done: int, is_begun: bool) -> str:
    if place < done:
        return "done"
    return "running" if is_begun and place == done else "waiting"
