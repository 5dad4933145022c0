"""Enumerations of the log."""

from django.db import models


class ContactKind(models.TextChoices):
    """The four ideas behind contact types: planned, happened, decided, told."""

    APPOINTMENT = "appointment"
    EVENT = "event"
    DECISION = "decision"
    NOTICE = "notice"


class Need(models.TextChoices):
    """Whether a contact of a type needs something; empty is not known."""

    YES = "yes", "Needed"
    OPTIONAL = "optional", "May be given"
    NO = "no", "Not asked for"


class OutcomeCategory(models.TextChoices):
    """How outcomes are counted in a view of compliance."""

    COMPLIED = "complied", "Attended and complied"
    FAILED = "failed", "Failed to comply"
    ACCEPTABLE = "acceptable", "Acceptable absences"
    UNACCEPTABLE = "unacceptable", "Unacceptable absences"
    RESCHEDULED = "rescheduled", "Rescheduled"
    OTHER = "other", "Something else"


class ActionKind(models.TextChoices):
    LETTER = "letter", "A letter"
    REQUEST = "request", "A request"
    PENDING = "pending", "A decision that waits"
    REFERRAL = "referral", "A referral"
    PROCEEDINGS = "proceedings", "Breach or recall"
    WITHDRAWAL = "withdrawal", "A withdrawal"
    NONE = "none", "Nothing further"


class Proceedings(models.TextChoices):
    """What an enforcement action opens; either is decided by the sentence."""

    WARNING = "warning", "A warning"
    BREACH = "breach", "A breach"
    RECALL = "recall", "A recall"
    EITHER = "either", "A breach, or a recall of somebody on licence"


class ActionState(models.TextChoices):
    """Whether what was done about a failure waits for an answer; one that asks for none is taken, and that is all."""

    WAITING = "waiting", "Waiting for an answer"
    TAKEN = "taken", "Taken"
    CLOSED = "closed", "Answered"


class ResponseKind(models.TextChoices):
    """How a failure that was acted on was answered."""

    ACCEPTED = "accepted", "Evidence of a reasonable excuse was accepted"
    REJECTED = "rejected", "The reason given was not accepted"
    NONE = "none", "No answer came"
    WITHDRAWN = "withdrawn", "Withdrawn before it was answered"


class Recurrence(models.TextChoices):
    WEEKLY = "weekly", "Every week"
    FORTNIGHTLY = "fortnightly", "Every two weeks"
    MONTHLY = "monthly", "Every month"


MOST_IN_A_SERIES = 52
"""How many may be made at once, so that nobody fills a diary by a slip of the hand: practice of this house."""


class DraftState(models.TextChoices):
    OPEN = "open", "Not finished"
    RECORDED = "recorded", "Recorded as a contact"
    DISCARDED = "discarded", "Discarded"


class ReminderChannel(models.TextChoices):
    """By what somebody is reminded of an appointment."""

    TEXT = "text", "text message"
    EMAIL = "email", "email"
