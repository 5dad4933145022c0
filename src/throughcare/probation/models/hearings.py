"""Hearings that a court has listed, and what came of them."""

from django.db import models
from django.db.models import Q

from throughcare.probation.choices import CourtKind, HearingKind, HearingState


class Court(models.Model):
    """A court at a place, by its code. `type_code` is that of a `CourtType`."""

    code = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=CourtKind.choices)
    type_code = models.CharField(max_length=4, blank=True, db_default="")

    def __str__(self) -> str:
        return self.code


class Hearing(models.Model):
    """A hearing about a case; known outside by its reference.

    `result` says what came of it: the result of one that was held, or why it was adjourned or vacated. One that was
    adjourned is followed by another, which says what it `follows`.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12, unique=True)
    court = models.ForeignKey(Court, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=HearingKind.choices)
    starts_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=HearingState.choices, default=HearingState.LISTED
    )
    result = models.CharField(max_length=2000, blank=True)
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="followed_by"
    )
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "starts_at"],
                condition=Q(state=HearingState.LISTED),
                name="probation_hearing_listed_once",
            ),
            models.CheckConstraint(
                condition=Q(state=HearingState.LISTED, ended_at=None, result="")
                | (~Q(state=HearingState.LISTED) & Q(ended_at__isnull=False) & ~Q(result="")),
                name="probation_hearing_ended_with_a_result",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "starts_at"], name="probation_hearing_of_case"),
        ]

    def __str__(self) -> str:
        return self.reference
