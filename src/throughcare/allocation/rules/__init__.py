"""What this room decides, each by data with dates: which body has a person, and how much supervision one needs."""

from throughcare.allocation.rules.bodies import (
    allocate_by,
    decide,
    decide_by_version,
    decide_person,
)

__all__ = ["allocate_by", "decide", "decide_by_version", "decide_person"]
