"""Premises, their beds, and on which days each is taken. Nothing here says by whom."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from throughcare.housing.choices import Kind, Sexes


class Premises(models.Model):
    """A house with beds, which is a unit of its own; its workers hold posts there."""

    code = models.CharField(max_length=12, unique=True)
    unit = models.OneToOneField("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    sex = models.CharField(max_length=1, choices=Sexes.choices, blank=True)
    lines = models.CharField(max_length=300)
    postcode = models.CharField(max_length=8)
    telephone = models.CharField(max_length=30, blank=True)
    curfew_from = models.TimeField(null=True)
    curfew_until = models.TimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="housing_premises_kind"),
            models.CheckConstraint(condition=Q(sex__in=Sexes.values), name="housing_premises_sex"),
            models.CheckConstraint(
                condition=Q(curfew_from=None, curfew_until=None)
                | Q(curfew_from__isnull=False, curfew_until__isnull=False),
                name="housing_premises_curfew_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Bed(models.Model):
    """A bed, from its first day until before `closes_on`."""

    premises = models.ForeignKey(Premises, on_delete=models.PROTECT, related_name="beds")
    number = models.PositiveSmallIntegerField()
    is_step_free = models.BooleanField(default=False)
    is_single = models.BooleanField(default=True)
    opens_on = models.DateField()
    closes_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["premises", "number"], name="housing_bed_number"),
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(closes_on__gt=F("opens_on")),
                name="housing_bed_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"bed {self.number} of premises {self.premises_id}"


class BedTaken(models.Model):
    """That a bed is not free from a day until before another: for a stay, or closed for a reason.

    Those of stays are written by the database as stays change; so a bed is never booked twice, nor booked while it is closed.
    """

    bed = models.ForeignKey(Bed, on_delete=models.PROTECT, related_name="taken", db_index=False)
    starts_on = models.DateField()
    ends_on = models.DateField()
    stay_id = models.BigIntegerField(null=True, unique=True)
    """The database holds it to stays, and lets the days go with the stay wherever its record goes."""
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="housing_bedtaken_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(stay_id__isnull=False, reason="") | (Q(stay_id=None) & ~Q(reason="")),
                name="housing_bedtaken_stay_or_reason",
            ),
            ExclusionConstraint(
                name="housing_bedtaken_once",
                expressions=[
                    ("bed", RangeOperators.EQUAL),
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
        return f"taking {self.pk}"
