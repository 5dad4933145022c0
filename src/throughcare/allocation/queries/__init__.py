"""What others may ask of allocation."""

from throughcare.allocation.queries.layout import Answered, answered, differences

__all__ = ["Answered", "answered", "differences"]
