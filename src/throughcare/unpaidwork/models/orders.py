"""What a person was ordered to work, where they are to work it, and what changed how much is left."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from throughcare.unpaidwork.choices import Resolution, Status, Weekday


class Order(models.Model):
    """The unpaid work of one sentence, in minutes. What is adjusted and credited is counted by the database itself.

    `additional` is what a court added later: it earns nothing.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    sentence = models.OneToOneField(
        "probation.Sentence", on_delete=models.PROTECT, related_name="+"
    )
    ordered_minutes = models.PositiveIntegerField()
    additional_minutes = models.PositiveIntegerField(default=0)
    adjusted_minutes = models.IntegerField(default=0, db_default=0)
    credited_minutes = models.IntegerField(default=0, db_default=0)
    status = models.CharField(max_length=11, choices=Status.choices, default=Status.TO_ALLOCATE)
    is_intensive = models.BooleanField(default=False)
    completed_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    credited_minutes__lte=F("ordered_minutes")
                    + F("additional_minutes")
                    + F("adjusted_minutes")
                ),
                name="unpaidwork_order_credited_within_required",
            ),
            models.CheckConstraint(
                condition=Q(credited_minutes__gte=0), name="unpaidwork_order_credited"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.COMPLETED, completed_on__isnull=False)
                | (~Q(status=Status.COMPLETED) & Q(completed_on=None)),
                name="unpaidwork_order_completed_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"order of unpaid work {self.pk}"

    @property
    def sentenced_on(self) -> date:
        """The day of the sentence; LookupError where there is none, as of an order that no court made."""
        if self.sentence.imposed_on is None:
            raise LookupError("An order has the day of its sentence.")
        return self.sentence.imposed_on


class Allocation(models.Model):
    """That somebody is to work at a project on a day of the week, until before `ends_on`."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="allocations")
    project = models.ForeignKey(
        "unpaidwork.Project", on_delete=models.PROTECT, related_name="allocations"
    )
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="unpaidwork_allocation_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="unpaidwork_allocation_one_place_at_a_time",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_on"),
                            F("ends_on"),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"allocation {self.pk}"


class Adjustment(models.Model):
    """Time added to what is required, or taken off it where `minutes` are below nothing."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="adjustments")
    reason = models.ForeignKey(
        "unpaidwork.AdjustmentReason", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    minutes = models.IntegerField()
    made_on = models.DateField()
    account_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(minutes=0), name="unpaidwork_adjustment_of_something"
            )
        ]

    def __str__(self) -> str:
        return f"adjustment {self.pk}"


class Completion(models.Model):
    """A course that somebody completed by e-learning, as a message told it; resolved once."""

    reference = models.UUIDField(unique=True)
    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    course = models.CharField(max_length=120)
    minutes = models.PositiveIntegerField()
    completed_on = models.DateField()
    state = models.CharField(max_length=8, choices=Resolution.choices, default=Resolution.WAITING)
    appointment = models.OneToOneField(
        "unpaidwork.Appointment", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)
    resolved_by_id = models.BigIntegerField(null=True)
    resolved_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1), name="unpaidwork_completion_takes_time"
            ),
            models.CheckConstraint(
                condition=Q(state=Resolution.WAITING, resolved_at=None, appointment=None)
                | Q(
                    state=Resolution.CREDITED,
                    resolved_at__isnull=False,
                    appointment__isnull=False,
                )
                | (
                    Q(state__in=(Resolution.HELD, Resolution.REJECTED))
                    & Q(resolved_at__isnull=False, appointment=None)
                    & ~Q(reason="")
                ),
                name="unpaidwork_completion_resolved_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["case"],
                condition=Q(state=Resolution.WAITING),
                name="unpaidwork_completion_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"completion {self.reference}"
