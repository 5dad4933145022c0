"""What this room keeps: scores, each with its version, its inputs and all that it was made of. None is ever changed."""

from django.db import models
from django.db.models import Q

from throughcare.risk.choices import Band, Basis

WHOLE = frozenset({"OGRS3", "OVP", "OGP"})
"""Predictors that are shown in whole percents."""


class Score(models.Model):
    """What a predictor said of a person; known outside by its case's reference and `number`, counted from 1.

    `percent` is as people were shown it, `probability` as it is kept, both for two years. `inputs` are by name: `value`, `source`, and
    `on` (the day of the record, or nothing). `parts` are `name`, `words`, `says`, `band`, `points`, `probabilities` by years, and
    `terms`: `name`, `value`, and `inputs` as pairs. Exact numbers are text.
    """

    case = models.ForeignKey(
        "probation.Case", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.PositiveIntegerField()
    tool = models.CharField(max_length=8)
    version = models.CharField(max_length=8)
    variant = models.CharField(max_length=12)
    basis = models.CharField(max_length=10, choices=Basis.choices)
    assessed_on = models.DateField()
    probability = models.DecimalField(max_digits=11, decimal_places=10)
    probability_in_a_year = models.DecimalField(max_digits=11, decimal_places=10, null=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    band = models.CharField(max_length=10, choices=Band.choices, blank=True)
    inputs = models.JSONField()
    parts = models.JSONField()
    notes = models.JSONField(default=list)
    lacking = models.JSONField(default=list)
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="risk_score_number"),
            models.CheckConstraint(
                condition=Q(probability__range=(0, 3)) & Q(percent__range=(0, 100)),
                name="risk_score_is_a_probability",
            ),
        ]
        indexes = [
            models.Index(
                fields=["case", "tool", "-assessed_on", "-number"], name="risk_score_latest"
            ),
        ]

    def __str__(self) -> str:
        return f"score {self.pk}"

    @property
    def label(self) -> str:
        """The predictor with its version."""
        return f"{self.tool} ({self.version})"

    @property
    def shown(self) -> str:
        """The percentage without places that say nothing."""
        is_whole = self.tool in WHOLE
        return f"{self.percent:.0f}" if is_whole else f"{self.percent:.2f}"
