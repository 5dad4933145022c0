"""What notify keeps."""

from throughcare.kernel.holdings import Table, Waiting, declare

declare(
    Table(
        table="notify.Message",
        personal=("parameters", "undelivered_reason"),
        plain=(
            *(
                "recipient_reference",
                "subject_kind",
                "subject_reference",
                "template",
                "sender_reference",
            ),
            *("attempts", "owner", "routed_to"),
        ),
    ),
    Waiting(
        name="message",
        words="message that has not been delivered",
        relation="notify_message",
        key="id",
        waits="t.state <> 'delivered'",
    ),
    Waiting(
        name="unread-message",
        words="message that was delivered and nobody has read",
        relation="notify_message",
        key="id",
        waits="t.state = 'delivered' and t.read_at is null",
    ),
    Waiting(
        name="message-to-deal-with",
        words="message that was read, and has not been dealt with",
        relation="notify_message",
        key="id",
        waits="t.recipient_kind = 'unit' and t.state = 'delivered' and t.read_at is not null and t.done_at is null",
    ),
)
