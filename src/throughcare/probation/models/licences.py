"""Licences with their conditions, and the supervision that came after them."""

from django.db import models
from django.db.models import F, Q

from throughcare.probation.choices import EndReason, LicenceState, SupervisionDuty


class Licence(models.Model):
    """A licence of a custodial sentence, numbered within it; it keeps the policy under which it was approved."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    sentence = models.ForeignKey(
        "probation.Sentence", on_delete=models.PROTECT, related_name="licences", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=22, choices=LicenceState.choices)
    policy = models.CharField(max_length=8)
    state_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sentence", "number"], name="probation_licence_number"),
            models.UniqueConstraint(
                fields=["sentence"],
                condition=~Q(state="inactive") & ~Q(state="recalled") & ~Q(state="timed-out"),
                name="probation_licence_one_going_on",
            ),
        ]

    def __str__(self) -> str:
        return f"licence {self.pk}"


class LicenceCondition(models.Model):
    """A condition of a licence as the case has it, numbered within the sentence."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    sentence = models.ForeignKey(
        "probation.Sentence",
        on_delete=models.PROTECT,
        related_name="licence_conditions",
        db_index=False,
    )
    number = models.PositiveSmallIntegerField()
    type = models.ForeignKey(
        "probation.ConditionType", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sub_type = models.ForeignKey(
        "probation.ConditionSubType",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    wording = models.CharField(max_length=1200, blank=True)
    expected_starts_on = models.DateField(null=True)
    starts_on = models.DateField()
    ended_on = models.DateField(null=True)
    ended_for = models.CharField(max_length=16, choices=EndReason.choices, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sentence", "number"], name="probation_licencecondition_number"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("starts_on")),
                name="probation_licencecondition_ends_after",
            ),
            models.CheckConstraint(
                condition=(Q(ended_on=None) & Q(ended_for=""))
                | (Q(ended_on__isnull=False) & ~Q(ended_for="")),
                name="probation_licencecondition_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"licence condition {self.pk}"


class SupervisionRequirement(models.Model):
    """What post-sentence supervision required, numbered within the sentence."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    sentence = models.ForeignKey(
        "probation.Sentence",
        on_delete=models.PROTECT,
        related_name="supervision_requirements",
        db_index=False,
    )
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=18, choices=SupervisionDuty.choices)
    starts_on = models.DateField()
    ended_on = models.DateField(null=True)
    ended_for = models.CharField(max_length=16, choices=EndReason.choices, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sentence", "number"], name="probation_supervisionreq_number"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("starts_on")),
                name="probation_supervisionreq_ends_after",
            ),
        ]

    def __str__(self) -> str:
        return f"supervision requirement {self.pk}"
