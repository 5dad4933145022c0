"""Enumerations of cases: risk, flags, transfers, enforcement, courts."""

from django.db import models


class Rosh(models.TextChoices):
    """Risk of serious harm; the highest of all groups counts (allocation rules, section 1)."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    VERY_HIGH = "very high", "Very high"


class Mappa(models.TextChoices):
    """Multi-agency public protection arrangements; `none` is known not to apply, empty is not known."""

    NONE = "none", "Not eligible"
    CATEGORY_1 = "1", "Category 1"
    CATEGORY_2 = "2", "Category 2"
    CATEGORY_3 = "3", "Category 3"


class PublicInterest(models.TextChoices):
    NONE = "none", "Not asked for"
    REQUESTED = "requested", "Asked for"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"


class TransferState(models.TextChoices):
    PENDING = "pending", "Waiting for an answer"
    ACCEPTED = "accepted", "Accepted"
    PARTLY = "partly", "Accepted in part"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


class PartState(models.TextChoices):
    """Where one part of what a transfer asks for stands; how the transfer stands follows from its parts."""

    PENDING = "pending", "Waiting for an answer"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


class EnforcementKind(models.TextChoices):
    BREACH = "breach", "Breach"
    RECALL = "recall", "Recall"
    WARNING = "warning", "Warning"


class EnforcementState(models.TextChoices):
    OPEN = "open", "Open"
    PRESENTED = "presented", "Presented to the court"
    CONCLUDED = "concluded", "Concluded"
    WITHDRAWN = "withdrawn", "Withdrawn"


class EnforcementResult(models.TextChoices):
    """What came of it, or why it was withdrawn; read with the minimum view, and so never in words of its own."""

    CONTINUES = "continues", "The order continues"
    REVOKED = "revoked", "The order is revoked"
    RESENTENCED = "resentenced", "Revoked, and sentenced again"
    COMMITTED = "committed", "Committed"
    NOT_PROVEN = "not-proven", "Not proven"
    RETURNED = "returned", "Returned to custody"
    ANSWERED = "answered", "Answered, and taken no further"
    EXCUSED = "excused", "Evidence of a reasonable excuse was accepted"
    ERROR = "error", "Opened in error"
    OVERTAKEN = "overtaken", "Another step took its place"
    DROPPED = "dropped", "Withdrawn before the court"
    NOT_RECALLED = "not-recalled", "Decided not to recall"


RESULTS_OF = {
    EnforcementKind.BREACH: (
        EnforcementResult.CONTINUES,
        EnforcementResult.REVOKED,
        EnforcementResult.RESENTENCED,
        EnforcementResult.COMMITTED,
        EnforcementResult.NOT_PROVEN,
        EnforcementResult.DROPPED,
    ),
    EnforcementKind.RECALL: (EnforcementResult.RETURNED, EnforcementResult.NOT_RECALLED),
    EnforcementKind.WARNING: (EnforcementResult.ANSWERED,),
}
WITHDRAWN_FOR = (
    EnforcementResult.EXCUSED,
    EnforcementResult.ERROR,
    EnforcementResult.OVERTAKEN,
)


class ReportState(models.TextChoices):
    ASKED = "asked", "Asked for"
    DONE = "done", "Delivered"
    CANCELLED = "cancelled", "No longer needed"


class ReferralState(models.TextChoices):
    WAITING = "waiting", "Waiting for an answer"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Sent back"


class CourtKind(models.TextChoices):
    MAGISTRATES = "magistrates", "Magistrates' court"
    CROWN = "crown", "Crown Court"
    OTHER = "other", "Another court"


class HearingKind(models.TextChoices):
    FIRST = "first", "First appearance"
    TRIAL = "trial", "Trial or adjournment"
    SENTENCE = "sentence", "Sentence"
    BREACH = "breach", "Breach"
    REVIEW = "review", "Review of an order"
    APPEAL = "appeal", "Appeal"


class HearingState(models.TextChoices):
    LISTED = "listed", "Listed"
    HELD = "held", "Held"
    ADJOURNED = "adjourned", "Adjourned"
    VACATED = "vacated", "Vacated"


class TieKind(models.TextChoices):
    """Why cases are to stay with one body."""

    CO_DEFENDANTS = "co-defendants", "Defendants in one court case"
    HOUSEHOLD = "household", "A household that is kept together"


class RegisterFlag(models.TextChoices):
    """Which register a flag stands in."""

    ROSH = "rosh", "Risk of serious harm"
    ALERTS = "alerts", "Alerts"
    SAFEGUARDING = "safeguarding", "Safeguarding"
    INFORMATION = "information", "Information"
    PUBLIC_PROTECTION = "public-protection", "Public protection"


class AtTermination(models.TextChoices):
    """What becomes of a flag when the last live event of its person ends."""

    KEEP = "keep", "Is kept"
    REMOVE = "remove", "Is ended"
    REMOVE_EXCEPT_LIFE = "remove_except_life", "Is ended, unless there is a life sentence"


class FlagLevelKind(models.TextChoices):
    LEVEL = "level", "Level"
    CATEGORY = "category", "Category"


class FlagStep(models.TextChoices):
    STARTED = "started", "Started"
    CHANGED = "changed", "Level changed"
    REVIEWED = "reviewed", "Reviewed"
    ENDED = "ended", "Ended"
