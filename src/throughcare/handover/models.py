"""What was read from packages: which, what came of each row, and under which number it is here."""

from django.db import models
from django.db.models import Q

from throughcare.handover.choices import Fate, Part


class TakeOver(models.Model):
    """A package that was read. `digest` is of its manifest, and so of all that is in it."""

    digest = models.CharField(max_length=64)
    body = models.CharField(max_length=12)
    public_key = models.CharField(max_length=64)
    as_at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=Q(undone_at=None), name="handover_takeover_once"
            ),
        ]

    def __str__(self) -> str:
        return f"take-over of {self.body}"


class Book(models.Model):
    """What became of the rows of one file: `rows` is the sum of the other four.

    `digest` is of the rows that were made, as they stand here.
    """

    take_over = models.ForeignKey(TakeOver, on_delete=models.PROTECT, related_name="books")
    table = models.CharField(max_length=63)
    part = models.CharField(max_length=10, choices=Part.choices)
    rows = models.BigIntegerField()
    made = models.BigIntegerField()
    matched = models.BigIntegerField()
    completed = models.BigIntegerField()
    held = models.BigIntegerField()
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["take_over", "table", "part"], name="handover_book_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    rows=models.F("made")
                    + models.F("matched")
                    + models.F("completed")
                    + models.F("held")
                ),
                name="handover_book_balances",
            ),
        ]

    def __str__(self) -> str:
        return f"book of {self.table}, {self.part}"


class Renumbered(models.Model):
    """Under which number a row of a package is here; the same number where that was free."""

    take_over = models.ForeignKey(
        TakeOver, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    table = models.CharField(max_length=63)
    part = models.CharField(max_length=10, choices=Part.choices)
    fate = models.CharField(max_length=10, choices=Fate.choices)
    there_id = models.BigIntegerField()
    here_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["take_over", "table", "there_id"], name="handover_renumbered_once"
            ),
        ]
        indexes = [models.Index(fields=["table", "here_id"], name="handover_renumbered_here")]

    def __str__(self) -> str:
        return f"{self.table} {self.there_id} is {self.here_id}"


class TakenContent(models.Model):
    """A content of documents that came with a package, new here (`made`) or kept here already (`matched`)."""

    take_over = models.ForeignKey(
        TakeOver, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    digest = models.CharField(max_length=64)
    fate = models.CharField(max_length=10, choices=Fate.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["take_over", "digest"], name="handover_takencontent_once"
            ),
        ]
        indexes = [models.Index(fields=["digest"], name="handover_takencontent_digest")]

    def __str__(self) -> str:
        return f"content {self.digest[:12]}"


class HeldRow(models.Model):
    """A row of a package that was not taken, and why."""

    take_over = models.ForeignKey(TakeOver, on_delete=models.PROTECT, related_name="held")
    table = models.CharField(max_length=63)
    key = models.CharField(max_length=64)
    reason = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.table} {self.key} is held"
