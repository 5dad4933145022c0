"""Transfers between providers: what is asked for, part by part, and what came of each part."""

from typing import Final

from django.db import models
from django.db.models import Q

from throughcare.probation.choices import PartState, TransferState
from throughcare.probation.models.apart import PARTS, one_of

MOVED: Final = (*PARTS, "report")
"""Columns of which one says what is to move. A report that a court asked for has an owner of its own, and is held apart from nothing."""
PERSON: Final = {f"{each}__isnull": True for each in MOVED}
"""A part with no column filled is the person: the case, and what goes with it."""


class RejectionReason(models.Model):
    """Why something is not taken on."""

    code = models.CharField(max_length=8, primary_key=True)
    description = models.CharField(max_length=100)
    is_offered = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code


class Transfer(models.Model):
    """A request to move a person, or parts of a case, to another provider; numbered within the case.

    Whoever has a part answers for it until it is accepted. `state`, and what is said of the answer here, follow from the parts
    and are written by the database. One that was sent though the record had gaps says why, and by when they are mended.
    Of requests that came from elsewhere nobody here is known to have asked.
    """

    case = models.ForeignKey(
        "probation.Case", on_delete=models.PROTECT, related_name="transfers", db_index=False
    )
    number = models.PositiveSmallIntegerField(null=True)
    from_unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=TransferState.choices)
    reason = models.CharField(max_length=300)
    gap_reason = models.CharField(max_length=300, blank=True, db_default="")
    gaps_mended_by = models.DateField(null=True)
    asked_by_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=300, blank=True, db_default="")
    answered_by_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="probation_transfer_number"),
            models.CheckConstraint(
                condition=~Q(state=TransferState.REJECTED) | ~Q(answer=""),
                name="probation_transfer_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(gap_reason="", gaps_mended_by=None)
                | (~Q(gap_reason="") & Q(gaps_mended_by__isnull=False)),
                name="probation_transfer_gaps_with_their_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_unit"],
                condition=Q(state=TransferState.PENDING),
                name="probation_transfer_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"transfer {self.pk}"


class TransferPart(models.Model):
    """One part of what a transfer asks for: the person, or what one column names. No part waits in two transfers."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="parts")
    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    sentence = models.ForeignKey(
        "probation.Sentence", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    requirement = models.ForeignKey(
        "probation.Requirement",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    condition = models.ForeignKey(
        "probation.LicenceCondition",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    supervision = models.ForeignKey(
        "probation.SupervisionRequirement",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    nsi = models.ForeignKey(
        "probation.Nsi", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    report = models.ForeignKey(
        "probation.CourtReport",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    state = models.CharField(max_length=10, choices=PartState.choices)
    reason = models.ForeignKey(
        RejectionReason, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    answer = models.CharField(max_length=300, blank=True)
    unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    post_id = models.BigIntegerField(null=True)
    answered_by_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=one_of(MOVED) | Q(**PERSON), name="probation_transferpart_one_part"
            ),
            models.UniqueConstraint(
                fields=["case", *MOVED],
                condition=Q(state=PartState.PENDING),
                nulls_distinct=False,
                name="probation_transferpart_waits_once",
            ),
            models.UniqueConstraint(
                fields=["transfer", *MOVED],
                nulls_distinct=False,
                name="probation_transferpart_asked_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=PartState.REJECTED) | ~Q(reason=None) | ~Q(answer=""),
                name="probation_transferpart_refused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=PartState.PENDING, answered_at=None)
                | (~Q(state=PartState.PENDING) & Q(answered_at__isnull=False)),
                name="probation_transferpart_answered_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"part {self.pk} of transfer {self.transfer_id}"
