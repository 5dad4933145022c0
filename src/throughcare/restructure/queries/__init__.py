"""Reads of a restructure. One file for each subject."""

from throughcare.restructure.queries.invariants import INVARIANTS
from throughcare.restructure.queries.plans import Report, latest, people, status

__all__ = ["INVARIANTS", "Report", "latest", "people", "status"]
