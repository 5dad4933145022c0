"""Tables of a transition: previews and the rounds that made them, reviews, challenges, missing records, transition access."""

from throughcare.transition.models.challenges import Challenge
from throughcare.transition.models.missing import Missing
from throughcare.transition.models.openings import Opening
from throughcare.transition.models.previews import Line, Movement, Preview, Reach, Review, Round
from throughcare.transition.models.readings import Reading

__all__ = [
    "Challenge",
    "Line",
    "Missing",
    "Movement",
    "Opening",
    "Preview",
    "Reach",
    "Reading",
    "Review",
    "Round",
]
