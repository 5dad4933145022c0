"""Facts in the order in which they are told outside, and who is told by webhook."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Announcement(models.Model):
    """A fact about a case, told outside. Its id is its place in the order of commits: whoever read up to one missed none before it."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    crn = models.CharField(max_length=7)
    name = models.CharField(max_length=120)
    details = models.JSONField()
    occurred_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"announcement {self.pk}"


class Notice(models.Model):
    """A fact that is about no case there is: a record that was removed, or staff. It takes its place in the order of announcements."""

    id = models.BigIntegerField(primary_key=True)
    crn = models.CharField(max_length=7, blank=True)
    name = models.CharField(max_length=120)
    details = models.JSONField()
    occurred_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"notice {self.pk}"


class Webhook(models.Model):
    """An address that is told of facts as they are announced. `position` is the last that it was told or passed over."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account_id = models.BigIntegerField()
    url = models.CharField(max_length=300)
    names = ArrayField(models.CharField(max_length=120))
    sealed_secret = models.CharField(max_length=300)
    position = models.BigIntegerField()
    failures = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=120, blank=True)
    next_try_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account_id", "url"],
                condition=Q(ended_at=None),
                name="partners_webhook_one_address",
            ),
        ]

    def __str__(self) -> str:
        return f"webhook {self.reference}"
