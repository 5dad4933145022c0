from uuid import uuid4

from django.db import models
from django.db.models import Q

from throughcare.notify.choices import Channel, MessageState, RecipientKind


class Message(models.Model):
    """What was accepted for somebody, and what became of it.

    `owner` is the unit that answers for a message that cannot be delivered. `routed_to` is the
    unit whose mailbox it reached: the one addressed, or its successor. A sender, where there is
    one, is told the code to use where that was another, and that it could not be delivered.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    accepted_at = models.DateTimeField()
    channel = models.TextField(choices=Channel)
    recipient_kind = models.TextField(choices=RecipientKind)
    recipient_reference = models.TextField()
    subject_kind = models.TextField(blank=True, default="")
    subject_reference = models.TextField(blank=True, default="")
    template = models.TextField()
    parameters = models.JSONField()
    state = models.TextField(choices=MessageState, default=MessageState.WAITING)
    attempts = models.SmallIntegerField(default=0)
    owner = models.TextField()
    sender_kind = models.TextField(blank=True, default="", choices=RecipientKind)
    sender_reference = models.TextField(blank=True, default="")
    routed_to = models.TextField(blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    undelivered_reason = models.TextField(blank=True, default="")
    read_at = models.DateTimeField(null=True)
    read_by_id = models.BigIntegerField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="notify_message_state",
                condition=Q(state=MessageState.WAITING, settled_at=None, undelivered_reason="")
                | Q(
                    state=MessageState.DELIVERED,
                    settled_at__isnull=False,
                    undelivered_reason="",
                )
                | (
                    Q(state=MessageState.UNDELIVERED, settled_at__isnull=False)
                    & ~Q(undelivered_reason="")
                ),
            ),
            models.CheckConstraint(name="notify_message_has_owner", condition=~Q(owner="")),
            models.CheckConstraint(
                name="notify_message_channel", condition=Q(channel__in=Channel.values)
            ),
            models.CheckConstraint(
                name="notify_message_recipient",
                condition=Q(recipient_kind__in=RecipientKind.values) & ~Q(recipient_reference=""),
            ),
            models.CheckConstraint(
                name="notify_message_sender",
                condition=Q(sender_kind="", sender_reference="")
                | (Q(sender_kind__in=RecipientKind.values) & ~Q(sender_reference="")),
            ),
            models.CheckConstraint(
                name="notify_message_read_by_somebody",
                condition=Q(read_at=None, read_by_id=None)
                | Q(read_at__isnull=False, read_by_id__isnull=False),
            ),
            models.CheckConstraint(
                name="notify_message_done_by_somebody",
                condition=Q(done_at=None, done_by_id=None)
                | Q(done_at__isnull=False, done_by_id__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                "routed_to",
                "accepted_at",
                "id",
                name="notify_message_of_mailbox",
                condition=~Q(routed_to=""),
            ),
            models.Index(
                "recipient_kind",
                "recipient_reference",
                "accepted_at",
                "id",
                name="notify_message_of_recipient",
            ),
            models.Index(
                "accepted_at",
                "id",
                name="notify_message_not_delivered",
                condition=~Q(state=MessageState.DELIVERED),
            ),
            models.Index(
                "settled_at",
                name="notify_message_gone_out",
                condition=Q(state=MessageState.DELIVERED) & ~Q(channel=Channel.IN_APP),
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.id} {self.template}"
