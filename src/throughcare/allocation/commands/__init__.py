"""What is done about tiers and the hours of posts."""

from throughcare.allocation.commands.tiers import (
    calculate_all,
    calculate_tiers,
    fill_tiers,
    recalculate_case,
)
from throughcare.allocation.commands.workload import (
    delete_reduction,
    keep_workload,
    reduce_hours,
    set_hours,
)

__all__ = [
    "calculate_all",
    "calculate_tiers",
    "delete_reduction",
    "fill_tiers",
    "keep_workload",
    "recalculate_case",
    "reduce_hours",
    "set_hours",
]
