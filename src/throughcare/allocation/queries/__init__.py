"""What others may ask of allocation."""

from throughcare.allocation.queries.layout import Answered, answered, differences
from throughcare.allocation.queries.needs import Need, need_of

__all__ = ["Answered", "Need", "answered", "differences", "need_of"]
