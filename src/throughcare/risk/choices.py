"""Enumerations of scores."""

from django.db import models


class Band(models.TextChoices):
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    VERY_HIGH = "very_high", "Very high"


class Basis(models.TextChoices):
    """What a score was made from."""

    RECORD = "record", "From the record alone"
    INTERVIEW = "interview", "With an interview"


class Source(models.TextChoices):
    """Where an input of a score comes from."""

    RECORD = "record", "Record"
    ASSESSMENT = "assessment", "Assessment"
    SCORE = "score", "Score"
    SAID = "said", "Said by whoever made the score"
