"""Who is to work in a session, and what came of it."""

from django.db import models
from django.db.models import F, Q

from throughcare.unpaidwork.choices import Grade


class Appointment(models.Model):
    """Somebody's place in a session. The time itself and its outcome are the appointment of the case in `slot`.

    So it cannot clash with another appointment, and is an entry of the log once it has an outcome. `credited_minutes` is
    empty until it is recorded here; `is_released` says that the place was given up, `is_single` that it was booked for that day
    alone and not for a place that the person has.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(
        "unpaidwork.Order", on_delete=models.PROTECT, related_name="appointments"
    )
    session = models.ForeignKey(
        "unpaidwork.Session",
        on_delete=models.PROTECT,
        related_name="appointments",
        db_index=False,
    )
    slot = models.OneToOneField("probation.Appointment", on_delete=models.PROTECT, related_name="+")
    offered_minutes = models.PositiveIntegerField()
    credited_minutes = models.PositiveIntegerField(null=True)
    penalty_minutes = models.PositiveIntegerField(default=0, db_default=0)
    wore_hi_vis = models.BooleanField(null=True)
    work_quality = models.CharField(max_length=2, choices=Grade.choices, blank=True, db_default="")
    behaviour = models.CharField(max_length=2, choices=Grade.choices, blank=True, db_default="")
    is_single = models.BooleanField(default=False, db_default=False)
    is_released = models.BooleanField(default=False, db_default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "case"],
                condition=Q(is_released=False),
                name="unpaidwork_appointment_one_place",
            ),
            models.CheckConstraint(
                condition=Q(credited_minutes=None)
                | Q(credited_minutes__lte=F("offered_minutes") - F("penalty_minutes")),
                name="unpaidwork_appointment_credited_within_offered",
            ),
            models.CheckConstraint(
                condition=Q(penalty_minutes__lte=F("offered_minutes")),
                name="unpaidwork_appointment_penalty_within_offered",
            ),
            models.CheckConstraint(
                condition=Q(is_released=False) | Q(credited_minutes=None),
                name="unpaidwork_appointment_released_without_credit",
            ),
        ]

    def __str__(self) -> str:
        return f"appointment of unpaid work {self.pk}"
