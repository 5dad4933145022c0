"""Transition access: what was asked for, for whom, and what the new owner said."""

import uuid

from django.db import models
from django.db.models import F, Q

LONGEST_DAYS = 30
"""No exception outlasts them (restructure rules, section 11: I8)."""


class Reading(models.Model):
    """Somebody asks that an account may go on reading a case that a live plan handed over (restructure rules, section 5).

    `from_owner_id` gave the case up, `to_owner_id` has it. `grant_id` is what was given, once the new owner allowed it.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    case_id = models.BigIntegerField()
    item_reference = models.CharField(max_length=40)
    from_owner_id = models.BigIntegerField()
    to_owner_id = models.BigIntegerField()
    days = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    asked_by_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    grant_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "case_id"],
                condition=Q(decided_at=None),
                name="transition_reading_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=LONGEST_DAYS), name="transition_reading_days"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="transition_reading_has_a_reason"),
            models.CheckConstraint(
                condition=Q(decided_by_id=None, decided_at=None, grant_id=None)
                | Q(decided_by_id__isnull=False, decided_at__isnull=False),
                name="transition_reading_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by_id=None)
                | (~Q(decided_by_id=F("asked_by_id")) & ~Q(decided_by_id=F("account_id"))),
                name="transition_reading_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "-id"], name="transition_reading_latest"),
            models.Index(
                fields=["grant_id"],
                condition=Q(grant_id__isnull=False),
                name="transition_reading_given",
            ),
        ]

    def __str__(self) -> str:
        return f"reading {self.reference}"
