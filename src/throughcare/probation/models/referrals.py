"""Somebody supervised who is referred to the unit that has them, whatever code the sender knew."""

from django.db import models
from django.db.models import Q

from throughcare.probation.choices import ReferralState


class Referral(models.Model):
    """A piece of work for whoever has the case: with an owner, a clock and a receipt.

    It is with the provider of its case, and follows it. `addressed_to` is the code that the sender wrote, `routed_to` the
    unit that it led to then.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12, unique=True)
    addressed_to = models.CharField(max_length=12)
    routed_to = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=2000)
    state = models.CharField(
        max_length=10, choices=ReferralState.choices, default=ReferralState.WAITING
    )
    sent_by_id = models.BigIntegerField()
    sent_at = models.DateTimeField()
    due_on = models.DateField()
    answer = models.CharField(max_length=2000, blank=True)
    answered_by_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ReferralState.WAITING, answered_at=None, answered_by_id=None)
                | (
                    ~Q(state=ReferralState.WAITING)
                    & Q(answered_at__isnull=False, answered_by_id__isnull=False)
                ),
                name="probation_referral_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReferralState.DECLINED) | ~Q(answer=""),
                name="probation_referral_declined_with_a_reason",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="probation_referral_says_why"),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                condition=Q(state=ReferralState.WAITING),
                name="probation_referral_waiting",
            ),
            models.Index(fields=["sent_by_id", "-id"], name="probation_referral_sent"),
        ]

    def __str__(self) -> str:
        return self.reference
