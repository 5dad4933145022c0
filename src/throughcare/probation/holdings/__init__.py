"""What probation keeps, and how its owner is found."""

from throughcare.probation.holdings import (
    codes,
    disclosed,
    disclosed_work,
    house,
    managers,
    records,
    under_way,
)

__all__ = ["codes", "disclosed", "disclosed_work", "house", "managers", "records", "under_way"]
