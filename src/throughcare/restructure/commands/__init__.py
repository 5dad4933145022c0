"""Changes to a restructure. One file for each subject."""

from throughcare.restructure.commands.approving import (
    approve,
    approve_explanation,
    approve_override,
    decline_override,
    explain_difference,
    hold_item,
    propose_override,
)
from throughcare.restructure.commands.loading import load_plan, people_of
from throughcare.restructure.commands.reversing import prepare_reversal
from throughcare.restructure.commands.sealing import canonical, is_signed, is_whole, sign
from throughcare.restructure.commands.steps import (
    NEEDED,
    PERFORM,
    QUEUE,
    ask_for_step,
    have_step_performed,
    perform_at_once,
    perform_step,
)
from throughcare.restructure.commands.turns import StillTaken

__all__ = [
    "NEEDED",
    "PERFORM",
    "QUEUE",
    "StillTaken",
    "approve",
    "approve_explanation",
    "approve_override",
    "ask_for_step",
    "canonical",
    "decline_override",
    "explain_difference",
    "have_step_performed",
    "hold_item",
    "is_signed",
    "is_whole",
    "load_plan",
    "people_of",
    "perform_at_once",
    "perform_step",
    "prepare_reversal",
    "propose_override",
    "sign",
]
