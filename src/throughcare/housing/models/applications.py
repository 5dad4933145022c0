"""An application for housing: what is asked for, where it stands, which steps it took, and the stays that came of it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from throughcare.housing.choices import HOLDS_BED, Kind, StayState


class Application(models.Model):
    """That housing is asked for somebody; a draft until it is submitted. `reference` is printed.

    Where it stands (`state`), and what follows from that, is written by the steps alone. `due_on` is the day by which the next
    step is to be taken: where nobody takes it, some steps expire.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.ForeignKey(
        "housing.Step", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    is_urgent = models.BooleanField(default=False)
    arrives_on = models.DateField(null=True)
    nights = models.PositiveSmallIntegerField(null=True)
    purpose = models.TextField(max_length=4_000, blank=True)
    needs = models.TextField(max_length=4_000, blank=True)
    risk = models.TextField(max_length=4_000, blank=True)
    needs_step_free = models.BooleanField(default=False)
    needs_single = models.BooleanField(default=False)
    applied_by_id = models.BigIntegerField()
    submitted_at = models.DateTimeField(null=True)
    stands_since = models.DateTimeField()
    due_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.ForeignKey(
        "housing.Reason", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="housing_application_kind"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, end_reason=None) | Q(ended_at__isnull=False),
                name="housing_application_reason_of_an_end",
            ),
            models.CheckConstraint(
                condition=Q(nights=None) | Q(nights__gte=1), name="housing_application_nights"
            ),
            # One of a kind goes on at a time: a second would ask the same of the same people.
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(ended_at=None),
                name="housing_application_one_goes_on",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "is_urgent", "due_on", "id"],
                condition=Q(submitted_at__isnull=False, ended_at=None),
                name="housing_application_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.reference


class StepTaken(models.Model):
    """That an application came to a step. Each is written once, with who took it; nobody did where time passed."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="steps", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    step = models.ForeignKey(
        "housing.Step", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    note = models.CharField(max_length=2_000, blank=True)
    author_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "number"], name="housing_steptaken_number"
            )
        ]

    def __str__(self) -> str:
        return f"step {self.number} of application {self.application_id}"


class Stay(models.Model):
    """A bed that is booked for somebody from a day until before another, and what came of it.

    Whoever leaves early gives the bed back; whoever leaves late (`left_on`) did not have it booked so long.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="stays", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    bed = models.ForeignKey("housing.Bed", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=StayState.choices)
    starts_on = models.DateField()
    ends_on = models.DateField()
    keyworker = models.CharField(max_length=120, blank=True)
    arrived_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    address_key = models.UUIDField(null=True)
    """The main address that the arrival made."""
    reason = models.ForeignKey(
        "housing.Reason", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    move_on = models.ForeignKey(
        "housing.Reason", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    note = models.CharField(max_length=2_000, blank=True)
    booked_by_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="housing_stay_number"),
            models.CheckConstraint(
                condition=Q(state__in=StayState.values), name="housing_stay_state"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="housing_stay_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("arrived", "departed"), arrived_on__isnull=False)
                | (~Q(state__in=("arrived", "departed")) & Q(arrived_on=None)),
                name="housing_stay_arrived_and_when",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="departed",
                    reason__isnull=False,
                    move_on__isnull=False,
                    left_on__gte=F("arrived_on"),
                )
                | (~Q(state="departed") & Q(move_on=None, left_on=None)),
                name="housing_stay_left_why_and_where_to",
            ),
            models.UniqueConstraint(
                fields=["bed"], condition=Q(state="arrived"), name="housing_stay_one_in_a_bed"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="arrived"), name="housing_stay_lives_in_one"
            ),
            ExclusionConstraint(
                name="housing_stay_one_bed_at_a_time",
                expressions=[
                    ("case", RangeOperators.EQUAL),
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
                condition=Q(state__in=[each.value for each in HOLDS_BED]),
            ),
        ]

    def __str__(self) -> str:
        return f"stay {self.number} of application {self.application_id}"
