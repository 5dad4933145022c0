from django.db import models

from throughcare.organisation.holdings import KeptBack


class Regime(models.TextChoices):
    """The law by which a copy is asked for."""

    GENERAL = "general", "UK GDPR"
    LAW_ENFORCEMENT = "law-enforcement", "Data Protection Act 2018, Part 3"


class RequestState(models.TextChoices):
    WAITING = "waiting", "To be prepared"
    PREPARING = "preparing", "Being prepared"
    PREPARED = "prepared", "Waits for approval"
    GONE = "gone", "Approved to go out"
    WITHDRAWN = "withdrawn", "Withdrawn"


OPEN = (RequestState.WAITING, RequestState.PREPARING, RequestState.PREPARED)
KEPT_BACK = {
    KeptBack.SENSITIVE: "Marked sensitive",
    KeptBack.OTHERS: "About other people",
    KeptBack.HARM: "Could put somebody at risk, or get in the way of preventing crime",
    KeptBack.UNFINISHED: "Not finished",
    KeptBack.REMOVED: "Taken out of the record as wrong",
    KeptBack.TO_BE_READ: "Has to be read by somebody first: ask us for it",
    KeptBack.WORKING: "About the working of the system",
    KeptBack.UNDECLARED: "Not cleared to go out",
}
"""Why something is kept back, in the words that the person reads."""
LEFT_OUT_FOR = (KeptBack.SENSITIVE, KeptBack.OTHERS, KeptBack.HARM)
"""Why whoever prepares a copy may leave an entry out."""


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", "Waits for two people"
    AGREED = "agreed", "Waits for one more"
    APPROVED = "approved", "Being removed"
    KEPT = "kept", "Kept for now"
    LAPSED = "lapsed", "Not due any more"


class HoldKind(models.TextChoices):
    INQUIRY = "inquiry", "A public inquiry, inquest or review is going on"
    COURT = "court", "Needed for a claim or a case in court"
    COMPLAINT = "complaint", "A complaint is being looked into"


UNDECIDED = (ProposalState.PROPOSED, ProposalState.AGREED)
GOES_ON = (*UNDECIDED, ProposalState.APPROVED)
