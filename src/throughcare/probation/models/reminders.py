"""What was sent to somebody ahead of an appointment."""

from django.db import models
from django.db.models import Q

from throughcare.probation.choices import ReminderChannel


class Reminder(models.Model):
    """That a person was told of an appointment at `starts_at`, and of no other time, until it is taken back.

    `message` and `taken_back_message` are how `notify` knows what was sent.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(
        "probation.Appointment", on_delete=models.PROTECT, related_name="reminders"
    )
    starts_at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=ReminderChannel.choices)
    message = models.UUIDField(unique=True)
    sent_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_message = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"],
                condition=Q(taken_back_at=None),
                name="probation_reminder_once",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=ReminderChannel.values), name="probation_reminder_channel"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=False) | Q(taken_back_message=None),
                name="probation_reminder_taken_back",
            ),
        ]
        indexes = [
            models.Index(
                fields=["starts_at"],
                condition=Q(taken_back_at=None),
                name="probation_reminder_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}"
