"""What the outbox keeps. What a fact says is told in identifiers alone, and so is plain."""

from throughcare.kernel.holdings import Table, Waiting, declare

declare(
    Table(table="outbox.Event", plain=("name", "subject", "payload")),
    Table(table="outbox.Delivery", plain=("subscriber", "attempts", "fault")),
    Waiting(
        name="event",
        words="event that somebody has not heard yet",
        relation="outbox_delivery",
        key="id",
        waits="t.state in ('retrying', 'dead', 'held')",
    ),
    Waiting(
        name="job",
        words="scheduled job",
        relation="procrastinate_jobs",
        key="id",
        waits="t.status in ('todo', 'doing', 'aborting', 'failed')",
        is_removed=True,
    ),
)
