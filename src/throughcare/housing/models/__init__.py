"""The tables of housing."""

from throughcare.housing.models.applications import Application, Stay, StepTaken
from throughcare.housing.models.premises import Bed, BedTaken, Premises
from throughcare.housing.models.reference import Move, Reason, Step

__all__ = [
    "Application",
    "Bed",
    "BedTaken",
    "Move",
    "Premises",
    "Reason",
    "Stay",
    "Step",
    "StepTaken",
]
