"""What other rules, or scores made anew, would come to for a whole caseload. Nobody is moved by it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Trial(models.Model):
    """One trial, known by its number: the version that was altered, and the conditions that took the place of its own, by rule."""

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=200)
    decision = models.CharField(max_length=20)
    version = models.DateField()
    whens = models.JSONField(default=dict)
    is_scored = models.BooleanField()
    cases = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"trial {self.number}"


class TrialScore(models.Model):
    """What predictors say of a person from the inputs that are kept, in percent; empty where they say nothing, and `refused` why."""

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(
        "probation.Case", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ogrs3 = models.PositiveSmallIntegerField(null=True)
    rsr = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    variant = models.CharField(max_length=12, blank=True)
    lacking = models.CharField(max_length=400, blank=True)
    refused = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return f"score of case {self.case_id} in trial {self.trial_id}"


class TrialAnswer(models.Model):
    """What the altered rules say of a case, with their reasons, and what the rules in force say (`before`)."""

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(
        "probation.Case", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_for = models.CharField(max_length=10, blank=True)
    deciding_rule = models.CharField(max_length=30)
    also = ArrayField(models.CharField(max_length=30), default=list)
    unknown = ArrayField(models.CharField(max_length=30), default=list)
    rsr = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    before = models.CharField(max_length=10, blank=True)
    before_rule = models.CharField(max_length=30)

    class Meta:
        indexes = [
            models.Index(
                fields=["trial", "before", "decided_for"], name="allocation_trialanswer_moves"
            )
        ]

    def __str__(self) -> str:
        return f"answer of trial {self.trial_id} for case {self.case_id}"
