"""Enumerations of victims."""

from django.db import models


class WishKind(models.TextChoices):
    """Whether a victim wants to be kept informed."""

    IN = "in", "Wants contact"
    OUT = "out", "Does not want contact"
    UNDECIDED = "undecided", "Has not decided"


class Way(models.TextChoices):
    """How somebody was reached."""

    CALL = "call", "Telephone"
    LETTER = "letter", "Letter"
    MEETING = "meeting", "Meeting"
    TEXT = "text", "Text message"
    EMAIL = "email", "Email"


class RequestKind(models.TextChoices):
    """Which condition a victim asks for."""

    EXCLUSION = "exclusion", "Stay away from a place"
    NO_CONTACT = "no-contact", "Make no contact"


class RequestState(models.TextChoices):
    ASKED = "asked", "Waits for an answer"
    AGREED = "agreed", "Agreed"
    PARTLY = "partly", "Agreed in part"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn by the victim"


ANSWERS = [each for each in RequestState if each is not RequestState.ASKED]


class NoticeKind(models.TextChoices):
    """What a victim was told of."""

    RELEASE = "release", "Release"
    RECALL = "recall", "Recall"
    ESCAPE = "escape", "Escape"
    OPEN_CONDITIONS = "open-conditions", "Move to open conditions"
    HEARING = "hearing", "Hearing"
    OTHER = "other", "Something else"


class Because(models.TextChoices):
    """What happened about which the victim may have to be told or asked."""

    SENTENCE = "sentence", "A sentence was passed, changed or ended"
    KEY_DATES = "key-dates", "Dates of release were set or changed"
    RELEASE = "release", "Released"
    RECALL = "recall", "Recalled"
    CUSTODY = "custody", "Moved in custody"
    LICENCE = "licence", "The licence changed"
    CONDITION = "condition", "A condition on contact or places was added: ask the victim"
    DEATH = "death", "The person died"
