"""Tables of release dates: what courts and prisons recorded, each row dated and never rewritten, and every calculation that was made."""

from throughcare.sentences.models.calculations import Calculation
from throughcare.sentences.models.records import (
    Adjustment,
    Booking,
    CourtOrder,
    Movement,
    Recall,
    Recorded,
    Sentence,
)

__all__ = [
    "Adjustment",
    "Booking",
    "Calculation",
    "CourtOrder",
    "Movement",
    "Recall",
    "Recorded",
    "Sentence",
]
