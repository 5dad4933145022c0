"""Whether a plan may go on: what people state and accept, what is told to the public, and what is frozen meanwhile."""

from django.db import models
from django.db.models import F, Q

from throughcare.restructure.choices import FreezeKind


class Statement(models.Model):
    """Somebody says that a gate is passed for which no fact can be measured; it counts once another agrees (I17).

    It rests on a result that can be opened: a page of this system at `address`, which shows what `shows` says, or one
    elsewhere with its day or the SHA-256 of its file. One that was stated before that was asked has no address.
    """

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="+")
    gate = models.CharField(max_length=20)
    says = models.CharField(max_length=500)
    address = models.CharField(max_length=500, blank=True, default="")
    shows = models.CharField(max_length=200, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")
    result_on = models.DateField(null=True)
    made_by_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    approved_by_id = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by_id=None) | ~Q(made_by_id=F("approved_by_id")),
                name="restructure_statement_by_another",
            ),
            models.UniqueConstraint(
                fields=["plan", "gate"],
                condition=Q(withdrawn_at=None),
                name="restructure_statement_once",
            ),
            models.CheckConstraint(
                condition=Q(address="")
                | Q(address__startswith="/")
                | Q(Q(address__startswith="https://"), ~Q(digest="") | Q(result_on__isnull=False)),
                name="restructure_statement_links_to_a_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gate} of plan {self.plan_id}"


class Acceptance(models.Model):
    """Somebody who did not make the plan takes an amber gate upon themselves, for as long as `fact` is what is found."""

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="+")
    gate = models.CharField(max_length=20)
    fact = models.CharField(max_length=500)
    reason = models.CharField(max_length=500)
    made_by_id = models.BigIntegerField()
    accepted_by_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "gate", "fact"], name="restructure_acceptance_once"
            ),
            models.CheckConstraint(
                condition=~Q(made_by_id=F("accepted_by_id")),
                name="restructure_acceptance_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gate} of plan {self.plan_id}"


class Publication(models.Model):
    """The gates of a plan as the public was told of them: `lines` has name, light and counts of each, and no more."""

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="+")
    reference = models.SlugField(max_length=60)
    lines = models.JSONField()
    published_by_id = models.BigIntegerField()
    published_at = models.DateTimeField()
    ended_by_id = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference"],
                condition=Q(ended_at=None),
                name="restructure_publication_one",
            ),
        ]

    def __str__(self) -> str:
        return f"publication of {self.reference}"


class Freeze(models.Model):
    """Something locked in `[starts_at, until)` for a plan; in force once another than its maker approved it.

    Without `until`, for as long as the plan is not switched: what the go decision locks.
    """

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=FreezeKind.choices)
    reason = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    made_by_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    approved_by_id = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    ended_by_id = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("starts_at")), name="restructure_freeze_has_length"
            ),
            models.CheckConstraint(
                condition=Q(approved_by_id=None) | ~Q(made_by_id=F("approved_by_id")),
                name="restructure_freeze_by_another",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=False) | Q(kind="structure"),
                name="restructure_freeze_of_process_ends",
            ),
        ]
        indexes = [models.Index(fields=["plan", "-id"], name="restructure_freeze_latest")]

    def __str__(self) -> str:
        return f"{self.kind} freeze {self.pk}"


class Measurement(models.Model):
    """What a benchmark of the first hour measured, taken in from the file that it wrote.

    `code` is that which was measured, `digest` that of the file.
    """

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="+")
    reference = models.SlugField(max_length=60)
    accounts = models.PositiveIntegerField()
    minutes = models.FloatField()
    requests = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()
    percentile_ms = models.PositiveIntegerField()
    cases = models.PositiveIntegerField()
    code = models.CharField(max_length=60)
    measured_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    recorded_by_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accounts__gt=0, minutes__gt=0, requests__gt=0),
                name="restructure_measurement_of_something",
            ),
            models.UniqueConstraint(
                fields=["reference", "digest"], name="restructure_measurement_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["reference", "-measured_at", "-id"],
                name="restructure_measurement_latest",
            )
        ]

    def __str__(self) -> str:
        return f"measurement {self.pk} of {self.reference}"
