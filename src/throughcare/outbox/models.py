from django.db import models
from django.db.models import Q

from throughcare.outbox.choices import IN_THE_WAY, SETTLED, DeliveryState


class Event(models.Model):
    """A fact as it was announced. Kept, since the house may be asked what it said."""

    id = models.BigAutoField(primary_key=True)
    name = models.TextField()
    subject = models.TextField()
    payload = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("subject", "id", name="outbox_event_of_subject")]

    def __str__(self) -> str:
        return f"event {self.id} {self.name}"


class Delivery(models.Model):
    """What became of one event for one subscriber. None yet: not tried."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    subscriber = models.TextField()
    state = models.TextField(choices=DeliveryState)
    attempts = models.SmallIntegerField(default=0)
    fault = models.TextField(blank=True, default="")
    changed_at = models.DateTimeField()
    dismissed_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("event", "subscriber", name="outbox_delivery_is_one"),
            models.CheckConstraint(
                name="outbox_delivery_state",
                condition=Q(state__in=DeliveryState.values),
            ),
            models.CheckConstraint(
                name="outbox_delivery_dismissed_by_somebody",
                condition=Q(state=DeliveryState.DISMISSED) ^ Q(dismissed_by_id__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                "subscriber",
                "event",
                name="outbox_delivery_in_the_way",
                condition=Q(state__in=IN_THE_WAY),
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.id} of event {self.event_id} to {self.subscriber}"

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED
