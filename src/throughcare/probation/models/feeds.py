"""Addresses at which other calendars read a diary."""

import uuid

from django.db import models


class CalendarFeed(models.Model):
    """A diary that its maker's calendar reads without signing in: the maker's own, or that of a unit.

    Whoever knows the token reads it with the maker's rights of that moment; only its digest is kept. `unit_code` is the
    code that the maker chose by, and leads on like any other where it grows old.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account_id = models.BigIntegerField()
    unit_code = models.CharField(max_length=12, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["account_id", "-made_at"],
                condition=models.Q(revoked_at=None),
                name="probation_calendarfeed_live",
            ),
        ]

    def __str__(self) -> str:
        return f"calendar feed {self.reference}"
