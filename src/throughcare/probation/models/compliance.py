"""How an order is kept: the count of failures, and what was done about each."""

from django.db import models
from django.db.models import Q

from throughcare.probation.choices import ActionState, ResponseKind


class Compliance(models.Model):
    """The count of failures of a sentence (14.1), kept in the transaction of each change and counted again by `probation verify`.

    One that has no row has none. The count begins anew on the day on which a breach ended.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    sentence = models.OneToOneField(
        "probation.Sentence", on_delete=models.PROTECT, related_name="compliance"
    )
    failures = models.PositiveSmallIntegerField(default=0)
    breach_ended_on = models.DateField(null=True)
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"compliance {self.pk}"


class FailureAction(models.Model):
    """What was done about a failure, and how it was answered. One that waits for an answer has a day by which it is due."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(
        "probation.Contact", on_delete=models.PROTECT, related_name="actions"
    )
    action = models.ForeignKey(
        "probation.EnforcementAction", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    enforcement = models.ForeignKey(
        "probation.Enforcement", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=ActionState.choices)
    taken_on = models.DateField()
    respond_by = models.DateField(null=True)
    response = models.CharField(max_length=10, choices=ResponseKind.choices, blank=True)
    responded_on = models.DateField(null=True)
    taken_by_id = models.BigIntegerField()
    answered_by_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state=ActionState.WAITING,
                    respond_by__isnull=False,
                    response="",
                    responded_on=None,
                    answered_by_id=None,
                )
                | Q(state=ActionState.TAKEN, respond_by=None, response="", responded_on=None)
                | (
                    Q(state=ActionState.CLOSED, responded_on__isnull=False)
                    & Q(answered_by_id__isnull=False)
                    & ~Q(response="")
                ),
                name="probation_failureaction_answered_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["contact"],
                condition=Q(state=ActionState.WAITING),
                name="probation_failureaction_one_waits",
            ),
        ]
        indexes = [
            models.Index(
                fields=["case"],
                condition=Q(state=ActionState.WAITING),
                name="probation_failureaction_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"action {self.pk}"
