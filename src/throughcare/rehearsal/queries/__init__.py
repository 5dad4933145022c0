"""Reads of rehearsals. One file for each subject."""

from throughcare.rehearsal.queries.gates import GateReading, gate, reversal_gate
from throughcare.rehearsal.queries.lists import (
    Night,
    count,
    newest,
    nights,
    one,
    schedule_of,
    under_way,
    waiting,
)
from throughcare.rehearsal.queries.reports import Report, as_document, report
from throughcare.rehearsal.rules.outcome import Light

__all__ = [
    "GateReading",
    "Light",
    "Night",
    "Report",
    "as_document",
    "count",
    "gate",
    "newest",
    "nights",
    "one",
    "report",
    "reversal_gate",
    "schedule_of",
    "under_way",
    "waiting",
]
