"""Enumerations of the organisation: facts about units, hierarchies, kinds of succession."""

from django.db import models


class Fact(models.TextChoices):
    """What is known about a unit, each fact with its own time line."""

    NAME = "name"
    KIND = "kind"
    OPERATING = "operating", "operating (yes or no)"
    LEGAL = "legal", "exists in law (yes or no)"
    ACCEPTS_WORK = "accepts-work", "accepts new work (yes or no)"
    ADDRESS = "address"
    EMAIL = "email"
    TELEPHONE = "telephone"
    AREA = "area", "code of the area that the unit's place lies in"


class Hierarchy(models.TextChoices):
    """Several hierarchies may stand over the same units; cases hang from the line. What is in force for a guest gives no reach.

    In the archive a unit that does not operate is under the one that keeps what it still owns (ADR 17).
    """

    LINE = "line", "Line management"
    REPORTING = "reporting", "Reporting"
    CONTRACT = "contract", "Contract"
    GEOGRAPHY = "geography", "Geography"
    GUEST = "guest", "Guest of a building that another body keeps"
    ARCHIVE = "archive", "Keeper of what a body that has ended still owns"


class SuccessionKind(models.TextChoices):
    """How duties pass; the table in section 2 of the restructure rules."""

    CONTINUES = "continues"
    REPLACE = "replace"
    MERGE = "merge"
    SPLIT = "split"
    SPLIT_MERGE = "split-merge"
    TRANSFER = "transfer"
    CLOSE = "close"


YES, NO = "yes", "no"
