"""Enumerations of probation."""

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


class ContactKind(models.TextChoices):
    """The four ideas behind contact types: planned, happened, decided, told."""

    APPOINTMENT = "appointment"
    EVENT = "event"
    DECISION = "decision"
    NOTICE = "notice"


class TransferState(models.TextChoices):
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


class DraftState(models.TextChoices):
    OPEN = "open", "Not finished"
    RECORDED = "recorded", "Recorded as a contact"
    DISCARDED = "discarded", "Discarded"


class CourtKind(models.TextChoices):
    MAGISTRATES = "magistrates", "Magistrates' court"
    CROWN = "crown", "Crown Court"


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


class DocumentLevel(models.TextChoices):
    """What a document belongs to."""

    ADDRESS = "ADDRESS", "Address"
    ADDRESS_ASSESSMENT = "ADDRESS_ASSESSMENT", "Address assessment"
    AP_REFERRAL = "AP_REFERRAL", "Referral to approved premises"
    ASSESSMENT = "ASSESSMENT", "Assessment"
    CASE_ALLOCATION = "CASE_ALLOCATION", "Case allocation"
    CONTACT = "CONTACT", "Contact"
    COURT_REPORT = "COURT_REPORT", "Court report"
    CPS = "CPS", "Prosecution pack"
    EVENT = "EVENT", "Event"
    INSTITUTIONAL_REPORT = "INSTITUTIONAL_REPORT", "Institutional report"
    NSI = "NSI", "Intervention"
    PERSON = "PERSON", "Person"
    PERSONAL_CIRCUMSTANCE = "PERSONAL_CIRCUMSTANCE", "Personal circumstance"
    PERSONAL_CONTACT = "PERSONAL_CONTACT", "Personal contact"
    PRE_CONS = "PRE_CONS", "Previous convictions"
    REFERRAL = "REFERRAL", "Referral"
    REGISTER = "REGISTER", "Registration"
    UPW = "UPW", "Unpaid work appointment"


class DocumentSubject(models.TextChoices):
    """What a template is drafted about."""

    CASE = "case", "The case"
    WARNING = "warning", "A warning"
    BREACH = "breach", "A breach"
    RECALL = "recall", "A recall"
    APPOINTMENT = "appointment", "The next appointment"
