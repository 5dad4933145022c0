"""What others may ask of allocation."""

from throughcare.allocation.queries.decided_files import DecidedCase, decided_cases, differs
from throughcare.allocation.queries.layout import Answered, answered, differences
from throughcare.allocation.queries.needs import Need, need_of
from throughcare.allocation.queries.tiers import (
    Answer,
    Worked,
    answers,
    current_tiers,
    tiers_before,
    tiers_of,
    worked,
)
from throughcare.allocation.queries.workload import (
    Load,
    Pointed,
    Taken,
    days_before,
    loads,
    loads_of_all,
    pointed,
    points_of,
    reasons_of_reductions,
    reductions,
)

__all__ = [
    "Answer",
    "Answered",
    "DecidedCase",
    "Load",
    "Need",
    "Pointed",
    "Taken",
    "Worked",
    "answered",
    "answers",
    "current_tiers",
    "days_before",
    "decided_cases",
    "differences",
    "differs",
    "loads",
    "loads_of_all",
    "need_of",
    "pointed",
    "points_of",
    "reasons_of_reductions",
    "reductions",
    "tiers_before",
    "tiers_of",
    "worked",
]
