"""Enumerations of packages."""

from django.db import models


class Part(models.TextChoices):
    """Why some rows are in a package."""

    OWNED = "owned", "what the body owns"
    REFERENCE = "reference", "shared by all, in full, so that the rest can be read"
    QUOTED = "quoted", "kept by others, and told only so far that what points at it can be read"
    DOCUMENTS = "documents", "contents of the documents that the body owns, and a list of them"


class Fate(models.TextChoices):
    """What becomes of a row of a package that is read."""

    MADE = "made", "a new row"
    MATCHED = "matched", "was here already"
    COMPLETED = "completed", "stood here as told by another package, and is whole now"
    HELD = "held", "not taken"


class OnCollision(models.TextChoices):
    """What is done where something in a package has a public name that is given here already."""

    REFUSE = "refuse", "nothing is taken"
    HOLD = "hold", "it is held, with all that hangs from it, and the rest is taken"
