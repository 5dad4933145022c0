"""Enumerations of allocation."""

from django.db import models


class Framework(models.TextChoices):
    TWO_AXIS = "two-axis", "Protect and change"
    SINGLE_LETTER = "single-letter", "One letter"


class Because(models.TextChoices):
    """Why a tier was worked out."""

    ASSESSED = "assessed", "An assessment was completed"
    SCORED = "scored", "A score was recorded"
    FLAG = "flag", "A flag was registered, changed, reviewed or ended"
    RISK = "risk", "What is known of the risk changed"
    SENTENCE = "sentence", "A sentence, a requirement or custody changed"
    ENFORCED = "enforced", "A breach or recall was begun or concluded"
    OPENED = "opened", "The case was opened"
    ASKED = "asked", "Somebody asked for it"
    ALL = "all", "All tiers were worked out"
