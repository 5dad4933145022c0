"""What probation keeps, and how its owner is found."""

from throughcare.probation.holdings import codes, house, managers, records

__all__ = ["codes", "house", "managers", "records"]
