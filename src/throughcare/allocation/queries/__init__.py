"""What others may ask of allocation."""

from throughcare.allocation.queries.layout import Answered, answered, differences
from throughcare.allocation.queries.needs import Need, need_of
from throughcare.allocation.queries.tiers import (
    Answer,
    Worked,
    answers,
    current_tiers,
    tiers_before,
    worked,
)

__all__ = [
    "Answer",
    "Answered",
    "Need",
    "Worked",
    "answered",
    "answers",
    "current_tiers",
    "differences",
    "need_of",
    "tiers_before",
    "worked",
]
