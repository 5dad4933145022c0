"""What the trail keeps."""

from throughcare.kernel.holdings import Table, declare

declare(
    Table(table="audit.Chain", plain=("number", "digest")),
    Table(
        table="audit.Entry",
        personal=("detail",),
        plain=(
            *("chain", "number", "action", "subject_kind", "subject_references"),
            *("previous", "digest"),
        ),
    ),
    Table(table="audit.Seal", plain=("heads", "previous", "digest")),
)
