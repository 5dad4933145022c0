"""What this room keeps: tiers with what they were made from."""

from django.db import models
from django.db.models import Q

from throughcare.allocation.choices import Because, Framework


class Tier(models.Model):
    """How much supervision a person needs by one framework, from a moment until another answer or other facts.

    `inputs` are the facts as they were read (`rules.reading`), from which the working is shown by the rules of that day.
    """

    case = models.ForeignKey(
        "probation.Case", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    framework = models.CharField(max_length=14, choices=Framework.choices)
    level = models.CharField(max_length=14)
    protect_points = models.PositiveSmallIntegerField(null=True)
    change_points = models.PositiveSmallIntegerField(null=True)
    is_provisional = models.BooleanField(default=False)
    because = models.CharField(max_length=10, choices=Because.choices)
    inputs = models.JSONField()
    calculated_at = models.DateTimeField()
    calculated_by_id = models.BigIntegerField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "framework"],
                condition=Q(superseded_at=None),
                name="allocation_tier_one_current",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-calculated_at", "-id"], name="allocation_tier_history"),
        ]

    def __str__(self) -> str:
        return f"tier {self.pk}"
