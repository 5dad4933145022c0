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


class DecisionKind(models.TextChoices):
    """Why the rules were asked about a case: three things that are counted apart from transfers and escalations."""

    SENTENCE = "sentence", "A new sentence"
    EVIDENCE = "evidence", "What was unknown is known"
    CORRECTION = "correction", "A correction"


class CorrectionReason(models.TextChoices):
    WRONG_FACT = "wrong-fact", "A fact was wrong"
    WRONG_PERSON = "wrong-person", "It was about somebody else"
    WRONG_AREA = "wrong-area", "The area was wrong"
    NEW_SCORE = "new-score", "The score was made again with an interview"
    OTHER = "other", "Something else"


class RequestState(models.TextChoices):
    ASKED = "asked", "Waiting for an answer"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"


class EscalationState(models.TextChoices):
    """Who has to act follows from it: the body asked, then whoever referred, then a senior manager of the body asked."""

    REFERRED = "referred", "Waiting for an answer"
    ACCEPTED = "accepted", "Accepted"
    NOT_ACCEPTED = "not-accepted", "Not accepted"
    SECOND_OPINION = "second-opinion", "Waiting for a second opinion"
    UPHELD = "upheld", "Not accepted, after a second opinion"
    WITHDRAWN = "withdrawn", "Withdrawn"
