"""What people say is wrong with what a plan does to them, and what came of it."""

import uuid

from django.db import models
from django.db.models import F, Q

from throughcare.transition.choices import ChallengeState, Grounds, Subject


class Challenge(models.Model):
    """One challenge, with whoever has it on their desk and by which day it is decided.

    `kind` and `item_id` name the item of the plan whose answer would change; `item_reference` is how people know it.
    `unit_code` is where it should go, as the recommendation has it.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=10, choices=Subject.choices)
    kind = models.CharField(max_length=40)
    item_id = models.BigIntegerField()
    item_reference = models.CharField(max_length=40)
    grounds = models.CharField(max_length=10, choices=Grounds.choices, blank=True)
    reason = models.TextField(max_length=2000)
    state = models.CharField(
        max_length=11, choices=ChallengeState.choices, default=ChallengeState.OPEN
    )
    owner_id = models.BigIntegerField()
    due_on = models.DateField()
    recorded_at = models.DateTimeField()
    is_to_be_upheld = models.BooleanField(null=True)
    unit_code = models.CharField(max_length=12, blank=True)
    recommendation = models.TextField(max_length=2000, blank=True)
    recommended_by_id = models.BigIntegerField(null=True)
    recommended_at = models.DateTimeField(null=True)
    decision = models.TextField(max_length=2000, blank=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    override = models.ForeignKey(
        "restructure.Override", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="transition_challenge_reason"),
            models.CheckConstraint(
                condition=~Q(subject=Subject.ASSIGNMENT) | ~Q(grounds=""),
                name="transition_challenge_appeal_has_grounds",
            ),
            models.CheckConstraint(
                condition=Q(decided_by_id=None)
                | (
                    ~Q(decided_by_id=F("account_id"))
                    & (Q(recommended_by_id=None) | ~Q(decided_by_id=F("recommended_by_id")))
                ),
                name="transition_challenge_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ChallengeState.UPHELD, ChallengeState.DISMISSED])
                | (Q(decided_by_id__isnull=False) & ~Q(decision="")),
                name="transition_challenge_decision_is_said",
            ),
            models.UniqueConstraint(
                fields=["plan", "account", "kind", "item_id"],
                condition=Q(state__in=[ChallengeState.OPEN, ChallengeState.RECOMMENDED]),
                name="transition_challenge_one_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["plan", "state"], name="transition_challenge_state")]

    def __str__(self) -> str:
        return f"challenge {self.reference}"
