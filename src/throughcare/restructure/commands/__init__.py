"""Changes to a restructure. One file for each subject."""

from throughcare.restructure.commands.approving import (
    approve,
    approve_explanation,
    approve_override,
    explain_difference,
    hold_item,
    propose_override,
)
from throughcare.restructure.commands.loading import load_plan, people_of
from throughcare.restructure.commands.steps import NEEDED, ask_for_step, perform_step

__all__ = [
    "NEEDED",
    "approve",
    "approve_explanation",
    "approve_override",
    "ask_for_step",
    "explain_difference",
    "hold_item",
    "load_plan",
    "people_of",
    "perform_step",
    "propose_override",
]
