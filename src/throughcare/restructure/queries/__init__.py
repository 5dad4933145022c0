"""Reads of a restructure. One file for each subject."""

from throughcare.restructure.queries.invariants import INVARIANTS
from throughcare.restructure.queries.plans import latest, status

__all__ = ["INVARIANTS", "latest", "status"]
