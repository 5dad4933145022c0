"""That somebody checks in by a link: how often, by which channel, beside which photograph."""

from django.db import models
from django.db.models import Q

from throughcare.checkins.choices import Channel, Frequency, Standing


class Registration(models.Model):
    """That the person of a case is asked to check in, from `first_due_on` in a rhythm until it is stopped. One goes on at a time.

    `photograph` is the key of one that `people` keeps, and no copy. Where a link goes is what the record says on the day.
    What is missed counts, where an officer says so, under `sentence`.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    sentence = models.ForeignKey(
        "probation.Sentence", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    frequency = models.CharField(max_length=12, choices=Frequency.choices)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    photograph = models.UUIDField()
    first_due_on = models.DateField()
    next_due_on = models.DateField()
    standing = models.CharField(max_length=7, choices=Standing.choices)
    reason = models.CharField(max_length=300, blank=True)
    """Why it is paused or stopped."""
    agreed_at = models.DateTimeField()
    """When the person agreed to check in like this."""
    registered_by_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=~Q(standing=Standing.STOPPED),
                name="checkins_registration_one_goes_on",
            ),
            models.CheckConstraint(
                condition=Q(standing=Standing.ACTIVE, reason="")
                | (Q(standing__in=(Standing.PAUSED, Standing.STOPPED)) & ~Q(reason="")),
                name="checkins_registration_stands_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(frequency__in=Frequency.values) & Q(channel__in=Channel.values),
                name="checkins_registration_known_words",
            ),
            models.CheckConstraint(
                condition=Q(next_due_on__gte=models.F("first_due_on")),
                name="checkins_registration_due_from_the_first",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_due_on", "id"],
                condition=Q(standing=Standing.ACTIVE),
                name="checkins_registration_due",
            )
        ]

    def __str__(self) -> str:
        return f"registration {self.pk}"
