"""Failures taken further, and reports that courts asked for."""

from django.db import models
from django.db.models import Q

from throughcare.organisation.holdings import Assignment, once_at_an_instant
from throughcare.probation.choices import (
    EnforcementKind,
    EnforcementResult,
    EnforcementState,
    ReportState,
)


class Enforcement(models.Model):
    """A warning, breach or recall, with a clock that no restructure restarts (I11)."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=10, choices=EnforcementKind.choices)
    state = models.CharField(max_length=10, choices=EnforcementState.choices)
    opened_on = models.DateField()
    due_on = models.DateField()
    presented_on = models.DateField(null=True)
    """The day on which a breach was put before a court; unknown of one that was before this was kept."""
    concluded_on = models.DateField(null=True)
    result = models.CharField(
        max_length=12, choices=EnforcementResult.choices, blank=True, db_default=""
    )
    presenter = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, null=True, related_name="+"
    )
    """The unit that puts it before the court for the provider that has the case, where that does not do so itself."""
    court_outcome = models.ForeignKey(
        "probation.BreachOutcome", on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    # What was breached, or what somebody is recalled under; none of what was opened about the case as a whole.
    sentence = models.ForeignKey(
        "probation.Sentence",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    class Meta:
        indexes = [
            models.Index(fields=["case"], name="probation_enforcement_case"),
            models.Index(
                fields=["presenter"],
                condition=Q(presenter__isnull=False),
                name="probation_enforcement_presents",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class CourtReport(models.Model):
    """A report that a court asked for."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12, unique=True)
    court = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=ReportState.choices)
    asked_on = models.DateField()
    due_on = models.DateField()
    ended_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case"], name="probation_courtreport_case")]

    def __str__(self) -> str:
        return self.reference


class CourtReportAssignment(Assignment):
    item = models.ForeignKey(CourtReport, on_delete=models.PROTECT, related_name="assignments")

    class Meta:
        constraints = [once_at_an_instant("probation_courtreportassignment")]
        indexes = [
            models.Index(fields=["owner"], name="probation_reportassign_owner"),
            models.Index(fields=["holder"], name="probation_reportassign_holder"),
        ]

    def __str__(self) -> str:
        return f"court report {self.item_id} with unit {self.owner_id}"
