"""What is held apart from its case, and who manages in prison.

A part of a case that is not named here is with whoever has the case: a row is written only where something is parted from it (ADR 14).
"""

from typing import Final

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from throughcare.organisation.holdings import Assignment, once_at_an_instant

PARTS: Final = ("sentence", "requirement", "condition", "supervision", "nsi")
"""Columns of which one says what is held apart."""


def span() -> Func:
    return Func(
        F("starts_at"), F("ended_at"), function="TSTZRANGE", output_field=DateTimeRangeField()
    )


def one_of(parts: tuple[str, ...]) -> Q:
    """That one column is filled, and no other."""
    found = Q()
    for each in parts:
        found |= Q(**{f"{other}__isnull": other != each for other in parts})
    return found


class ManagerReason(models.Model):
    """Why somebody becomes the manager of a case or of a part of it."""

    code = models.CharField(max_length=8, primary_key=True)
    description = models.CharField(max_length=100)
    is_offered = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code


class HeldApart(models.Model):
    """That a part of a case is not with whoever has the case, from a moment until it is again; numbered within the case."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
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
    starts_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="probation_heldapart_number"),
            models.CheckConstraint(condition=one_of(PARTS), name="probation_heldapart_one_part"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("starts_at")),
                name="probation_heldapart_ends_after_it_starts",
            ),
            *(
                ExclusionConstraint(
                    name=f"probation_heldapart_one_{part}",
                    expressions=[
                        (part, RangeOperators.EQUAL),
                        (span(), RangeOperators.OVERLAPS),
                    ],
                    condition=Q(**{f"{part}__isnull": False}),
                )
                for part in PARTS
            ),
        ]

    def __str__(self) -> str:
        return f"part {self.number} held apart of case {self.case_id}"


class HeldApartAssignment(Assignment):
    item = models.ForeignKey(HeldApart, on_delete=models.PROTECT, related_name="assignments")
    reason = models.ForeignKey(
        ManagerReason, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [once_at_an_instant("probation_heldapartassignment")]
        indexes = [
            models.Index(fields=["holder"], name="probation_apartassign_holder"),
            models.Index(fields=["owner"], name="probation_apartassign_owner"),
        ]

    def __str__(self) -> str:
        return f"part held apart {self.item_id} with unit {self.owner_id}"


class PrisonManager(models.Model):
    """Who manages somebody's sentence in a prison, and whether they are the responsible officer; a change begins another row.

    Where none `is_responsible` at an instant the manager in the community is, so that at each instant one of them is.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(
        "probation.Institution", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField(max_length=100)
    is_responsible = models.BooleanField()
    starts_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    recorded_by_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("starts_at")),
                name="probation_prisonmanager_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="probation_prisonmanager_one",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    (span(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"prison manager {self.pk}"
