"""The searches that accounts keep."""

import uuid

from django.db import models
from django.db.models import Q


class SavedSearch(models.Model):
    """A search that an account does again. Kept as it was typed: an old code of a unit goes on finding who was there."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    text = models.CharField(max_length=120, blank=True)
    unit_code = models.CharField(max_length=12, blank=True)
    saved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account_id", "name"],
                condition=Q(ended_at=None),
                name="people_savedsearch_one_name",
            ),
            models.CheckConstraint(
                condition=~Q(text="", unit_code=""), name="people_savedsearch_asks_something"
            ),
        ]

    def __str__(self) -> str:
        return f"saved search {self.pk}"
