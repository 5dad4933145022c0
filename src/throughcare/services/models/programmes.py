"""Accredited programmes: who is referred to one, where they stand, the groups that run, and who was at which session."""

from django.db import models
from django.db.models import F, Q


class ProgrammeStatus(models.Model):
    """Where somebody who is referred to a programme may stand. One that `is_grouped` has a place in a group; `is_closed` is an end."""

    code = models.CharField(max_length=24, primary_key=True)
    position = models.PositiveSmallIntegerField(unique=True)
    description = models.CharField(max_length=60)
    colour = models.CharField(max_length=12)
    is_closed = models.BooleanField(default=False)
    is_grouped = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code


class ProgrammeMove(models.Model):
    """That somebody may go from one status to another, from a day on and until another."""

    from_status = models.ForeignKey(ProgrammeStatus, on_delete=models.PROTECT, related_name="+")
    to_status = models.ForeignKey(ProgrammeStatus, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_status", "to_status", "starts_on"],
                name="services_programmemove_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="services_programmemove_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_status_id} to {self.to_status_id}"


class ProgrammeGroup(models.Model):
    """People who do a programme together, at an office. Whoever may write in its unit keeps it. It runs until before `ends_on`."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    programme = models.ForeignKey(
        "probation.RequirementSubType", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    places = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(places__gte=1), name="services_programmegroup_has_places"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="services_programmegroup_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class GroupSession(models.Model):
    """A meeting of a group, numbered within it, and the post that leads it."""

    group = models.ForeignKey(
        ProgrammeGroup, on_delete=models.PROTECT, related_name="sessions", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    facilitator_post_id = models.BigIntegerField()
    second_post_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "number"], name="services_groupsession_number"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="services_groupsession_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(second_post_id=None) | ~Q(second_post_id=F("facilitator_post_id")),
                name="services_groupsession_two_facilitators",
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.number} of group {self.group_id}"


class ProgrammeReferral(models.Model):
    """That somebody is referred to the programme that a requirement orders. `reference` is printed.

    The database lets no status follow that may not. The report is written once the programme is complete.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12, unique=True)
    sentence = models.ForeignKey("probation.Sentence", on_delete=models.PROTECT, related_name="+")
    requirement = models.ForeignKey(
        "probation.Requirement", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.ForeignKey(
        ProgrammeStatus, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    group = models.ForeignKey(
        ProgrammeGroup, on_delete=models.PROTECT, null=True, related_name="referrals"
    )
    closed_at = models.DateTimeField(null=True)
    report = models.TextField(max_length=8_000, blank=True)
    reported_by_id = models.BigIntegerField(null=True)
    reported_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["requirement"],
                condition=Q(closed_at=None),
                name="services_programmereferral_one_open",
            ),
            models.CheckConstraint(
                condition=Q(report="", reported_at=None, reported_by_id=None)
                | (~Q(report="") & Q(reported_at__isnull=False, reported_by_id__isnull=False)),
                name="services_programmereferral_reported_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ProgrammeStanding(models.Model):
    """That somebody came to stand somewhere; each is written once, with who said so."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(
        ProgrammeReferral, on_delete=models.PROTECT, related_name="standings", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    status = models.ForeignKey(
        ProgrammeStatus, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    note = models.CharField(max_length=1_000, blank=True)
    author_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "number"], name="services_programmestanding_number"
            )
        ]

    def __str__(self) -> str:
        return f"standing {self.number} of referral {self.referral_id}"


class Attendance(models.Model):
    """Somebody's place in a session of a group. The time itself and its outcome are the appointment of the case in `slot`."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(
        ProgrammeReferral, on_delete=models.PROTECT, related_name="attendances", db_index=False
    )
    session = models.ForeignKey(
        GroupSession, on_delete=models.PROTECT, related_name="attendances", db_index=False
    )
    slot = models.OneToOneField("probation.Appointment", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "referral"], name="services_attendance_once")
        ]
        indexes = [models.Index(fields=["referral"], name="services_attendance_referral")]

    def __str__(self) -> str:
        return f"attendance {self.pk}"
