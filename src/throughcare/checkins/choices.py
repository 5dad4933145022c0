"""Enumerations of check-ins."""

from django.db import models


class Frequency(models.TextChoices):
    """How often; the days that each is are a term (`terms.yaml`)."""

    WEEKLY = "weekly", "Every week"
    FORTNIGHTLY = "fortnightly", "Every 2 weeks"
    FOUR_WEEKLY = "four-weekly", "Every 4 weeks"
    EIGHT_WEEKLY = "eight-weekly", "Every 8 weeks"


class Channel(models.TextChoices):
    TEXT = "text", "Text message"
    EMAIL = "email", "Email"


class Standing(models.TextChoices):
    """How a registration stands."""

    ACTIVE = "active", "Goes on"
    PAUSED = "paused", "Paused"
    STOPPED = "stopped", "Stopped"


class State(models.TextChoices):
    """How one check-in stands."""

    DUE = "due", "To be sent"
    UNSENT = "unsent", "Could not be sent"
    SENT = "sent", "Sent"
    SUBMITTED = "submitted", "To be reviewed"
    REVIEWED = "reviewed", "Reviewed"
    MISSED = "missed", "Missed"
    SETTLED = "settled", "Settled"
    WITHDRAWN = "withdrawn", "Withdrawn"


class NotSentBecause(models.TextChoices):
    NO_NUMBER = "no-number", "There is no mobile number on the record."
    NO_ADDRESS = "no-address", "There is no email address on the record."
    NO_CONSENT = "no-consent", "The person does not agree to text messages."
    LIMITED = "limited", "The record is limited, and nothing is sent to people of limited records."
    NOT_CARRIED = "not-carried", "Nothing carries such messages here."


class Comparison(models.TextChoices):
    """What a comparison of the video with the photograph says; it decides nothing."""

    WAITING = "waiting", "Not compared yet"
    MATCH = "match", "Match"
    NO_MATCH = "no-match", "No match"
    NO_FACE = "no-face", "No face found"
    NOT_COMPARED = "not-compared", "Compare them yourself"


class Wellbeing(models.TextChoices):
    VERY_WELL = "very-well", "Very well"
    WELL = "well", "Well"
    OKAY = "okay", "OK"
    NOT_GREAT = "not-great", "Not great"
    STRUGGLING = "struggling", "Struggling"


class Help(models.TextChoices):
    MENTAL_HEALTH = "mental-health", "Mental health"
    PHYSICAL_HEALTH = "physical-health", "Physical health"
    ALCOHOL = "alcohol", "Alcohol"
    DRUGS = "drugs", "Drugs"
    MONEY = "money", "Money"
    HOUSING = "housing", "Housing"
    WORK = "work", "Work or training"
    FAMILY = "family", "Family and friends"
    OTHER = "other", "Something else"


class Follows(models.TextChoices):
    """What an officer says of a check-in that was missed, or answered by somebody else."""

    ACCEPTABLE = "acceptable", "It is acceptable, and does not count"
    FAILURE = "failure", "It is a failure, and counts"
