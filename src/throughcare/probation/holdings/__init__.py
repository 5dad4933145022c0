"""What probation keeps, and how its owner is found."""

from throughcare.probation.holdings import codes, records

__all__ = ["codes", "records"]
