"""Enumerations of unpaid work."""

from django.db import models


class Status(models.TextChoices):
    """Where an order of unpaid work stands."""

    TO_ALLOCATE = "to-allocate", "Not given to a project yet"
    WORKING = "working", "Being worked"
    SUSPENDED = "suspended", "Suspended"
    COMPLETED = "completed", "Completed"


class Group(models.TextChoices):
    """What kind of work a type of project is; education counts to a share of the whole only."""

    GROUP = "group", "Group placement"
    INDIVIDUAL = "individual", "Individual placement"
    EDUCATION = "education", "Education and training"
    INDUCTION = "induction", "Induction"
    OTHER = "other", "Other"


class Grade(models.TextChoices):
    """How somebody worked or behaved."""

    EXCELLENT = "EX", "Excellent"
    GOOD = "GD", "Good"
    SATISFACTORY = "SA", "Satisfactory"
    POOR = "PO", "Poor"
    UNSATISFACTORY = "US", "Unsatisfactory"
    NOT_APPLICABLE = "NA", "Not applicable"


class Weekday(models.IntegerChoices):
    """As ISO 8601 counts them."""

    MONDAY = 1, "Monday"
    TUESDAY = 2, "Tuesday"
    WEDNESDAY = 3, "Wednesday"
    THURSDAY = 4, "Thursday"
    FRIDAY = 5, "Friday"
    SATURDAY = 6, "Saturday"
    SUNDAY = 7, "Sunday"


class Resolution(models.TextChoices):
    """What became of a completed course; each is resolved once."""

    WAITING = "waiting", "Waits for somebody to decide"
    CREDITED = "credited", "Credited"
    HELD = "held", "Kept on record, not credited"
    REJECTED = "rejected", "Rejected"


class Scope(models.TextChoices):
    """What a code of the scope of earned time is of."""

    SENTENCE = "sentence", "Type of sentence"
    REQUIREMENT = "requirement", "Sub-type of a requirement"
