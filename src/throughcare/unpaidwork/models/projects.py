"""Where unpaid work is done, and on which days. Nothing here is about a person under supervision."""

from django.db import models
from django.db.models import F, Q

from throughcare.unpaidwork.choices import Weekday


class Project(models.Model):
    """Work for a beneficiary, which is an organisation. It runs until before `ends_on`.

    `places` is how many may be there at once. Those who may write in its unit keep it.
    """

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    type = models.ForeignKey("unpaidwork.ProjectType", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    beneficiary = models.CharField(max_length=120, blank=True)
    places = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(places__gte=1), name="unpaidwork_project_has_places"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="unpaidwork_project_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Opening(models.Model):
    """A day of the week on which a project runs, and when."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="openings", db_index=False
    )
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "weekday"], name="unpaidwork_opening_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")), name="unpaidwork_opening_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(weekday__range=(1, 7)), name="unpaidwork_opening_weekday"
            ),
        ]

    def __str__(self) -> str:
        return f"opening {self.pk}"


class Session(models.Model):
    """A project on a day. `booked` counts who is to be there; the database keeps it, and keeps it within the `places`."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="sessions", db_index=False
    )
    day = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    places = models.PositiveSmallIntegerField()
    booked = models.IntegerField(default=0, db_default=0)
    supervisor_post_id = models.BigIntegerField(null=True)
    pick_up_place = models.CharField(max_length=120, blank=True, db_default="")
    pick_up = models.TimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "day"], name="unpaidwork_session_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="unpaidwork_session_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(booked__gte=0, booked__lte=F("places")),
                name="unpaidwork_session_within_its_places",
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.pk}"
