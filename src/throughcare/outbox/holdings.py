"""What the outbox keeps. What a fact says is told in identifiers alone, and so is plain."""

from throughcare.kernel.holdings import Table, declare

declare(
    Table(table="outbox.Event", plain=("name", "subject", "payload")),
    Table(table="outbox.Delivery", plain=("subscriber", "attempts", "fault")),
)
