"""Records that somebody cannot find after a reform, and what came of it."""

import uuid

from django.db import models
from django.db.models import Q


class Missing(models.Model):
    """Somebody says that a record is missing: by its reference, never by a name."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    item_reference = models.CharField(max_length=40)
    words = models.TextField(max_length=1000, blank=True)
    reported_at = models.DateTimeField()
    answer = models.TextField(max_length=1000, blank=True)
    answered_by_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "item_reference"],
                condition=Q(answered_at=None),
                name="transition_missing_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(item_reference=""), name="transition_missing_names_a_record"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by_id=None, answer="")
                | (Q(answered_at__isnull=False, answered_by_id__isnull=False) & ~Q(answer="")),
                name="transition_missing_answered_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["reported_at", "id"],
                condition=Q(answered_at=None),
                name="transition_missing_open",
            )
        ]

    def __str__(self) -> str:
        return f"missing record {self.reference}"
