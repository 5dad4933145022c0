"""What notify keeps."""

from throughcare.kernel.holdings import Table, declare

declare(
    Table(
        table="notify.Message",
        personal=("parameters", "undelivered_reason"),
        plain=(
            *("recipient_reference", "subject_kind", "subject_reference", "template"),
            *("attempts", "owner", "routed_to"),
        ),
    ),
)
