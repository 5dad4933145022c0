"""A plan, each version of it as it was loaded; who approved what; what was run."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from throughcare.restructure.choices import Gate, Phase, RunState, Step
from throughcare.restructure.rules import losses


class Plan(models.Model):
    """One version of one restructure. `text` is the file as it was loaded, `digest` its SHA-256."""

    reference = models.SlugField(max_length=60)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    programme = models.SlugField(max_length=60, blank=True, default="")
    """What plans share that are waves of one reform; empty for a plan that stands alone."""
    effective_at = models.DateTimeField()
    change = models.OneToOneField("organisation.Change", on_delete=models.PROTECT, related_name="+")
    reverses = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="reversals"
    )
    phase = models.CharField(max_length=12, choices=Phase.choices, default=Phase.DRAFT)
    made_by_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "version"], name="restructure_plan_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} v{self.version}"

    @property
    def before(self) -> datetime:
        """The last moment of the old structure."""
        return self.effective_at - timedelta(microseconds=1)


class Approval(models.Model):
    """Somebody other than the maker said yes at a gate, on evidence that can be opened (I17)."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="approvals")
    gate = models.CharField(max_length=12, choices=Gate.choices)
    made_by_id = models.BigIntegerField()
    approved_by_id = models.BigIntegerField()
    evidence = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "gate"], name="restructure_approval_once"),
            models.CheckConstraint(
                condition=~Q(made_by_id=models.F("approved_by_id")),
                name="restructure_approval_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gate} of plan {self.plan_id}"


class Run(models.Model):
    """One run of a step: how far it is, and what came of it. A step stopped half-way is run again."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="runs")
    step = models.CharField(max_length=10, choices=Step.choices)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    doing = models.CharField(max_length=120, blank=True)
    result = models.JSONField(
        default=dict
    )  # the step's report, in the shape of the command line's --json
    asked_by_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["plan", "-id"], name="restructure_run_latest")]

    def __str__(self) -> str:
        return f"{self.step} of plan {self.plan_id}"

    @property
    def broke_off(self) -> bool:
        """Whether it was begun and came to nothing by no rule of ours."""
        return any(each["code"] in losses.CODES for each in self.result.get("refused", []))
