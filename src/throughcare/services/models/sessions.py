"""Meetings of a supplier with a person, and what came of each."""

from django.db import models
from django.db.models import Q

from throughcare.services.choices import Attendance, NotHeldFor, SessionKind


class Session(models.Model):
    """A meeting under a referral, numbered within it. Its time and its outcome are the appointment of the case in `slot`.

    So it cannot clash with another appointment, counts towards days of activity, and is an entry of the log once it has an
    outcome. One that was given another time keeps its number, and has the new time in `slot`.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(
        "services.Referral", on_delete=models.PROTECT, related_name="sessions", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=SessionKind.choices)
    slot = models.OneToOneField("probation.Appointment", on_delete=models.PROTECT, related_name="+")
    is_released = models.BooleanField(default=False, db_default=False)
    attendance = models.CharField(max_length=4, choices=Attendance.choices, blank=True)
    is_held = models.BooleanField(null=True)
    not_held_for = models.CharField(max_length=10, choices=NotHeldFor.choices, blank=True)
    feedback = models.TextField(max_length=4_000, blank=True)
    concern = models.TextField(max_length=2_000, blank=True)
    is_notified = models.BooleanField(default=False)
    """Whether the concern was one to tell the officer of, as a failure to comply."""
    told_by_id = models.BigIntegerField(null=True)
    told_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "number"], name="services_session_number"),
            models.CheckConstraint(
                condition=Q(kind__in=SessionKind.values), name="services_session_kind"
            ),
            models.CheckConstraint(
                condition=Q(told_at=None, attendance="", is_held=None)
                | (Q(told_at__isnull=False, is_held__isnull=False) & ~Q(attendance="")),
                name="services_session_told_whole",
            ),
            models.CheckConstraint(
                condition=Q(is_held=None)
                | Q(is_held=True, not_held_for="", attendance__in=("yes", "late"))
                | Q(is_held=False, not_held_for="", attendance="no")
                | (Q(is_held=False, attendance__in=("yes", "late")) & ~Q(not_held_for="")),
                name="services_session_held_or_why_not",
            ),
            models.CheckConstraint(
                condition=Q(is_notified=False) | ~Q(concern=""),
                name="services_session_notified_of_something",
            ),
            models.CheckConstraint(
                condition=Q(is_released=False) | Q(told_at=None),
                name="services_session_released_untold",
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.number} of referral {self.referral_id}"
