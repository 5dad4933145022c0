"""What the clock keeps."""

from throughcare.kernel.holdings import Table, declare

declare(
    Table(table="clock.Setting", plain=("ahead_by",), is_for_all=True),
)
