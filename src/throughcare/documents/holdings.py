"""What documents keeps. Which contents a paper had and who wrote them is told by numbers; contents are closed."""

from throughcare.kernel.holdings import Table, declare

declare(
    Table(
        table="documents.Blob",
        personal=("content",),
        plain=("digest", "size", "media_type", "place"),
    ),
    Table(table="documents.Version", plain=("number",), is_for_all=True),
)
