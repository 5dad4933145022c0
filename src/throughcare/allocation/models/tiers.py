"""Tiers with what they were made from, and the work of posts."""

from django.db import models
from django.db.models import F, Q

from throughcare.allocation.choices import Because, Framework


class Tier(models.Model):
    """How much supervision a person needs by one framework, from a moment until another answer or other facts.

    `inputs` are the facts as they were read (`rules.reading`), from which the working is shown by the rules of that day.
    """

    case = models.ForeignKey(
        "probation.Case", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    framework = models.CharField(max_length=14, choices=Framework.choices)
    level = models.CharField(max_length=14)
    protect_points = models.PositiveSmallIntegerField(null=True)
    change_points = models.PositiveSmallIntegerField(null=True)
    is_provisional = models.BooleanField(default=False)
    because = models.CharField(max_length=10, choices=Because.choices)
    inputs = models.JSONField()
    calculated_at = models.DateTimeField()
    calculated_by_id = models.BigIntegerField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "framework"],
                condition=Q(superseded_at=None),
                name="allocation_tier_one_current",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-calculated_at", "-id"], name="allocation_tier_history"),
        ]

    def __str__(self) -> str:
        return f"tier {self.pk}"


class WorkingHours(models.Model):
    """How many hours a week somebody works in a post, from a day until the next; without a row, those of a whole post."""

    post = models.ForeignKey("access.Post", on_delete=models.PROTECT, related_name="+")
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    starts_on = models.DateField()
    recorded_by_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "starts_on"], name="allocation_workinghours_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(hours__range=(0, 60)), name="allocation_workinghours_of_a_week"
            ),
        ]

    def __str__(self) -> str:
        return f"hours of post {self.post_id}"


class Reduction(models.Model):
    """Hours that are taken off a post for a while, `[starts_on, ends_on)`; where it stands follows from the day."""

    post = models.ForeignKey("access.Post", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=24)
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    recorded_by_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="allocation_reduction_number"),
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=60), name="allocation_reduction_of_some_hours"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="allocation_reduction_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"reduction {self.number} of post {self.post_id}"


class WorkloadOfDay(models.Model):
    """What the work of a post came to on a day; `capacity` in percent, None where there were no hours."""

    post = models.ForeignKey("access.Post", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    cases = models.PositiveIntegerField()
    points = models.DecimalField(max_digits=9, decimal_places=2)
    available = models.DecimalField(max_digits=9, decimal_places=2)
    capacity = models.DecimalField(max_digits=7, decimal_places=1, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "day"], name="allocation_workloadofday_once"),
        ]

    def __str__(self) -> str:
        return f"workload of post {self.post_id} on {self.day}"


class PostSkill(models.Model):
    """What somebody in a post may be given cases for, `[starts_on, ends_on)`: training, a language, or who they are."""

    post = models.ForeignKey("access.Post", on_delete=models.PROTECT, related_name="+")
    skill = models.CharField(max_length=24)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    recorded_by_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "skill", "starts_on"], name="allocation_postskill_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="allocation_postskill_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"skill of post {self.post_id}"
