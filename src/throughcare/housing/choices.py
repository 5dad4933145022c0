"""Enumerations of housing."""

from django.db import models


class Kind(models.TextChoices):
    """What is applied for, and what premises are."""

    APPROVED = "approved", "Approved premises"
    TEMPORARY = "temporary", "Temporary accommodation"


class Party(models.TextChoices):
    """Whose step it is."""

    OFFICER = "officer", "The officer"
    ASSESSOR = "assessor", "The assessor"
    PREMISES = "premises", "The premises"
    HOUSE = "house", "Nobody: time passes"


class Sexes(models.TextChoices):
    """Whom premises take in."""

    ALL = "", "Anybody"
    FEMALE = "F", "Women"
    MALE = "M", "Men"


class StayState(models.TextChoices):
    BOOKED = "booked", "Booked"
    ARRIVED = "arrived", "Living there"
    DEPARTED = "departed", "Left"
    NOT_ARRIVED = "not-arrived", "Did not arrive"
    CANCELLED = "cancelled", "Cancelled"


HOLDS_BED = (StayState.BOOKED, StayState.ARRIVED, StayState.DEPARTED)
"""A bed is taken from the first day of such a stay until its last, and so is the person."""


class ReasonKind(models.TextChoices):
    REFUSAL = "refusal", "Refused"
    WITHDRAWAL = "withdrawal", "Withdrawn"
    CANCELLATION = "cancellation", "Booking cancelled"
    DEPARTURE = "departure", "Left"
    MOVE_ON = "move-on", "Where to"


class EntryKind(models.TextChoices):
    """What staff of premises write into the log of somebody who lives there."""

    CURFEW = "curfew", "Not there at curfew"
    RULES = "rules", "Broke the rules of the house"
    CONCERN = "concern", "Something gives cause for concern"
    WELFARE = "welfare", "Welfare check"
    OTHER = "other", "Something else"
