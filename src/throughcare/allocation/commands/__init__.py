"""What is done about tiers."""

from throughcare.allocation.commands.tiers import (
    calculate_all,
    calculate_tiers,
    fill_tiers,
    recalculate_case,
)

__all__ = ["calculate_all", "calculate_tiers", "fill_tiers", "recalculate_case"]
